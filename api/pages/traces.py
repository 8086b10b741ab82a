"""The page of what a transaction did inside: the tree of its calls, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from api.pages.cells import Badge, Hash, Number, Phrase, Several, Size, Text
from api.pages.fields import Fields, act
from api.pages.problems import refusal_in_words
from api.pages.references import transaction_link
from api.pages.views import Branch, Column, Fact, Facts, Notice, Record, Table, Tree
from ledger.chain.slots import Slots
from ledger.chain.tracing import trace_of
from ledger.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.chain import ChainPages
    from api.pages.references import People
    from api.pages.views import Section
    from api.services import Services
    from ledger.chain.model import Transaction
    from ledger.chain.tracing import Change, Frame, Trace
    from ledger.types import Address

__all__ = ["TracePages", "sealed_transaction"]

_BUILT_IN: Final = 0x12
"""Addresses up to this are functions of the machine itself: no contract stands there."""
_SHORT: Final = 1 << 64


def sealed_transaction(services: Services, tx_hash: str) -> Transaction:
    """A transaction by its hash; NotFound("transaction.unknown") also for one in no block."""
    try:
        return services.index.transaction(tx_hash)
    except NotFound:
        found = services.chain.transaction(tx_hash)
    if found.receipt is None:
        raise NotFound("transaction.unknown", transaction=tx_hash[:80])
    return found


@dataclass(frozen=True)
class TracePages:
    """Builds the page from what a node tells."""

    services: Services
    messages: Messages
    people: People
    chain: ChainPages

    def trace(self, transaction: Transaction) -> Record:
        """Calls and changes of a sealed transaction, or why they are not told."""
        notices: tuple[Notice, ...] = ()
        sections: tuple[Section, ...] = ()
        try:
            sections = self._sections(transaction, trace_of(self.services.chain, transaction.hash))
        except NotFound:
            notices = (Notice("page-trace-unsupported", "wait"),)
        except Unavailable as error:
            words = Text(refusal_in_words(error, self.messages))
            facts = (Fact("page-transaction-reason", words),)
            sections = (Facts("page-trace-refused", facts, "wait"),)
        call = transaction.call
        facts = (
            *((Fact("page-transaction-act", act(self.messages, call)),) if call else ()),
            Fact("page-transaction-hash", transaction_link(transaction.hash, whole=True)),
        )
        return Record(
            register="page-transaction-title",
            register_href=f"/transactions/{transaction.hash}",
            title=Phrase("page-trace-title"),
            name=None,
            badges=(),
            facts=facts,
            notices=notices,
            sections=sections,
        )

    def _sections(self, transaction: Transaction, trace: Trace) -> tuple[Section, ...]:
        return (
            Tree("page-trace-calls", "page-trace-calls-words", (self._branch(trace.top),)),
            self._changes(transaction, trace),
            *((self._cut(trace.more_changes),) if trace.more_changes else ()),
        )

    def _cut(self, more: int) -> Facts:
        return Facts("page-trace-more", (Fact("page-trace-more-changes", Number(more)),), "wait")

    def _branch(self, frame: Frame) -> Branch:
        inner = [each for each in frame.frames if not _built_in(each.to)]
        notes: list[Cell] = [
            Phrase(f"page-trace-kind-{frame.kind.lower()}"),
            Phrase("page-trace-gas", (("gas", self.messages.number(frame.gas_used)),)),
        ]
        if frame.left_out:
            notes.append(Phrase("page-trace-left-out", (("count", frame.left_out),)))
        facts: tuple[Fact, ...] = ()
        if frame.call is not None:
            facts = Fields(self.messages, self.people).of_call(frame.call)
        elif frame.size:
            facts = (Fact("page-transaction-input", Size(frame.size)),)
        if frame.error is not None:
            why = Text(refusal_in_words(frame.error, self.messages))
            facts = (Fact("page-transaction-reason", why), *facts)
        return Branch(
            head=self._head(frame),
            badge=None if frame.error is None else Badge("page-status-failed", "bad"),
            notes=tuple(notes),
            facts=facts,
            branches=tuple(self._branch(each) for each in inner),
        )

    def _head(self, frame: Frame) -> Cell:
        where = self._account(frame.to) if frame.to else Phrase("page-transaction-creation")
        if frame.call is None:
            return where
        return Several((where, act(self.messages, frame.call)))

    def _account(self, address: Address) -> Cell:
        return self.chain.contract_link(address) or Hash(address, f"/accounts/{address}")

    def _changes(self, transaction: Transaction, trace: Trace) -> Table:
        names = {at: name for name, at in self.services.chain.codec.addresses.items()}
        words = list(_words(transaction, trace.top))
        slots = {
            address: Slots(names.get(address, ""), words)
            for address in {each.account for each in trace.changes}
        }
        return Table(
            "page-trace-changes",
            (
                Column("page-account-address"),
                Column("page-trace-what"),
                Column("page-trace-before"),
                Column("page-trace-after"),
            ),
            tuple(self._change(each, slots[each.account]) for each in trace.changes),
            "page-trace-changes-none",
            len(trace.changes) + trace.more_changes,
        )

    def _change(self, change: Change, slots: Slots) -> tuple[Cell, ...]:
        where = self._account(change.account)
        if change.slot is None:
            what = Phrase(f"page-trace-field-{change.field}")
            return where, what, Number(int(change.before)), Number(int(change.after))
        name = slots.name(int(change.slot, 16))
        cells: tuple[Cell, ...] = (Hash(change.slot),)
        if name is not None:
            cells = (Text(name, code=True), *cells)
        return where, Several(cells, stacked=True), _word(change.before), _word(change.after)


def _word(value: str) -> Cell:
    """A word of storage: a small one as a number."""
    number = int(value, 16)
    return Number(number) if number < _SHORT else Hash(value)


def _built_in(to: Address | None) -> bool:
    return to is not None and 0 < int(to, 16) <= _BUILT_IN


def _words(transaction: Transaction, top: Frame) -> Iterator[bytes]:
    """Words that may be keys of what was changed: what the transaction and its events name."""
    yield bytes.fromhex(transaction.sender[2:]).rjust(32, b"\0")
    events = transaction.receipt.events if transaction.receipt else ()
    for args in (*(each.args for each in events), *_asked(top)):
        yield from _plain(args.values())


def _asked(frame: Frame) -> Iterator[Mapping[str, Any]]:
    if frame.call is not None:
        yield frame.call.args
    for each in frame.frames:
        yield from _asked(each)


def _plain(values: Iterable[Any]) -> Iterator[bytes]:
    for value in values:
        if isinstance(value, bytes) and len(value) == 32:
            yield value
        elif isinstance(value, int) and 0 <= value < 1 << 256:
            yield int(value).to_bytes(32, "big")
        elif isinstance(value, str) and len(value) == 42 and value.startswith("0x"):
            yield bytes.fromhex(value[2:]).rjust(32, b"\0")
