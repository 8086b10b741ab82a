"""How long something has waited, in days and in working days, for the rows of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.cells import Phrase, Several
from api.pages.references import moment
from api.pages.views import Column
from ledger.types import Timestamp
from ledger.workdays import working_days_between
from mining_registry.rules import day_in_kazakhstan

if TYPE_CHECKING:
    import datetime as dt

    from api.pages.cells import Cell, Link
    from api.pages.views import Table

__all__ = ["COLUMNS", "Clock", "Part"]

_DAY: Final = 86_400
COLUMNS: Final = (
    Column("page-desk-what"),
    Column("page-desk-about"),
    Column("page-desk-since"),
    Column("page-desk-waited"),
    Column("page-desk-until"),
)
"""The columns of every table of the desk."""


@dataclass(frozen=True)
class Part:
    """What waits: the table with its first rows, who must act, the term, the whole lists.

    `name` is its anchor on the page. `more` tells that there may be more than the total of the
    table, which is None where it could not be read.
    """

    name: str
    whom: str
    term: str
    table: Table
    lists: tuple[Link, ...]
    more: bool = False


@dataclass(frozen=True)
class Clock:
    """Counts up to `now`, the time of the head (timestamp)."""

    now: int

    @property
    def today(self) -> dt.date:
        """The day of the head in Kazakhstan."""
        return day_in_kazakhstan(Timestamp(self.now))

    def since(self, event: int, until: int | None = None) -> tuple[Cell, Cell]:
        """When something began to wait, and for how many whole days until a moment, or now.

        Working days are counted from the one after the event, up to that day and with it.
        """
        last = self.now if until is None else until
        days = max(0, last - event) // _DAY
        first_day, last_day = (day_in_kazakhstan(Timestamp(each)) for each in (event, last))
        working = working_days_between(first_day, last_day)
        counts = (
            Phrase("page-desk-days", (("days", days),)),
            Phrase("page-desk-working", (("days", working),)),
        )
        return moment(event), Several(counts, stacked=True)
