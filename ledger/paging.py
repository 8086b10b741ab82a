"""Pages of a list and the opaque cursor that says where the next one begins."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar, cast, get_args

from ledger.errors import Rejected

__all__ = ["MAX_LIMIT", "Key", "Page", "Sort", "check_limit", "decode_cursor", "direction_of"]
__all__ += ["encode_cursor", "sorted_from"]

MAX_LIMIT = 200
Key = int | str
Sort = Literal["asc", "desc"]
"""Which way a list goes by its own key: the least first or the greatest."""

_SORTS: Final = frozenset(get_args(Sort))
_TOLD = "~"
"""Ends the direction with which a cursor may begin; no other part of a cursor has it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items in order, how many there are in all, and the cursor of the next page if any."""

    items: tuple[T, ...]
    total: int
    next: str | None


def check_limit(limit: int) -> None:
    """Refuse a page size outside 1..200: Rejected("page.bad-limit", limit=, most=)."""
    if not 1 <= limit <= MAX_LIMIT:
        raise Rejected("page.bad-limit", limit=limit, most=MAX_LIMIT)


def sorted_from(sort: Sort, after: str | None) -> str:
    """The place from which a list goes one way; Rejected("page.bad-cursor") for a cursor of a list
    that goes the other way.
    """
    told, cursor = direction_of(after)
    if told not in {None, sort}:
        raise Rejected("page.bad-cursor")
    return f"{sort}{_TOLD}{cursor or ''}"


def direction_of(after: str | None) -> tuple[Sort | None, str | None]:
    """Which way a list is asked for, if the cursor tells, and the rest of the cursor, if any.

    Raises Rejected("page.bad-cursor").
    """
    told, mark, cursor = (after or "").rpartition(_TOLD)
    if not mark:
        return None, after
    if told not in _SORTS:
        raise Rejected("page.bad-cursor")
    return cast("Sort", told), cursor or None


def encode_cursor(*keys: Key) -> str:
    """Name the place just after the row that has these sort keys."""
    text = json.dumps(keys, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type[int | str]) -> tuple[Key, ...]:
    """Read back the sort keys; Rejected("page.bad-cursor") unless they have just these types.

    Integers must fit the database's signed 64 bits.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise Rejected("page.bad-cursor") from error
    if not isinstance(keys, list) or len(keys) != len(types):
        raise Rejected("page.bad-cursor")
    for key, expected in zip(keys, types, strict=True):
        if type(key) is not expected or (isinstance(key, int) and abs(key) >= 2**63):
            raise Rejected("page.bad-cursor")
    return tuple(keys)
