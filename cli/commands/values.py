"""Values that commands take as text, checked before anything is sent."""

from __future__ import annotations

from datetime import date
from typing import Final

from cli.exits import UsageError

__all__ = ["day", "end_of_day", "role_names", "whole", "whole_or_none"]

_ROLES: Final = ("authority", "operator", "attestor", "issuer", "depositor", "miner")


def role_names(text: str) -> tuple[str, ...]:
    """Comma-separated names of roles; raises UsageError `input.role-unknown` (role, known)."""
    names = tuple(each.strip().lower() for each in text.split(",") if each.strip())
    for name in names:
        if name not in _ROLES:
            raise UsageError("input.role-unknown", role=name, known=_ROLES)
    return names


def whole(text: str) -> int:
    """A positive whole number of any size; raises UsageError `input.amount-not-whole` (given)."""
    amount = whole_or_none(text)
    if amount == 0:
        raise UsageError("input.amount-not-whole", given=text[:80])
    return amount


def whole_or_none(text: str) -> int:
    """As `whole`, or 0."""
    if not (text.isascii() and text.isdigit() and len(text) <= 78):
        raise UsageError("input.amount-not-whole", given=text[:80])
    return int(text)


def day(text: str) -> date:
    """A date as YYYY-MM-DD; raises UsageError `input.date-malformed` (given)."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("input.date-malformed", given=text[:40]) from error


def end_of_day(text: str) -> int:
    """The last second of a day in Kazakhstan, in seconds since 1970."""
    from mining_registry.rules import last_second

    return last_second(day(text))
