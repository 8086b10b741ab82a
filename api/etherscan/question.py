"""One question: who answers it, what is asked, and where its lists begin and end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from api.etherscan.asked import Asked, malformed
from ledger.assets.spans import AssetSpans
from ledger.errors import Rejected
from ledger.index.spans import Span, Spans
from ledger.types import Timestamp

if TYPE_CHECKING:
    from api.context import Application
    from api.languages import Messages
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["MOST_ROWS", "Action", "Plain", "Question", "Records"]

MOST_ROWS: Final = 10_000
"""Rows to which the pages of a list reach, as on Etherscan."""
_TAGS: Final = frozenset({"latest", "pending", "safe", "finalized"})


@dataclass(frozen=True)
class Question:
    """What is asked of the application; `charge` takes tokens for what is found to cost more."""

    desk: Application
    asked: Asked
    messages: Messages
    charge: Callable[[int], None]

    @cached_property
    def head(self) -> BlockRef:
        """The indexed block on which answers stand."""
        return self.desk.head()

    @property
    def spans(self) -> Spans:
        """Lists of the index."""
        return Spans(self.desk.services.index.engine)

    @property
    def assets(self) -> AssetSpans:
        """Lists of digital assets."""
        return AssetSpans(self.desk.services.index.engine)

    def span(self, most: int = MOST_ROWS) -> Span:
        """The blocks and the page that are asked for, the oldest first unless `sort` says other.

        Raises Rejected("explorer.window", most=) beyond `most` rows.
        """
        skip, take = self.page(most)
        first, last = self.blocks()
        descending = self.asked.choice(("asc", "desc"), "sort") == "desc"
        return Span(first, last, skip, take, descending)

    def page(self, most: int = MOST_ROWS) -> tuple[int, int]:
        """How many rows come before the page, and how many it has; 0 counts as not given."""
        offset = self.asked.number("offset", "limit") or most
        page = self.asked.number("page") or 1
        if page * offset > most:
            raise Rejected("explorer.window", most=most)
        return (page - 1) * offset, offset

    def blocks(self) -> tuple[int, int]:
        """The first and the last block asked for by number or by time; none after the head."""
        first = self.block("startblock", "fromblock") or 0
        last = self.block("endblock", "toblock")
        last = self.head.number if last is None else min(last, self.head.number)
        since = self.asked.number("starttimestamp", "start_timestamp")
        if since is not None:
            found = self.spans.closest(Timestamp(since), after=True)
            first = max(first, last + 1 if found is None else found.number)
        until = self.asked.number("endtimestamp", "end_timestamp")
        if until is not None:
            found = self.spans.closest(Timestamp(until), after=False)
            last = min(last, -1 if found is None else found.number)
        return first, last

    def block(self, *names: str) -> int | None:
        """A block by number or tag; None when it is not asked for."""
        given = self.asked.text(*names)
        if given is None:
            return None
        if given in _TAGS:
            return self.head.number
        if given == "earliest":
            return 0
        return self.asked.number(*names)

    def tag(self, *names: str) -> str:
        """A block as JSON-RPC has it: a tag, or a number in hexadecimal."""
        given = self.asked.text(*names)
        if given is None or given in _TAGS or given == "earliest":
            return given or "latest"
        number = self.asked.number(*names)
        if number is None:
            raise malformed(names[0], given)
        return hex(number)

    def contract_at(self, address: Address) -> str | None:
        """The name of the contract of this installation at an address."""
        contracts = self.desk.services.chain.deployment.contracts
        return next((name for name, each in contracts.items() if each.address == address), None)


@dataclass(frozen=True)
class Records:
    """Rows of a list, and what is said when there are none."""

    rows: list[dict[str, Any]]
    none: str = "No transactions found"


Action = Callable[[Question], Any]
"""What answers an action: with its result, with `Records`, or with a `Plain` one."""


@dataclass(frozen=True)
class Plain:
    """A result in the form of JSON-RPC."""

    result: Any
