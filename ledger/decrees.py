"""Acts of the authorised body: a call of a contract, proposed for its keys to agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.chain import Chain
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest

__all__ = ["draft_decree"]


def draft_decree(
    chain: Chain, sender: Address, basis: Digest, contract: str, function: str, *args: Any
) -> UnsignedTransaction:
    """Propose, for an authority (`sender`) to sign, that a function of a contract be called.

    `basis` is the digest of the decision that is the legal basis (A-7). Where one agreement is
    enough, the call is made in the same transaction. Raises what `Chain.build` raises.
    """
    data = chain.codec.encode(contract, function, args)
    target = chain.codec.address(contract)
    return chain.build(sender, "participants", "propose", target, data, basis)
