"""Whose records of batches were, at any block, and who got what: deposits and records alike."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import tuple_
from sqlmodel import col, select

from depository.batches.projection import CONTRACT
from depository.batches.tables import BatchRow, TakenRow
from depository.history import Possession, Tenure
from depository.history_store import HistoryStore
from ledger.database import reading
from ledger.index.keyset import Keyset
from ledger.index.streaming import stream
from ledger.index.tables import EventRow
from ledger.index.translate import to_events
from ledger.participants.history import accounts_at
from ledger.types import BatchId, DepositId, ParticipantId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Engine
    from sqlmodel import Session

    from depository.history import Place
    from ledger.chain.model import Event
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["Possessions", "RecordOwner"]

_MADE: Final = "DepositedMany"
_AT_ONCE: Final = 1000
_BY_PLACE: Final = Keyset(
    {"block": (col(EventRow.block), int), "log_index": (col(EventRow.log_index), int)}
)


@dataclass(frozen=True, slots=True)
class RecordOwner:
    """The possessor of a record with the key of then; `deposit` is as which it was taken out."""

    possessor: ParticipantId
    account: Address
    deposit: DepositId | None


@dataclass(frozen=True, slots=True)
class Possessions:
    """A record is the batch's possessor's until it is taken out; no list is needed to know it."""

    engine: Engine

    def possessors(self, places: AbstractSet[Place], at: BlockRef) -> dict[Place, RecordOwner]:
        """Whose each of these records was at the end of a block; one that was not there is left
        out.
        """
        numbers = {batch for batch, _ in places}
        batches = select(BatchRow.number, BatchRow.size, BatchRow.possessor).where(
            col(BatchRow.number).in_(numbers), BatchRow.block <= at.number
        )
        place = tuple_(col(TakenRow.batch), col(TakenRow.position))
        taken = select(TakenRow.batch, TakenRow.position, TakenRow.number).where(
            place.in_(places), TakenRow.block <= at.number
        )
        with reading(self.engine) as session:
            sizes = {number: (size, whose) for number, size, whose in session.exec(batches)}
            deposits = {(batch, index): number for batch, index, number in session.exec(taken)}
            accounts = accounts_at(session, {whose for _, whose in sizes.values()}, at.number)
        owners = HistoryStore(self.engine).possessors({*deposits.values()}, at)
        found = {}
        for batch, index in places:
            size, possessor = sizes.get(batch, (0, 0))
            if index < size:
                deposit = deposits.get((batch, index))
                whose = ParticipantId(possessor)
                owner = (whose, accounts[whose]) if deposit is None else owners[deposit]
                number = None if deposit is None else DepositId(deposit)
                found[BatchId(batch), index] = RecordOwner(*owner, number)
        return found

    def whole(self, until: BlockRef) -> Iterator[Possession]:
        """Each deposit that got a possessor, and each record by the event that its batch was made
        by, oldest first; raises as `stream` does.
        """
        return merge(self._deposits(until), self._records(until), key=_place)

    def _deposits(self, until: BlockRef) -> Iterator[Possession]:
        left = HistoryStore(self.engine).whole(until)
        while some := list(islice(left, _AT_ONCE)):
            numbers = {number for number, _, _ in some}
            taken = select(TakenRow.number, TakenRow.batch, TakenRow.position)
            with reading(self.engine) as session:
                found = session.exec(taken.where(col(TakenRow.number).in_(numbers)))
                places = {number: (BatchId(batch), index) for number, batch, index in found}
            for number, log_index, tenure in some:
                yield Possession(number, places.get(number), log_index, tenure)

    def _records(self, until: BlockRef) -> Iterator[Possession]:
        made = select(EventRow).where(
            EventRow.contract == CONTRACT,
            EventRow.name == _MADE,
            EventRow.block <= until.number,
        )

        def translate(session: Session, rows: list[Any]) -> list[tuple[Event, Tenure]]:
            events = to_events(session, rows)
            numbers = {each.args["possessor"] for each in events}
            accounts = accounts_at(session, numbers, until.number)
            return [(each, _tenure(each, accounts)) for each in events]

        for event, tenure in stream(self.engine, _BY_PLACE, [made], until, translate):
            batch = BatchId(event.args["batch"])
            for index in range(event.args["size"]):
                yield Possession(None, (batch, index), event.log_index, tenure)


def _tenure(event: Event, accounts: Mapping[ParticipantId, Address]) -> Tenure:
    whose = ParticipantId(event.args["possessor"])
    return Tenure(whose, accounts[whose], None, event.recorded)


def _place(possession: Possession) -> tuple[int, int]:
    return possession.tenure.recorded.block.number, possession.log_index
