"""The only SQL that reads tallies; each question is a range of the key for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from ledger.database import reading
from ledger.tallies.counting import HOUR
from ledger.tallies.model import day_numbered
from ledger.tallies.tables import TallyRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef
    from ledger.tallies.model import Bucket, Period

__all__ = ["Tallies"]


@dataclass(frozen=True)
class Tallies:
    """Counts at the indexed head."""

    engine: Engine

    def totals(self, kinds: Sequence[str]) -> dict[str, int]:
        """How many there are of each of some kinds in all."""
        query = (
            select(TallyRow.kind, func.sum(TallyRow.count))
            .where(col(TallyRow.kind).in_(kinds))
            .group_by(TallyRow.kind)
        )
        with reading(self.engine) as session:
            found = {kind: int(count) for kind, count in session.exec(query)}
        return {kind: found.get(kind, 0) for kind in kinds}

    def buckets(self, kinds: Sequence[str], period: Period) -> dict[str, tuple[Bucket, ...]]:
        """How many there were of each of some kinds, bucket by bucket."""
        since, until = period.hours
        day = (col(TallyRow.hour) + period.zone.hours) // 24
        query = (
            select(TallyRow.kind, day, func.sum(TallyRow.count))
            .where(col(TallyRow.kind).in_(kinds))
            .where(col(TallyRow.hour) >= since, col(TallyRow.hour) < until)
            .group_by(TallyRow.kind, day)
        )
        found: dict[str, dict[dt.date, int]] = {kind: {} for kind in kinds}
        with reading(self.engine) as session:
            for kind, number, count in session.exec(query):
                found[kind][day_numbered(int(number))] = int(count)
        return {kind: period.buckets(days) for kind, days in found.items()}

    def whole_days(self, at: BlockRef) -> Iterator[tuple[str, dt.date, int]]:
        """Kind, day (UTC) and count of all days that were over at a block; none that is empty.

        What they say never changes, whatever was indexed since.
        """
        day = col(TallyRow.hour) // 24
        query = (
            select(TallyRow.kind, day, func.sum(TallyRow.count))
            .where(col(TallyRow.hour) < at.timestamp // HOUR // 24 * 24)
            .group_by(TallyRow.kind, day)
            .order_by(TallyRow.kind, day)
        )
        with reading(self.engine) as session:
            for kind, number, count in session.exec(query):
                yield kind, day_numbered(int(number)), int(count)
