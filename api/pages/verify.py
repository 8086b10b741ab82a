"""The page that answers the validation query: of a file, a record, a transaction or a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.cells import NOTHING, Badge, File, Hash, Number, Phrase, Several, Text
from api.pages.histories import checked
from api.pages.references import (
    moment,
    number_phrase,
    record_link,
    record_phrase,
    recorded,
    text,
    transaction_link,
)
from api.pages.tables import deposit_badges, status_badge
from api.pages.views import Column, Fact, Facts, Table
from api.problems import describe
from api.validation.model import Outcome
from api.validation.subjects import RecordKind, read_question
from depository.words import named
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.languages import Messages
    from api.pages.cells import Cell, Tone
    from api.pages.references import People
    from api.pages.views import Section
    from api.validation.model import Change, Finding, Party, Proof, Seal, Validation
    from api.validation.subjects import Question
    from depository.batches.register import RecordMatch
    from ledger.proofs.model import Section as Proven

__all__ = ["COMMANDS", "MatchView", "VerdictView", "asked_question", "verdict"]

COMMANDS: Final = (
    ("Linux", "sha256sum FILE"),
    ("macOS", "shasum -a 256 FILE"),
    ("Windows", "certutil -hashfile FILE SHA256"),
)
"""How to compute a digest without a browser; the names and commands are the systems' own."""

_TONES: Final[dict[Outcome, Tone]] = {
    Outcome.KNOWN: "good",
    Outcome.CLAIMED: "wait",
    Outcome.GONE: "wait",
    Outcome.FOUND: "good",
    Outcome.DONE: "good",
    Outcome.PENDING: "wait",
    Outcome.REFUSED: "bad",
    Outcome.HOLDS: "good",
    Outcome.CHANGED: "wait",
    Outcome.FAILS: "bad",
    Outcome.UNKNOWN: "bad",
}
_PLACES: Final = {
    RecordKind.DEPOSIT: ("/deposits", "page-deposit-title"),
    RecordKind.BATCH: ("/batches", "page-batch-title"),
    RecordKind.NOTIFICATION: ("/notifications", "page-notification-title"),
    RecordKind.ASSET: ("/assets", "page-asset-title"),
    RecordKind.MINED: ("/mined", "page-mined-one"),
    RecordKind.PARTICIPANT: ("/participants", "page-participant-title"),
}


@dataclass(frozen=True)
class MatchView:
    """A record that answers, where in it, and what is known of it; `href` None without a page."""

    href: str | None
    title: Phrase
    name: Text | None
    status: Badge
    path: Text | None
    recorded: Cell
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class VerdictView:
    """The answer in words, what it says of itself, and the records that it rests on."""

    tone: Tone
    heading: str
    words: str
    subject: str
    refusal: str | None
    sections: tuple[Section, ...]
    matches: tuple[MatchView, ...]
    total: int


def asked_question(given: str) -> Question | None:
    """What a reader pasted; None for what cannot be asked of."""
    try:
        return read_question(given)
    except Rejected:
        return None


def verdict(found: Validation, messages: Messages, people: People) -> VerdictView:
    """The view of a validation."""
    views = _Views(messages, people)
    outcome, refusal = found.outcome, found.proof.refusal if found.proof else None
    return VerdictView(
        tone=_TONES[outcome],
        heading=f"page-verify-{outcome.value}",
        words=f"page-verify-{outcome.value}-words",
        subject=found.subject,
        refusal=None if refusal is None else describe(refusal, messages).title,
        sections=views.sections(found),
        matches=(
            *(views.match(each) for each in found.findings),
            *(views.record(each) for each in found.records),
        ),
        total=found.total + found.records_total,
    )


@dataclass(frozen=True)
class _Views:
    messages: Messages
    people: People

    def match(self, found: Finding) -> MatchView:
        register, title = _PLACES.get(found.name.kind, (None, "page-verify-redemption"))
        deposit = found.match.deposit if found.match else None
        path = found.match.path if found.match else None
        return MatchView(
            href=None if register is None else f"{register}/{found.name.number}",
            title=number_phrase(title, found.name.number),
            name=None if found.title is None else text(found.title, self.people.language),
            status=deposit_badges(deposit)[0] if deposit else Badge(f"cli-value-{found.status}"),
            path=Text(path, code=True) if path else None,
            recorded=recorded(found.recorded),
            facts=self._facts(found),
        )

    def record(self, match: RecordMatch) -> MatchView:
        """A record of a batch."""
        found = match.record
        proof = f"/v1/deposit-batches/{found.batch}/records/{found.index}/proof"
        name = f"batch-{found.batch}-record-{found.index}.proof.json"
        return MatchView(
            href=record_link(found.batch, found.index).href,
            title=record_phrase(found.batch, found.index),
            name=None if found.title is None else text(found.title, self.people.language),
            status=status_badge(found.status),
            path=Text(match.path, code=True) if match.path else None,
            recorded=recorded(found.recorded),
            facts=(
                Fact("page-verify-possessor", self.people.numbered(found.possessor)),
                Fact("page-verify-proof", File(proof, name)),
            ),
        )

    def _facts(self, found: Finding) -> tuple[Fact, ...]:
        facts = [Fact("page-verify-by", self._party(found.by))] if found.by else []
        if found.possessor:
            held = self._party(found.possessor.party), recorded(found.possessor.since)
            facts.append(Fact("page-verify-possessor", Several(held, stacked=True)))
        facts += self._seal(found.seal)
        if found.name.kind is RecordKind.DEPOSIT:
            facts.append(checked(found.check))
        if found.proof:
            name = f"{found.name.kind.value}-{found.name.number}.proof.json"
            facts.append(Fact("page-verify-proof", File(found.proof, name)))
        return tuple(facts)

    def _seal(self, seal: Seal) -> list[Fact]:
        witnesses: Cell = Phrase("page-verify-untold")
        if seal.witnesses is not None:
            named_ = tuple(map(self._party, seal.witnesses))
            witnesses = Several(named_, stacked=True) if named_ else Phrase("page-verify-unseen")
        return [
            Fact("page-block-sealer", self._party(seal.sealer)),
            Fact("page-verify-witnesses", witnesses),
        ]

    def _party(self, party: Party | None) -> Cell:
        if party is None:
            return NOTHING
        shown = Hash(party.account, f"/accounts/{party.account}")
        if party.participant is None:
            return shown
        return Several((self.people.numbered(party.participant), shown), stacked=True)

    def sections(self, found: Validation) -> tuple[Section, ...]:
        """What a transaction or a proof says of itself."""
        if found.proof is not None:
            return self._proof(found.proof)
        if found.transaction is None:
            return ()
        facts = [
            Fact("page-transaction-hash", transaction_link(found.transaction.hash, whole=True)),
            Fact("page-transaction-sender", self._party(found.sender)),
        ]
        receipt = found.transaction.receipt
        if receipt is not None:
            facts.append(Fact("page-block-time", moment(receipt.block.timestamp)))
        facts += self._seal(found.seal) if found.seal else []
        return (Facts("page-transaction-title", tuple(facts)),)

    def _proof(self, proof: Proof) -> tuple[Section, ...]:
        if proof.proven is None:
            return ()
        bundle = proof.proven.bundle
        parts = (("proof-page-stated", bundle.statement), ("proof-page-held", bundle.state))
        proven = tuple(self._section(name, part) for name, part in parts if part is not None)
        changes = (self._changes(proof.changes),) if proof.changes else ()
        record = bundle.record
        listed = () if record is None else (self._words("page-verify-record", record.says),)
        return (*changes, *listed, *proven)

    def _section(self, heading: str, proven: Proven) -> Facts:
        block = Fact("page-block-number", Number(proven.block.number))
        time = Fact("page-block-time", moment(proven.block.time))
        return Facts(heading, (block, time, *self._words(heading, proven.says).facts))

    def _words(self, heading: str, says: Mapping[str, str]) -> Facts:
        said = named(says).items()
        return Facts(
            heading, tuple(Fact(self._label(name), self._word(word)) for name, word in said)
        )

    def _changes(self, changes: tuple[Change, ...]) -> Table:
        rows = tuple(
            (
                self._named(each.field),
                self._word(each.then),
                self._word(each.now),
                recorded(each.recorded),
            )
            for each in changes
        )
        heads = ("page-verify-word", "page-verify-then", "page-verify-now", "page-verify-since")
        return Table(
            "page-verify-changes", tuple(map(Column, heads)), rows, "page-verify-unchanged"
        )

    def _label(self, field: str) -> str | Text:
        slug = field.replace("_", "-")
        known = (f"page-field-{slug}", f"cli-field-{slug}")
        return next((each for each in known if each in self.messages), None) or Text(field)

    def _named(self, field: str) -> Cell:
        label = self._label(field)
        return Phrase(label) if isinstance(label, str) else label

    def _word(self, word: str) -> Cell:
        known = f"cli-value-{word}"
        return Phrase(known) if known in self.messages else Text(word, code=True)
