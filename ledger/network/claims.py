"""What rows about nodes claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col

from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.index.verifying import Claim, Source
from ledger.network.tables import NodeRemovalRow, NodeRow
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]


def _registered(session: Session, rows: Sequence[NodeRow]) -> Iterator[Claim]:
    for row in rows:
        removal = session.get(NodeRemovalRow, row.number)
        over = removal is not None and removal.block == row.block
        yield Claim(_question(row.number, row.block), _struct(session, row, row.block * over))


def _removed(session: Session, rows: Sequence[NodeRemovalRow]) -> Iterator[Claim]:
    for row in rows:
        node = session.get_one(NodeRow, row.number)
        yield Claim(_question(row.number, row.block), _struct(session, node, row.block))


def _question(number: int, block: int) -> tuple[str, str, tuple[Any, ...], int]:
    return "participants", "node", (number,), block


def _struct(session: Session, row: NodeRow, removed: int) -> dict[str, Any]:
    """What the contract answers at the block `removed`, 0 for a block before there is one."""
    blocks = refs_of(session, {row.block, removed})
    return {
        "entity": row.entity,
        "kind": row.kind,
        "key": row.key or ZERO_ADDRESS,
        "purpose": row.purpose,
        "location": row.location,
        "registered_at": blocks[row.block].timestamp,
        "removed_at": blocks[removed].timestamp if removed else 0,
    }


SOURCES: Final = (
    Source(NodeRow, Keyset({"number": (col(NodeRow.number), int)}), _registered),
    Source(NodeRemovalRow, Keyset({"number": (col(NodeRemovalRow.number), int)}), _removed),
)
"""Nodes at the blocks in which they were registered and removed."""
