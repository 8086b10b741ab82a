"""Answers the validation query from the registers, the index and the node."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from api.progress import track
from api.validation.evidence import Evidence
from api.validation.model import Validation
from api.validation.records import Records, names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.progress import Progress
    from api.services import Services
    from api.validation.model import Finding, Seal
    from api.validation.subjects import Question
    from ledger.types import TxHash

__all__ = ["MOST", "Validator", "sealed"]

MOST: Final = 100
"""So many findings at most are told of whole; `total` counts them all."""


@dataclass(frozen=True)
class Validator:
    """Asks everything that an installation has of a subject; "not known" is an answer too."""

    services: Services

    def validate(self, question: Question) -> Validation:
        """Find what a question names.

        Content is looked for by digest, CID or SWHID; at most 400 places are counted among
        deposits, and as many among records of batches. A
        transaction is looked for in the index, then asked of the node, and answers with the records
        that its events name. Raises Unavailable where the node is needed and does not answer.
        """
        evidence = Evidence(self.services)
        records = Records(self.services, evidence)
        if question.content is not None:
            matches = self.services.depository.verify(question.content).matches
            batched = self.services.batches.matches(question.content)
            if matches or batched:
                found = sealed(records.deposits(matches[:MOST]), evidence)
                return Validation(
                    subject=question.text,
                    findings=found,
                    total=len(matches),
                    content=True,
                    records=batched[:MOST],
                    records_total=len(batched),
                )
        if question.transaction is not None:
            return self._transaction(question, question.transaction, records)
        found = sealed(records.find(question.records), evidence)
        return Validation(question.text, found, len(found))

    def _transaction(self, question: Question, tx_hash: TxHash, records: Records) -> Validation:
        progress, evidence = track(self.services, tx_hash), records.evidence
        if progress.transaction is None:
            return Validation(question.text)
        receipt = progress.receipt
        names = names_in(receipt.events) if receipt is not None else ()
        return Validation(
            subject=question.text,
            findings=sealed(records.find(names[:MOST]), evidence),
            total=len(names),
            transaction=progress,
            seal=self._seal(progress, evidence),
            sender=evidence.account(progress.transaction.sender),
        )

    def _seal(self, progress: Progress, evidence: Evidence) -> Seal | None:
        if progress.receipt is None or progress.state != "indexed":
            return None
        number = progress.receipt.block.number
        return evidence.seals({number})[number]


def sealed(findings: Sequence[Finding], evidence: Evidence) -> tuple[Finding, ...]:
    """The same findings, each with who sealed and who witnessed its block."""
    seals = evidence.seals(each.recorded.block.number for each in findings)
    return tuple(replace(each, seal=seals[each.recorded.block.number]) for each in findings)
