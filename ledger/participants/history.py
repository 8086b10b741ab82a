"""What participants were at a block, and since when they are what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlmodel import col, func, select

from ledger.database import reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.paging import Page
from ledger.participants.model import Role, State, Status
from ledger.participants.tables import ParticipantKeyRow, ParticipantStateRow
from ledger.records import Recorded
from ledger.types import Address, ParticipantId, TxHash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.participants.model import Participant
    from ledger.records import BlockRef

__all__ = ["accounts_at", "as_it_was", "list_states"]

_NEWEST_FIRST: Final = Keyset({"block": (col(ParticipantStateRow.block), int)}, descending=True)


def accounts_at(
    session: Session, numbers: Iterable[int], block: int
) -> dict[ParticipantId, Address]:
    """Return the account that each of these participants had at the end of a block."""
    rows = _states_at(session, set(numbers), block)
    return {ParticipantId(row.number): Address(row.account) for row in rows}


def as_it_was(index: Engine, participant: Participant, at: BlockRef) -> Participant:
    """Return a participant as it was at the end of a block.

    Raises NotFound("participant.not-yet", participant=, block=).
    """
    number = participant.number
    with reading(index) as session:
        rows = _states_at(session, {number}, at.number)
        if not rows:
            raise NotFound("participant.not-yet", participant=str(number), block=str(at.number))
        keys = session.exec(
            select(ParticipantKeyRow.account)
            .where(ParticipantKeyRow.number == number, ParticipantKeyRow.block <= at.number)
            .order_by(col(ParticipantKeyRow.position))
        ).all()
        return replace(
            participant,
            account=Address(rows[0].account),
            roles=Role(rows[0].roles),
            status=_status(rows[0]),
            former_accounts=tuple(Address(key) for key in keys[:-1]),
        )


def list_states(index: Engine, number: ParticipantId, limit: int, after: str | None) -> Page[State]:
    """List what a participant was, newest first, each with the block in which the next began."""
    mine = select(ParticipantStateRow).where(ParticipantStateRow.number == number)
    with reading(index) as session:
        rows, total, following = _NEWEST_FIRST.page(session, mine, limit, after)
        first = rows[0].block if rows else 0
        later = select(func.min(ParticipantStateRow.block)).where(
            ParticipantStateRow.number == number, ParticipantStateRow.block > first
        )
        ends = [session.exec(later).one(), *(row.block for row in rows)]
        blocks = refs_of(session, {end for end in ends if end is not None})
        states = tuple(
            State(
                account=Address(row.account),
                roles=Role(row.roles),
                status=_status(row),
                since=Recorded(blocks[row.block], TxHash(row.transaction)),
                until=None if end is None else blocks[end],
            )
            for row, end in zip(rows, ends, strict=False)
        )
        return Page(states, total, following)


def _states_at(session: Session, numbers: set[int], block: int) -> list[ParticipantStateRow]:
    last = (
        select(ParticipantStateRow.number, func.max(ParticipantStateRow.block).label("block"))
        .where(col(ParticipantStateRow.number).in_(numbers), ParticipantStateRow.block <= block)
        .group_by(col(ParticipantStateRow.number))
        .subquery()
    )
    query = select(ParticipantStateRow).join(
        last,
        (col(ParticipantStateRow.number) == last.c.number)
        & (col(ParticipantStateRow.block) == last.c.block),
    )
    return list(session.exec(query))


def _status(row: ParticipantStateRow) -> Status:
    return Status.SUSPENDED if row.suspended else Status.ACTIVE
