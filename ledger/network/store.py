"""The SQL of the register of nodes: as it is, and as it was at a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.network.model import Node, NodeKind, Removal
from ledger.network.tables import NodeRemovalRow, NodeRow
from ledger.paging import Page
from ledger.records import Recorded
from ledger.types import Address, Digest, ParticipantId, TxHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.records import BlockRef

__all__ = ["Network", "Wanted"]

_BY_NUMBER: Final = Keyset({"number": (col(NodeRow.number), int)})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which nodes: of a kind, of a participant, of a key; `valid` ones only, or over ones only."""

    kind: NodeKind | None = None
    entity: ParticipantId | None = None
    key: Address | None = None
    valid: bool | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Reads the register of nodes."""

    engine: Engine

    def node(self, number: int, at: BlockRef | None = None) -> Node:
        """A node, now or at the end of a block; NotFound("node.unknown", number=)."""
        query = select(NodeRow).where(NodeRow.number == min(number, MAX_INTEGER))
        if at is not None:
            query = query.where(NodeRow.block <= at.number)
        with reading(self.engine) as session:
            row = session.exec(query).first()
            if row is None:
                raise NotFound("node.unknown", number=number)
            return _to_nodes(session, [row], at)[0]

    def nodes(
        self, wanted: Wanted, limit: int, after: str | None, at: BlockRef | None = None
    ) -> Page[Node]:
        """A page of nodes by number, now or at the end of a block.

        Raises Rejected("page.bad-limit") and Rejected("page.bad-cursor").
        """
        with reading(self.engine) as session:
            query = _query(wanted, at)
            rows, total, following = _BY_NUMBER.page(session, query, limit, after)
            return Page(_to_nodes(session, rows, at), total, following)


def _query(wanted: Wanted, at: BlockRef | None) -> Any:
    query = select(NodeRow)
    if at is not None:
        query = query.where(NodeRow.block <= at.number)
    if wanted.kind is not None:
        query = query.where(NodeRow.kind == int(wanted.kind))
    if wanted.entity is not None:
        query = query.where(NodeRow.entity == min(wanted.entity, MAX_INTEGER))
    if wanted.key is not None:
        query = query.where(NodeRow.key == wanted.key)
    if wanted.valid is not None:
        removed = _removals(at).where(NodeRemovalRow.number == NodeRow.number).exists()
        query = query.where(~removed if wanted.valid else removed)
    return query


def _removals(at: BlockRef | None) -> Any:
    query = select(NodeRemovalRow)
    return query if at is None else query.where(NodeRemovalRow.block <= at.number)


def _to_nodes(session: Session, rows: Sequence[NodeRow], at: BlockRef | None) -> tuple[Node, ...]:
    mine = col(NodeRemovalRow.number).in_([row.number for row in rows])
    removals = {row.number: row for row in session.exec(_removals(at).where(mine))}
    heights = {row.block for row in rows} | {row.block for row in removals.values()}
    blocks = refs_of(session, heights)

    def ended(row: NodeRemovalRow | None) -> Removal | None:
        if row is None:
            return None
        return Removal(Digest(row.basis), Recorded(blocks[row.block], TxHash(row.transaction)))

    return tuple(
        Node(
            number=row.number,
            entity=ParticipantId(row.entity),
            kind=NodeKind(row.kind),
            key=None if row.key is None else Address(row.key),
            purpose=row.purpose,
            location=row.location,
            basis=Digest(row.basis),
            registered=Recorded(blocks[row.block], TxHash(row.transaction)),
            removal=ended(removals.get(row.number)),
        )
        for row in rows
    )
