"""Who has witnessed a block: the statements that a node keeps, each signature checked here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.addresses import checksummed
from ledger.chain.rpc import well_formed
from ledger.errors import Unavailable
from ledger.proofs.trust import trust_of
from ledger.proofs.witnesses import witness_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.chain import Chain
    from ledger.chain.model import Block
    from ledger.proofs.trust import Trust
    from ledger.types import Address

__all__ = ["signatures_of", "witnesses_of"]

_MOST: Final = 256


@dataclass(frozen=True, slots=True)
class _Stated:
    number: int
    hash: bytes
    state_root: bytes


def witnesses_of(chain: Chain, blocks: Sequence[Block]) -> dict[int, tuple[Address, ...]] | None:
    """By number, the witnesses that signed hash and state root of each of these blocks.

    None where the node keeps no statements of witnesses, or does not answer now: the rest of an
    answer does not depend on it. A statement that is not of the block as it is here counts for
    nothing, and of a block at most 256 are read.
    """
    try:
        return {number: tuple(found) for number, found in signatures_of(chain, blocks).items()}
    except Unavailable:
        return None


def signatures_of(chain: Chain, blocks: Sequence[Block]) -> dict[int, dict[Address, bytes]]:
    """By number, the signatures of those witnesses: r, s and v as 27 or 28.

    Raises Unavailable where the node keeps no statements of witnesses or does not answer now.
    """
    asked = [("qoima_getWitnesses", [hex(block.number)]) for block in blocks]
    trust, answers = trust_of(chain.deployment), chain.rpc.batch(asked)
    with well_formed("witnesses"):
        return {
            int(block.number): _signed(trust, block, answer["witnesses"][:_MOST])
            for block, answer in zip(blocks, answers, strict=True)
        }


def _signed(trust: Trust, block: Block, statements: list[Any]) -> dict[Address, bytes]:
    stated = _Stated(
        block.number, bytes.fromhex(block.hash[2:]), bytes.fromhex(block.state_root[2:])
    )
    found = {}
    for each in statements:
        signature = bytes.fromhex(each["signature"][2:])
        try:
            witness = checksummed(witness_of(trust, stated, signature))
        except ValueError:
            continue
        if witness == each["witness"]:
            found[witness] = signature
    return found
