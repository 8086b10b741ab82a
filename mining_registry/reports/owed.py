"""Quarterly reports that are owed, or came after their term, by working days (A-9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import and_, case, col, select

from ledger.database import reading
from ledger.index.translate import refs_of
from ledger.types import NotificationId, ParticipantId, Timestamp
from ledger.workdays import next_working_day
from mining_registry.reports.model import Quarter
from mining_registry.reports.tables import ReportRow
from mining_registry.rules import day_in_kazakhstan, midnight
from mining_registry.tables import NotificationRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

__all__ = ["QUARTERS", "Mining", "Overdue", "Owed", "overdue", "quarters_due"]

QUARTERS: Final = 8
"""How many quarters are looked back on: those whose term was over last."""

_FIRST_YEAR: Final = 2024
"""The first year that the contract knows."""

_MOST: Final = 1000
"""How many notifications are looked at, from the first."""

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Mining:
    """When mining under a notification begins and, where it is told, when it stopped."""

    notification: NotificationId
    miner: ParticipantId
    starts_at: int
    ended_at: int | None

    def went_on_in(self, quarter: Quarter) -> bool:
        """Whether it holds a second of a quarter, as the contract reckons it."""
        first = dt.date(quarter.year, 3 * quarter.quarter - 2, 1)
        following = (first + dt.timedelta(days=100)).replace(day=1)
        begun = self.starts_at < midnight(following)
        if self.ended_at is None:
            return begun
        return begun and self.ended_at >= self.starts_at and self.ended_at >= midnight(first)


@dataclass(frozen=True, slots=True)
class Owed:
    """A report whose term is over: `due_on` is its last day, `filed_at` when it came, if it did."""

    notification: NotificationId
    miner: ParticipantId
    quarter: Quarter
    due_on: dt.date
    filed_at: Timestamp | None


def quarters_due(today: dt.date) -> tuple[Quarter, ...]:
    """The last quarters whose term was over before a day, the oldest first."""
    found: list[Quarter] = []
    year, quarter = today.year, (today.month + 2) // 3
    while len(found) < QUARTERS and year >= _FIRST_YEAR:
        asked = Quarter(year, quarter)
        if asked < Quarter(dt.MAXYEAR, 4) and next_working_day(asked.due_on) < today:
            found.append(asked)
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return tuple(reversed(found))


def overdue(
    mining: Sequence[Mining],
    filed: Mapping[tuple[int, Quarter], Timestamp | None],
    quarters: Sequence[Quarter],
) -> tuple[Owed, ...]:
    """The reports that are missing, then those that came late; of each the longest due first.

    `filed` has every report, with the time at which it came where the contract calls it late: the
    contract does not know that a term ends later where its last day is no working day.
    """
    found = []
    for quarter in quarters:
        due = next_working_day(quarter.due_on)
        for each in mining:
            key = (each.notification, quarter)
            came = filed.get(key)
            if key in filed and (came is None or day_in_kazakhstan(came) <= due):
                continue
            if key in filed or each.went_on_in(quarter):
                found.append(Owed(each.notification, each.miner, quarter, due, came))
    return tuple(sorted(found, key=lambda owed: owed.filed_at is not None))


@dataclass(frozen=True)
class Overdue:
    """Reads, at the indexed head, what `overdue` is asked with."""

    engine: Engine

    def reports(self, today: dt.date) -> tuple[tuple[Owed, ...], bool]:
        """What is overdue on a day, and whether there are more notifications than are looked at."""
        quarters = quarters_due(today)
        if not quarters:
            return (), False
        mining = self._mining()
        filed = self._filed(mining[-1].notification, quarters[0].year) if mining else {}
        return overdue(mining[:_MOST], filed, quarters), len(mining) > _MOST

    def _mining(self) -> list[Mining]:
        """The first notifications, and one more where there are more of them."""
        row, version = NotificationRow, VersionRow
        current = and_(col(version.notification) == row.number, col(version.version) == row.version)
        query = (
            select(col(row.number), col(row.miner), col(version.starts_at), col(row.ended_at))
            .join(version, current)
            .order_by(col(row.number))
            .limit(_MOST + 1)
        )
        with reading(self.engine) as session:
            return [
                Mining(
                    NotificationId(number),
                    ParticipantId(miner),
                    int(starts_at),
                    None if ended_at is None else int(ended_at),
                )
                for number, miner, starts_at, ended_at in session.exec(query)
            ]

    def _filed(self, last: int, year: int) -> dict[tuple[int, Quarter], Timestamp | None]:
        """First versions of reports under the notifications up to one, on no year before."""
        row = ReportRow
        if_late = case((col(row.late), col(row.block)))
        query = select(col(row.notification), col(row.year), col(row.quarter), if_late).where(
            row.version == 1, col(row.notification) <= last, col(row.year) >= year
        )
        with reading(self.engine) as session:
            rows = session.exec(query).all()
            late = sorted({block for *_, block in rows if block is not None})
            times: dict[int, Timestamp] = {}
            for start in range(0, len(late), _AT_ONCE):
                refs = refs_of(session, late[start : start + _AT_ONCE])
                times |= {number: each.timestamp for number, each in refs.items()}
        return {
            (number, Quarter(in_year, quarter)): None if block is None else times[block]
            for number, in_year, quarter, block in rows
        }
