"""What has become of a sent act: its state in words, its steps, and the record that it made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from api.explain import explain
from api.pages.cells import NOTHING, Hash, Link, Phrase
from api.pages.problems import refusal_in_words
from api.pages.references import (
    asset_link,
    batch_link,
    deposit_link,
    mined_link,
    moment,
    notification_link,
)
from api.pages.views import Step, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.languages import Messages
    from api.pages.cells import Cell, Tone
    from api.pages.views import Section
    from api.sending.history import History
    from ledger.chain import Event

__all__ = ["SentView", "sent_view"]

_TONES: Final[Mapping[str, Tone]] = {
    "indexed": "good",
    "refused": "bad",
    "lost": "bad",
    "failed": "bad",
}
_OVER: Final = frozenset({"indexed", "refused", "failed"})
_MOST: Final = 20
_LINKS: Final[Mapping[tuple[str, str], Callable[[int], Cell]]] = {
    ("depository", "number"): deposit_link,
    ("depository", "batch"): batch_link,
    ("asset_classes", "id"): asset_link,
    ("digital_assets", "id"): asset_link,
    ("digital_assets", "_id"): asset_link,
    ("digital_assets", "tokenId"): asset_link,
    ("mining_registry", "number"): notification_link,
    ("mining_registry", "id"): mined_link,
}


@dataclass(frozen=True)
class SentView:
    """A sent transaction; `data` and `to` are what the chain has of it, for the browser to compare.

    `over` says that nothing more will become of it.
    """

    hash: str
    known: bool
    over: bool
    tone: Tone
    heading: str
    words: str
    reason: str | None
    summary: str | None
    records: tuple[Cell, ...]
    sections: tuple[Section, ...]
    data: str
    to: str


def sent_view(told: History, messages: Messages) -> SentView:
    """The view of a transaction's history."""
    progress, receipt = told.progress, told.progress.receipt
    transaction = progress.transaction
    failed = receipt is not None and not receipt.succeeded
    state = "failed" if failed and progress.state == "indexed" else progress.state
    call = None if transaction is None else transaction.call
    steps = tuple(Step(f"portal-step-{each.name}", _when(each.at)) for each in told.steps)
    return SentView(
        hash=progress.hash,
        known=receipt is not None,
        over=state in _OVER,
        tone=_TONES.get(state, "wait"),
        heading=f"portal-sent-{state}",
        words=f"portal-sent-{state}-words",
        reason=None if told.reason is None else refusal_in_words(told.reason, messages),
        summary=None if call is None else explain(call, messages).summary,
        records=() if receipt is None or failed else _records(receipt.events),
        sections=(Timeline("portal-steps", steps),) if steps else (),
        data="" if transaction is None else "0x" + transaction.data.hex(),
        to="" if transaction is None else str(transaction.to or ""),
    )


def _when(at: int | None) -> Cell:
    return NOTHING if at is None else moment(at)


def _records(events: tuple[Event, ...]) -> tuple[Cell, ...]:
    """Links to what the events are about, each once, in their order."""
    found: list[Cell] = []
    for event in events:
        for name, value in event.args.items():
            link = _link(event.contract, name, value)
            if link is not None and link not in found:
                found.append(link)
    return tuple(found[:_MOST])


def _link(contract: str, name: str, value: Any) -> Cell | None:
    if contract == "participants":
        if name == "proposal":
            return Link("/portal/decisions", Phrase("portal-proposal", (("number", str(value)),)))
        return Hash(value, f"/accounts/{value}", whole=True) if name == "account" else None
    make = _LINKS.get((contract, name))
    return None if make is None or not value else make(value)
