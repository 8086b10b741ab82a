"""Days of `module=stats`: what is tallied, and that nothing is paid."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from api.etherscan.asked import malformed
from api.etherscan.question import Records
from ledger.tallies.counting import BLOCKS, TRANSACTIONS
from ledger.tallies.model import Period, Unit, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.etherscan.question import Action, Question
    from ledger.tallies.model import Bucket

__all__ = ["ACTIONS", "day"]


def day(question: Question, name: str) -> dt.date:
    """A day that must be given as `2026-01-31`."""
    given = question.asked.needed(name)
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise malformed(name, given) from error


def _days(
    question: Question, kinds: Sequence[str], row: Callable[[Sequence[int]], dict[str, Any]]
) -> Records:
    """Days of UTC with what is counted of each, 400 at most; raises as `Period.of`."""
    period = Period.of(Unit.DAY, Zone.UTC, day(question, "startdate"), day(question, "enddate"))
    descending = question.asked.choice(("asc", "desc"), "sort") == "desc"
    counted = question.desk.services.tallies.buckets(kinds, period)
    buckets: list[tuple[Bucket, ...]] = list(zip(*counted.values(), strict=True))
    rows = [_dated(each[0].start) | row([one.count for one in each]) for each in buckets]
    return Records(rows[::-1] if descending else rows)


def _dated(start: dt.date) -> dict[str, str]:
    midnight = dt.datetime(start.year, start.month, start.day, tzinfo=dt.UTC)
    return {"UTCDate": start.isoformat(), "unixTimeStamp": str(int(midnight.timestamp()))}


def _transactions(question: Question) -> Records:
    return _days(question, [TRANSACTIONS], lambda counts: {"transactionCount": counts[0]})


def _blocks(question: Question) -> Records:
    """Blocks of a day; nothing was paid for them."""
    return _days(
        question, [BLOCKS], lambda counts: {"blockCount": counts[0], "blockRewards_Eth": "0"}
    )


def _rewards(question: Question) -> Records:
    return _days(question, [BLOCKS], lambda _counts: {"blockRewards_Eth": "0"})


def _fees(question: Question) -> Records:
    return _days(question, [TRANSACTIONS], lambda _counts: {"transactionFee_Eth": "0"})


def _uncles(question: Question) -> Records:
    """There are no uncles on any day."""
    return _days(
        question, [BLOCKS], lambda _counts: {"uncleBlockCount": 0, "uncleBlockRewards_Eth": "0"}
    )


ACTIONS: Final[Mapping[str, Action]] = {
    "dailyblkcount": _blocks,
    "dailyblockrewards": _rewards,
    "dailytx": _transactions,
    "dailytxnfee": _fees,
    "dailyuncleblkcount": _uncles,
}
