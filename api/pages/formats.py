"""Times as pages write them: Kazakhstan's (UTC+5) for people, RFC 3339 in UTC for machines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from babel.dates import format_date, format_datetime

if TYPE_CHECKING:
    from api.languages import Language

__all__ = ["LAST_MOMENT", "day_text", "machine_time", "moment_text"]

LAST_MOMENT: Final = 253_402_214_400
"""Timestamps from 9999-12-31 on have no calendar: contracts take any uint256."""

_KAZAKHSTAN: Final = timezone(timedelta(hours=5))
_DAY: Final[dict[Language, str]] = {
    "kk": "y 'ж'. d MMMM",
    "ru": "d MMMM y 'г'.",
    "en": "d MMMM y",
}


def day_text(day: date, language: Language) -> str:
    """A calendar day, the month in words, the year where the language puts it."""
    return format_date(day, _DAY[language], locale=language)


def moment_text(timestamp: int, language: Language) -> str:
    """Day and time to the second in Kazakhstan; `timestamp` is seconds since 1970 (UTC)."""
    moment = datetime.fromtimestamp(timestamp, _KAZAKHSTAN)
    pattern = f"{_DAY[language]}, HH:mm:ss"
    return format_datetime(moment, pattern, tzinfo=_KAZAKHSTAN, locale=language)


def machine_time(timestamp: int) -> str:
    """RFC 3339 in UTC, for the `datetime` attribute and the title of a time."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
