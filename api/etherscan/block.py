"""`module=block`: rewards, of which there are none, and blocks by time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.etherscan.question import Plain, Question
from ledger.errors import NotFound, Rejected
from ledger.types import Timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.etherscan.question import Action

__all__ = ["ACTIONS"]


def _reward(question: Question) -> dict[str, Any]:
    """Who sealed a block, and that nothing was paid for it: this chain has no coin."""
    block = question.desk.services.index.block(question.asked.needed_number("blockno"))
    return {
        "blockNumber": str(block.number),
        "timeStamp": str(block.timestamp),
        "blockMiner": (block.sealer or "").lower(),
        "blockReward": "0",
        "uncles": [],
        "uncleInclusionReward": "0",
    }


def _by_time(question: Question) -> str:
    """The number of the last block by a time, or of the first from it on."""
    moment = Timestamp(question.asked.needed_number("timestamp"))
    after = question.asked.choice(("before", "after"), "closest") == "after"
    found = question.spans.closest(moment, after=after)
    if found is None:
        raise NotFound("explorer.no-block-by-time")
    return str(found.number)


def _countdown(question: Question) -> dict[str, Any]:
    """Blocks are sealed when there is work, so that nobody knows when one will be.

    Raises Rejected("explorer.no-countdown").
    """
    question.asked.needed_number("blockno")
    raise Rejected("explorer.no-countdown")


def _number(question: Question) -> Plain:
    return Plain(hex(question.head.number))


ACTIONS: Final[Mapping[str, Action]] = {
    "eth_block_number": _number,
    "getblockcountdown": _countdown,
    "getblocknobytime": _by_time,
    "getblockreward": _reward,
}
