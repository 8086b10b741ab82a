"""What can be done with quarterly reports (A-9)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.canonical import SALT_BYTES, salted_digest
from ledger.errors import NotFound, VerificationError
from ledger.types import Timestamp
from mining_registry.editions import REPORT
from mining_registry.reports.model import Quarter, Report, ReportDraft
from mining_registry.reports.reading import read_report, read_report_document, report_document
from mining_registry.reports.store import KeptReport, ReportStore, ReportVault
from mining_registry.rules import KAZAKHSTAN_TIME

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from ledger.chain import Chain
    from ledger.forms.model import LawForm
    from ledger.types import Address, NotificationId
    from mining_registry.reports.form import ReportForm
    from mining_registry.store import NotificationStore

__all__ = ["Reports"]

_CONTRACT = "mining_registry"


@dataclass(frozen=True)
class Reports:
    """Reports: drafts for the miner's signature, and what is recorded.

    `clock` gives the present time, aware of its zone; `forms` are the editions of the form.
    """

    chain: Chain
    notifications: NotificationStore
    store: ReportStore
    vault: ReportVault
    clock: Callable[[], dt.datetime]
    forms: LawForm[ReportForm] = REPORT

    def read(self, document: object) -> ReportForm:
        """The report that is filed now, by the edition that it names or that is in force.

        Raises Rejected("form.invalid") with every fault, Rejected("form.edition-not-in-force",
        given, edition, since).
        """
        return read_report(document, self._today(), self.forms)

    def draft(self, sender: Address, number: NotificationId, form: ReportForm) -> ReportDraft:
        """Keep a report and build the transaction that records its digest.

        It is the first on its quarter, or corrects the one before. Raises
        NotFound("notification.unknown"), Rejected("form.edition-not-in-force"),
        Rejected("contract.refused").
        """
        self.notifications.notification(number)
        document = report_document(form, self.forms)
        self.forms.check(document["form"], self._today())
        salt = secrets.token_bytes(SALT_BYTES)
        digest = salted_digest(document, salt)
        transaction = self.chain.build(
            sender, _CONTRACT, "report", number, form.year, form.quarter, digest
        )
        self.vault.keep(
            KeptReport(
                digest=digest,
                salt=salt,
                document=document,
                sender=sender,
                notification=number,
                drafted_at=Timestamp(int(self.clock().timestamp())),
            )
        )
        return ReportDraft(
            id=digest.hex(), number=number, form=form, digest=digest, transaction=transaction
        )

    def reports(self, number: NotificationId) -> tuple[Report, ...]:
        """All reports under a notification, the newest quarter first.

        Raises NotFound("notification.unknown").
        """
        self.notifications.notification(number)
        return self.store.reports(number)

    def report(self, number: NotificationId, quarter: Quarter) -> Report:
        """The report on a quarter; NotFound("notification.unknown" | "report.unknown")."""
        found = next((each for each in self.reports(number) if each.quarter == quarter), None)
        if found is None:
            raise NotFound(
                "report.unknown", number=number, year=quarter.year, quarter=quarter.quarter
            )
        return found

    def form_of(
        self, number: NotificationId, quarter: Quarter, version: int | None = None
    ) -> ReportForm:
        """The whole form of a version of a report, read by its own edition; raises as `filed`."""
        return read_report_document(self.filed(number, quarter, version), self.forms)

    def filed(
        self, number: NotificationId, quarter: Quarter, version: int | None = None
    ) -> dict[str, Any]:
        """The document of a version as it was filed, checked against its digest on the chain.

        For the miner and the authorised body: see `rights.check_form_reader`. Raises
        NotFound("notification.unknown" | "report.unknown" | "report.version-unknown" |
        "form.not-held"), VerificationError("form.digest-differs", number).
        """
        found = self.report(number, quarter)
        wanted = found.current.number if version is None else version
        held = next((each for each in found.versions if each.number == wanted), None)
        if held is None:
            raise NotFound("report.version-unknown", number=number, version=wanted)
        document, salt = self.vault.document(held.digest, held.account)
        if salted_digest(document, salt) != held.digest:
            raise VerificationError("form.digest-differs", number=number)
        return document

    def _today(self) -> dt.date:
        return self.clock().astimezone(KAZAKHSTAN_TIME).date()
