"""Which indexed block an answer stands on: one by number, or the last by a time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound, Rejected, Unavailable
from ledger.index.tables import BlockRow
from ledger.index.translate import indexed_head, last_by, refs_of
from ledger.types import Timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["Moments", "parse_moment"]

_DATE_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-2][0-9]:[0-5][0-9])"
)


def parse_moment(text: str) -> Timestamp:
    """Read a date-time of RFC 3339 §5.6, down to the whole second.

    Raises Rejected("moment.malformed", given=), also for a second that no clock of ours shows.
    """
    try:
        if not _DATE_TIME.fullmatch(text):
            raise ValueError(text)
        whole, zone = text[:19].upper(), re.split(r"[+-]", text[19:])[-1].upper()
        offset = "+00:00" if zone.endswith("Z") else text[-6:]
        moment = dt.datetime.fromisoformat(whole + offset)
        return Timestamp(int(moment.timestamp()))
    except (ValueError, OverflowError) as error:
        raise Rejected("moment.malformed", given=text[:40]) from error


@dataclass(frozen=True, slots=True)
class Moments:
    """Blocks of the index by number and by time; `clock` gives the present, aware of its zone."""

    engine: Engine
    clock: Callable[[], dt.datetime]

    def resolve(self, block: int | None, at: str | None) -> BlockRef | None:
        """The block that is asked for by number or by date-time; None when neither is given.

        Raises Rejected("moment.both") and as `block` and `last_by` do.
        """
        if block is not None and at is not None:
            raise Rejected("moment.both")
        if block is not None:
            return self.block(block)
        return None if at is None else self.last_by(parse_moment(at))

    def block(self, number: int) -> BlockRef:
        """An indexed block; NotFound("block.not-indexed", block=, head=).

        Raises Unavailable("index.empty").
        """
        with reading(self.engine) as session:
            found = refs_of(session, [number]) if 0 <= number <= MAX_INTEGER else {}
            if number in found:
                return found[number]
            head = indexed_head(session)
        if head is None:
            raise Unavailable("index.empty")
        raise NotFound("block.not-indexed", block=str(number)[:80], head=str(head.number))

    def edge(self, block: int | None, moment: str | None) -> BlockRef | None:
        """The block at whose end a period begins or ends: one by number, or the last before a
        date-time; None before the chain, or when neither is given.

        Raises as `resolve`, but for NotFound("block.none-by").
        """
        if block is None and moment is None:
            return None
        try:
            return self.end(block, moment)
        except NotFound:
            if block is not None:
                raise
            return None

    def end(self, block: int | None, moment: str | None) -> BlockRef:
        """As `edge`, but the indexed head when neither is given.

        Raises as `resolve`, NotFound("block.none-by", first=) included.
        """
        if block is not None and moment is not None:
            raise Rejected("moment.both")
        if moment is not None:
            return self.last_by(Timestamp(parse_moment(moment) - 1))
        if block is not None:
            return self.block(block)
        with reading(self.engine) as session:
            head = indexed_head(session)
        if head is None:
            raise Unavailable("index.empty")
        return head

    def last_by(self, moment: Timestamp) -> BlockRef:
        """The last indexed block whose time is no later than `moment`.

        Raises Rejected("moment.future", now=) for a time that has not come,
        NotFound("block.none-by", first=) for one before the chain; Unavailable("index.empty").
        """
        now = self.clock()
        if moment > now.timestamp():
            raise Rejected("moment.future", now=_written(int(now.timestamp())))
        by_time = col(BlockRow.timestamp)
        with reading(self.engine) as session:
            found = last_by(session, moment)
            if found is not None:
                return found
            first = session.exec(select(by_time).order_by(by_time).limit(1)).first()
        if first is None:
            raise Unavailable("index.empty")
        raise NotFound("block.none-by", first=_written(first))


def _written(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat().replace("+00:00", "Z")
