"""`module=logs`: logs by address and topics, read from the node window after window."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from eth_utils.abi import event_abi_to_log_topic

from api.etherscan.asked import malformed
from api.etherscan.question import Question, Records
from contracts.loader import load
from ledger.chain.rpc import well_formed
from ledger.errors import Rejected
from ledger.types import TxHash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.etherscan.question import Action
    from ledger.index.spans import Listed
    from ledger.types import Address

__all__ = ["ACTIONS", "MOST_LOGS", "MOST_WINDOWS", "WINDOW"]

MOST_LOGS: Final = 1_000
"""Logs to which the pages reach, as on Etherscan."""
WINDOW: Final = 5_000
"""Blocks that the node is asked for at a time."""
MOST_WINDOWS: Final = 20
_COST: Final = 5
_TOPIC: Final = re.compile(r"0x[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class _Filter:
    """An address, topics by their places, and whether all of them must be there or one."""

    address: Address | None
    topics: Mapping[int, str]
    every: bool

    @property
    def asked(self) -> dict[str, Any]:
        """As much of it as JSON-RPC has words for."""
        found: dict[str, Any] = {} if self.address is None else {"address": self.address}
        if self.topics and (self.every or len(self.topics) == 1):
            found["topics"] = [self.topics.get(each) for each in range(max(self.topics) + 1)]
        return found

    def matches(self, topics: list[str]) -> bool:
        """Whether a log with these topics is wanted."""
        if not self.topics:
            return True
        found = (place < len(topics) and topics[place] == t for place, t in self.topics.items())
        return all(found) if self.every else any(found)


def _logs(question: Question) -> Records:
    """Raises Rejected("list.too-wide", most=) when more blocks would have to be looked at,
    Rejected("explorer.mixed-operators") and as `Question.page`.
    """
    wanted = _filter(question)
    skip, take = question.page(MOST_LOGS)
    first, last = question.blocks()
    found: list[Any] = []
    for start, end in _windows(question, wanted, first, last):
        question.charge(_COST)
        found += _window(question, wanted, start, end)
        if len(found) >= skip + take:
            break
    page = found[skip : skip + take]
    with well_formed("logs"):
        told = question.spans.of(TxHash(each["transactionHash"].lower()) for each in page)
        rows = [_row(each, told[TxHash(each["transactionHash"].lower())]) for each in page]
    return Records(rows, "No records found")


def _filter(question: Question) -> _Filter:
    asked, topics = question.asked, {}
    for place in range(4):
        name = f"topic{place}"
        topic = asked.text(name)
        if topic is None:
            continue
        if not _TOPIC.fullmatch(topic):
            raise malformed(name, topic)
        topics[place] = topic.lower()
    operators = {
        asked.choice(("and", "or"), f"topic{one}_{other}_opr")
        for one in topics
        for other in topics
        if one < other and (len(topics) == 2 or f"topic{one}_{other}_opr" in asked.values)
    }
    if len(operators) > 1:
        raise Rejected("explorer.mixed-operators")
    address = asked.maybe_address("address")
    if address is None and not topics:
        raise Rejected("explorer.missing", parameter="address")
    return _Filter(address, topics, operators != {"or"})


def _windows(
    question: Question, wanted: _Filter, first: int, last: int
) -> Iterator[tuple[int, int]]:
    """Blocks to be looked at, so many at a time; those without an event of ours are passed over."""
    contract = None if wanted.address is None else question.contract_at(wanted.address)
    name = None if contract is None else _event_name(contract, wanted)
    for turn in range(MOST_WINDOWS + 1):
        if contract is not None and first <= last:
            found = question.spans.next_event(contract, name, first, last)
            first = last + 1 if found is None else found
        if first > last:
            return
        if turn == MOST_WINDOWS:
            raise Rejected("list.too-wide", most=WINDOW * MOST_WINDOWS)
        end = min(first + WINDOW - 1, last)
        yield first, end
        first = end + 1


def _event_name(contract: str, wanted: _Filter) -> str | None:
    """The event that the first topic names, if it must be there and is one of the contract."""
    topic = wanted.topics.get(0)
    if topic is None or not (wanted.every or len(wanted.topics) == 1):
        return None
    events: list[Any] = [each for each in load(contract).abi if each["type"] == "event"]
    names = {"0x" + event_abi_to_log_topic(each).hex(): str(each["name"]) for each in events}
    return names.get(topic)


def _window(question: Question, wanted: _Filter, start: int, end: int) -> list[Any]:
    rpc = question.desk.services.chain.rpc
    asked = {**wanted.asked, "fromBlock": hex(start), "toBlock": hex(end)}
    with well_formed("logs"):
        return [
            each
            for each in rpc.call("eth_getLogs", asked)
            if wanted.matches([str(topic).lower() for topic in each["topics"]])
        ]


def _row(log: Any, listed: Listed) -> dict[str, Any]:
    """Numbers in hexadecimal, as only this action has them."""
    return {
        "address": str(log["address"]).lower(),
        "topics": [str(topic) for topic in log["topics"]],
        "data": str(log["data"]),
        "blockNumber": hex(listed.block.number),
        "blockHash": listed.block.hash,
        "timeStamp": hex(listed.block.timestamp),
        "gasPrice": "0x0",
        "gasUsed": hex(listed.gas_used),
        "logIndex": hex(int(log["logIndex"], 16)),
        "transactionHash": listed.hash,
        "transactionIndex": hex(listed.position),
    }


ACTIONS: Final[Mapping[str, Action]] = {"getlogs": _logs}
