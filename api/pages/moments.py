"""Days and blocks that a reader gave by a form: days are Kazakhstan's, whole."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from api.pages.views import Input
from ledger.errors import NotFound, Rejected
from ledger.types import Timestamp

if TYPE_CHECKING:
    from ledger.index.moments import Moments
    from ledger.records import BlockRef

__all__ = ["Then", "day_of", "last_of", "query_of"]

_KAZAKHSTAN: Final = dt.timezone(dt.timedelta(hours=5))
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_SECONDS: Final = 86_400


def day_of(text: str) -> dt.date:
    """A day as fields of dates give it, `2026-11-27`; Rejected("moment.malformed", given=)."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Rejected("moment.malformed", given=text[:40]) from error


def last_of(moments: Moments, day: dt.date) -> BlockRef | None:
    """The last block of a day, now if it is today; None before the chain.

    Raises Rejected("moment.future", now=) for a day that has not begun.
    """
    begun = int(dt.datetime.combine(day, dt.time(), _KAZAKHSTAN).timestamp())
    now = int(moments.clock().timestamp())
    end = begun + _SECONDS - 1
    try:
        return moments.last_by(Timestamp(end if begun > now else min(end, now)))
    except NotFound:
        return None


@dataclass(frozen=True)
class Then:
    """What a form of a day and a block asks: one of them, or neither for now."""

    day: str = ""
    block: str = ""

    @classmethod
    def of(cls, day: str | None, block: str | None) -> Then:
        """Take the fields of an address; empty ones ask for nothing."""
        return cls((day or "").strip()[:40], (block or "").strip()[:40])

    @property
    def asked(self) -> bool:
        """Whether another time than now is asked for."""
        return bool(self.day or self.block)

    def resolve(self, moments: Moments) -> BlockRef | None:
        """The block to stand on, None for now.

        Raises Rejected("moment.both"), NotFound("block.none-by") of a day before the chain, and as
        `day_of`, `last_of` and `Moments.block` do.
        """
        if self.day and self.block:
            raise Rejected("moment.both")
        if self.block:
            if not _NUMBER.fullmatch(self.block):
                raise NotFound("block.unknown", block=self.block)
            return moments.block(int(self.block))
        if not self.day:
            return None
        found = last_of(moments, day_of(self.day))
        if found is None:
            return moments.block(0)
        return found

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The fields, filled with what was asked."""
        return (
            Input("day", "page-then-day", "date", self.day),
            Input("block", "page-then-block", "number", self.block),
        )

    @property
    def query(self) -> dict[str, str]:
        """What of an address asks for it."""
        given = {"day": self.day, "block": self.block}
        return {name: value for name, value in given.items() if value}


def query_of(path: str, **given: str | None) -> str:
    """An address with those of the fields that hold something."""
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"{path}?{asked}" if asked else path
