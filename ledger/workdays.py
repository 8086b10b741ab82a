"""Working days of Kazakhstan, of a week of five days: which they are, and how many have passed."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import lru_cache
from typing import Final

__all__ = ["is_working_day", "next_working_day", "working_days_between"]

_DAY: Final = dt.timedelta(days=1)
_LONGEST: Final = 30
"""Days; no holidays of Kazakhstan last as long, so that a search for a working day ends."""


def is_working_day(day: dt.date) -> bool:
    """Whether a day is neither weekend nor holiday, or is a weekend made a working day.

    The calendar is the library's: holidays by law, those moved off a weekend, and the transfers by
    decisions of the government that this release of the library knows; another transfer is not
    counted.
    """
    return day.toordinal() in _days_of(day.year)[1]


def next_working_day(day: dt.date) -> dt.date:
    """The day itself or the first working day after it: the last day of a term that ends on `day`.

    The day itself at the very end of the calendar.
    """
    found = day
    for _ in range(_LONGEST):
        if is_working_day(found):
            return found
        if found == dt.date.max:
            break
        found += _DAY
    return day


def working_days_between(event: dt.date, last: dt.date) -> int:
    """How many working days lie after the day of an event, up to `last` and with it; 0 if before.

    A term is counted so, from the business day after the event (2007, art. 37(2)).
    """
    if last <= event:
        return 0
    return sum(
        bisect_right(days, last.toordinal()) - bisect_right(days, event.toordinal())
        for year in range(event.year, last.year + 1)
        for days in (_days_of(year)[0],)
    )


@lru_cache(maxsize=64)
def _days_of(year: int) -> tuple[tuple[int, ...], frozenset[int]]:
    """Ordinals of the working days of a year, in their order and as a set."""
    from holidays.countries.kazakhstan import Kazakhstan  # noqa: PLC0415 - it imports every country

    around = (each for each in (year - 1, year, year + 1) if dt.MINYEAR <= each <= dt.MAXYEAR)
    calendar = Kazakhstan(years=around, expand=False)
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    days = tuple(
        each
        for each in range(first, last + 1)
        if calendar.is_working_day(dt.date.fromordinal(each))
    )
    return days, frozenset(days)
