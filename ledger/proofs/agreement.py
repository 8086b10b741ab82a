"""Which witnesses there are, and whether each has signed the chain as it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.addresses import checksummed
from ledger.chain.rpc import well_formed
from ledger.errors import NotFound, Unavailable
from ledger.proofs.witnessed import signatures_of

if TYPE_CHECKING:
    from ledger.chain import Chain
    from ledger.chain.model import Block
    from ledger.index.store import IndexStore
    from ledger.types import Address

__all__ = ["MOST_WITNESSES", "Agreement", "agreement_of"]

MOST_WITNESSES: Final = 50


@dataclass(frozen=True, slots=True)
class Agreement:
    """A witness: how many blocks it has signed, the last of them, and what that says.

    `agrees` is true where its signature of that block holds for the block as it is indexed here,
    false where it does not, None where nothing can be said: no block was signed, or it is not
    indexed. `contradicted` is true of a witness that has signed two blocks at one height.
    """

    witness: Address
    statements: int
    latest: int | None
    agrees: bool | None
    contradicted: bool


def agreement_of(chain: Chain, index: IndexStore) -> tuple[Agreement, ...] | None:
    """The witnesses that the node keeps statements of, `MOST_WITNESSES` at most.

    None where it keeps none or does not answer now. Each signature is checked here.
    """
    try:
        listed = chain.rpc.call("qoima_listWitnesses")
        with well_formed("witnesses"):
            found = [_read(each) for each in listed[:MOST_WITNESSES]]
        blocks = _blocks(index, {latest for _, _, latest, _ in found if latest is not None})
        signed = signatures_of(chain, blocks) if blocks else {}
    except Unavailable:
        return None
    return tuple(
        Agreement(
            witness=witness,
            statements=statements,
            latest=latest,
            agrees=witness in signed[latest] if latest in signed else None,
            contradicted=contradicted,
        )
        for witness, statements, latest, contradicted in found
    )


def _read(raw: Any) -> tuple[Address, int, int | None, bool]:
    latest = raw["latest"]
    return (
        checksummed(raw["witness"]),
        int(raw["statements"], 16),
        None if latest is None else int(latest, 16),
        raw["equivocation"] is not None,
    )


def _blocks(index: IndexStore, numbers: set[int]) -> list[Block]:
    found = []
    for number in numbers:
        try:
            found.append(index.block(number))
        except NotFound:
            continue
    return found
