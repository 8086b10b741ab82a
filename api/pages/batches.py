"""Pages of batches: the list of them, and each with its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, File, Hash, Moment, Number, Phrase, Size, Text
from api.pages.references import (
    batch_link,
    deposit_link,
    digest,
    evidence,
    number_phrase,
    recorded,
    text,
)
from api.pages.tables import status_badge
from api.pages.views import Column, Fact, Listing, Notice, Record, Table

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from depository.batches.register import Batch, BatchRecord
    from ledger.types import BatchId

__all__ = ["BatchPages"]

_ROWS = 50
_RECORDS = 200


@dataclass(frozen=True)
class BatchPages:
    """Builds the pages of batches."""

    services: Services
    people: People

    def batches(self, after: str | None) -> Listing:
        """The list of batches, the newest first."""
        page = self.services.batches.store.batches(_ROWS, after, None, None)
        columns = (
            Column("page-field-batch"),
            Column("page-field-batches-size", figure=True),
            Column("page-deposit-possessor"),
            Column("page-deposit-status"),
            Column("page-deposit-recorded"),
        )
        rows = tuple(
            (
                batch_link(each.number),
                Number(each.size),
                self.people.numbered(each.possessor),
                status_badge(each.status),
                Moment(each.recorded.block.timestamp),
            )
            for each in page.items
        )
        return Listing(
            title="page-batches",
            lead="page-batches-lead",
            table=Table("page-batches", columns, rows, "page-batches-empty", page.total),
            href="/batches",
            next=f"/batches?after={page.next}" if page.next else None,
            later=after is not None,
            api_href="/v1/deposit-batches",
        )

    def batch(self, number: BatchId, after: str | None) -> Record:
        """One batch with a page of its records; NotFound("batch.unknown")."""
        found = self.services.batches.store.batch(number)
        return Record(
            register="page-batches",
            register_href="/batches",
            title=number_phrase("page-batch-title", found.number),
            name=None,
            badges=(status_badge(found.status),),
            notices=_notices(found),
            facts=self._facts(found),
            evidence=evidence(found.recorded),
            sections=(self._records(found, after),) if found.listed else (),
            api_href=f"/v1/deposit-batches/{found.number}",
        )

    def _facts(self, found: Batch) -> tuple[Fact, ...]:
        facts = [
            Fact("page-field-batches-size", Number(found.size)),
            Fact("page-batch-taken", Number(found.taken)),
            Fact("page-deposit-possessor", self.people.numbered(found.possessor)),
            Fact("page-field-batches-root", digest(found.root, whole=True)),
            Fact("page-batch-list", Hash(str(found.cid), whole=True)),
        ]
        if found.listed:
            name = f"batch-{found.number}.records"
            file = File(f"/v1/deposit-batches/{found.number}/list", name)
            facts.append(Fact("page-batch-list-file", file))
        if found.decision:
            facts += [
                Fact("page-deposit-decided", recorded(found.decision.recorded)),
                Fact("page-deposit-decider", self.people.account(found.decision.operator)),
            ]
            if found.decision.reason:
                facts.append(Fact("page-deposit-reason", digest(found.decision.reason, whole=True)))
        if found.annulment:
            facts += [
                Fact("page-deposit-annulled-at", recorded(found.annulment.recorded)),
                Fact("page-field-basis", digest(found.annulment.basis, whole=True)),
            ]
        return tuple(facts)

    def _records(self, found: Batch, after: str | None) -> Table:
        page = self.services.batches.store.records(found.number, _RECORDS, after)
        columns = (
            Column("page-field-batches-index", figure=True),
            Column("page-deposit-name"),
            Column("page-deposit-kind"),
            Column("page-deposit-size", figure=True),
            Column("page-deposit-cid"),
            Column("page-deposit-status"),
            Column("page-field-batches-number"),
            Column("page-verify-proof"),
        )
        rows = tuple(self._record(each) for each in page.items)
        following = f"/batches/{found.number}?after={page.next}" if page.next else None
        return Table(
            "page-batch-records", columns, rows, "page-batch-no-records", page.total, following
        )

    def _record(self, each: BatchRecord) -> tuple[Cell, ...]:
        title = NOTHING if each.title is None else text(each.title, self.people.language)
        proof = f"/v1/deposit-batches/{each.batch}/records/{each.index}/proof"
        return (
            Text(str(each.index)),
            title,
            Phrase(f"page-deposit-kind-{each.kind.value}"),
            Size(each.size),
            Hash(str(each.cid)),
            status_badge(each.status),
            NOTHING if each.taken_out is None else deposit_link(each.taken_out),
            File(proof, f"batch-{each.batch}-record-{each.index}.proof.json"),
        )


def _notices(found: Batch) -> tuple[Notice, ...]:
    """What must be read with a batch whose records are not told."""
    if found.refused:
        return (Notice("page-batch-refused-words", "bad"),)
    return () if found.listed else (Notice("page-batch-not-listed-words", "wait"),)
