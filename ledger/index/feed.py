"""Events in the order of the chain, from any place on: what streams and webhooks are fed from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_
from sqlmodel import col, select

from contracts.loader import CONTRACTS, load
from ledger.addresses import parse_address
from ledger.database import MAX_INTEGER, reading
from ledger.errors import Rejected
from ledger.index.tables import EventAccountRow, EventRow
from ledger.index.translate import indexed_head, to_events
from ledger.paging import check_limit

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.chain.model import Event
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["START", "Feed", "Part", "Place", "Wanted"]

_PLACE: Final = re.compile(r"([0-9]{1,18})(?:-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The next event that is to be told: at or after the log `log_index` of a block.

    As text `1200-3`, or `1200` for the beginning of a block; whatever the index reads later, an
    event has one place for ever, since it holds final blocks only.
    """

    block: int
    log_index: int = 0

    def __str__(self) -> str:
        """The place as text."""
        return f"{self.block}-{self.log_index}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read a place; Rejected("events.bad-place", place=)."""
        found = _PLACE.fullmatch(text)
        if found is None:
            raise Rejected("events.bad-place", place=text[:80])
        return cls(int(found[1]), int(found[2] or 0))


START: Final = Place(0)
"""Before every event."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are told: of one contract, of one name, naming one account; None is any."""

    contract: str | None = None
    name: str | None = None
    account: Address | None = None

    @classmethod
    def parse(cls, contract: str | None, name: str | None, account: str | None) -> Wanted:
        """Check a choice, so that nobody waits for what cannot come.

        Raises Rejected("events.unknown-contract", contract=, known=),
        Rejected("events.unknown-event", event=) and Rejected("address.malformed").
        """
        if contract is not None and contract not in CONTRACTS:
            known = ", ".join(CONTRACTS)
            raise Rejected("events.unknown-contract", contract=contract[:80], known=known)
        told = CONTRACTS if contract is None else (contract,)
        if name is not None and not any(name in _names(each) for each in told):
            raise Rejected("events.unknown-event", event=name[:80])
        return cls(contract, name, None if account is None else parse_address(account))


@dataclass(frozen=True, slots=True)
class Part:
    """Events in the order of the chain, the place from which to go on, and what it stands on.

    `whole` is true when nothing more is indexed that was wanted.
    """

    events: tuple[Event, ...]
    following: Place
    head: BlockRef | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """Reads the events of an index."""

    engine: Engine

    def read(self, place: Place, wanted: Wanted, limit: int) -> Part:
        """Up to `limit` of the wanted events from a place on; Rejected("page.bad-limit").

        A place beyond the head is kept: its events may come.
        """
        check_limit(limit)
        with reading(self.engine) as session:
            head = indexed_head(session)
            if head is None or place.block > head.number:
                return Part((), place, head, whole=True)
            rows = list(session.exec(_query(place, wanted).limit(limit + 1)))
            events = to_events(session, rows[:limit])
        if len(rows) > limit:
            last = events[-1]
            return Part(events, Place(last.block.number, last.log_index + 1), head, whole=False)
        return Part(events, Place(head.number + 1), head, whole=True)


def _query(place: Place, wanted: Wanted):  # type: ignore[no-untyped-def] # SQLModel names no type
    block, log_index = col(EventRow.block), col(EventRow.log_index)
    number = min(place.block, MAX_INTEGER)
    at = or_(block > number, and_(block == number, log_index >= place.log_index))
    query = select(EventRow).where(block >= number, at)
    if wanted.contract is not None:
        query = query.where(EventRow.contract == wanted.contract)
    if wanted.name is not None:
        query = query.where(EventRow.name == wanted.name)
    if wanted.account is not None:
        named = and_(
            col(EventAccountRow.block) == block,
            col(EventAccountRow.log_index) == log_index,
            col(EventAccountRow.account) == wanted.account,
        )
        query = query.join(EventAccountRow, named)
    return query.order_by(block, log_index)


@cache
def _names(contract: str) -> frozenset[str]:
    return frozenset(entry["name"] for entry in load(contract).abi if entry["type"] == "event")
