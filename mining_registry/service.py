"""What can be done with mining notifications (A-9)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledger.canonical import SALT_BYTES, salted_digest
from ledger.decrees import draft_decree
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.reasons import check_reason
from ledger.types import NotificationId, Timestamp
from mining_registry.editions import NOTIFICATION, REPORT
from mining_registry.mined.service import MinedAssets
from mining_registry.mined.store import MinedAssetStore
from mining_registry.model import Notification, NotificationDraft, Status, Version
from mining_registry.public import public_part
from mining_registry.reading import check_form, document_of, read_document, read_form
from mining_registry.regions import check_region
from mining_registry.reports.service import Reports
from mining_registry.reports.store import ReportStore, ReportVault
from mining_registry.rules import KAZAKHSTAN_TIME, DateRule, last_second, midnight
from mining_registry.store import Asked, NotificationStore
from mining_registry.vault import FormVault, KeptForm, KeptReason

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from sqlalchemy import Engine

    from ledger.chain import Chain
    from ledger.forms.model import LawForm
    from ledger.paging import Page
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest, ParticipantId
    from mining_registry.form import NotificationForm
    from mining_registry.reports.form import ReportForm

__all__ = ["MiningRegistry"]

_CONTRACT = "mining_registry"


@dataclass(frozen=True)
class MiningRegistry:
    """Notifications: drafts for the miner's and the authority's signatures, and the public record.

    `clock` gives the present time, aware of its zone. `forms` and `report_forms` are the editions
    of the two forms. `reports` and `mined` are the quarterly reports and the mined assets under the
    notifications.
    """

    chain: Chain
    index_engine: Engine
    vault_engine: Engine
    clock: Callable[[], dt.datetime]
    forms: LawForm[NotificationForm] = NOTIFICATION
    report_forms: LawForm[ReportForm] = REPORT
    reports: Reports = field(init=False, repr=False, compare=False)
    mined: MinedAssets = field(init=False, repr=False, compare=False)
    _store: NotificationStore = field(init=False, repr=False, compare=False)
    _vault: FormVault = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Open the stores over the two databases."""
        vault = FormVault(self.vault_engine)
        store = NotificationStore(self.index_engine, vault)
        reports = ReportStore(self.index_engine), ReportVault(self.vault_engine)
        mined = MinedAssetStore(self.index_engine)
        object.__setattr__(self, "_vault", vault)
        object.__setattr__(self, "_store", store)
        reported = Reports(self.chain, store, *reports, self.clock, self.report_forms)
        object.__setattr__(self, "reports", reported)
        object.__setattr__(self, "mined", MinedAssets(self.chain, store, mined, self.clock))

    def date_rule(self, number: NotificationId | None = None) -> DateRule:
        """The rule of dates as of today in Kazakhstan; `number` is a notification to be amended."""
        recorded = None if number is None else self.notification(number).starts_on
        return DateRule(today=self.today(), recorded_start=recorded)

    def read(self, document: object, number: NotificationId | None = None) -> NotificationForm:
        """The form that is filed now, by the edition that it names or that is in force.

        `number` is a notification to be amended. Raises Rejected("form.invalid") with every fault,
        Rejected("form.edition-not-in-force", given, edition, since).
        """
        return read_form(document, self.date_rule(number), self.forms)

    def draft(self, sender: Address, form: NotificationForm) -> NotificationDraft:
        """Keep a form and build the transaction that notifies of it.

        Raises Rejected("form.invalid") with every fault, Rejected("form.edition-not-in-force"),
        Rejected("contract.refused").
        """
        check_form(form, self.date_rule())
        return self._draft(sender, form, None)

    def draft_amendment(
        self, sender: Address, number: NotificationId, form: NotificationForm
    ) -> NotificationDraft:
        """Keep an amended form and build the transaction that puts it in force.

        The start may stay as it is recorded; a new one is thirty days away again.
        Raises NotFound("notification.unknown"), Rejected("form.invalid"),
        Rejected("form.edition-not-in-force"), Rejected("contract.refused").
        """
        check_form(form, self.date_rule(number))
        return self._draft(sender, form, number)

    def draft_acknowledgement(
        self, sender: Address, number: NotificationId, form: Digest, basis: Digest
    ) -> UnsignedTransaction:
        """Build an authority's proposal to acknowledge, on a legal basis, the version of a form.

        `form` is the digest that the authority has seen: another version is refused. Raises
        NotFound("notification.unknown"), Rejected("contract.refused").
        """
        self.notification(number)
        return draft_decree(self.chain, sender, basis, _CONTRACT, "acknowledge", number, form)

    def draft_return(
        self, sender: Address, number: NotificationId, form: Digest, reason: str, basis: Digest
    ) -> UnsignedTransaction:
        """Build an authority's proposal to return the version of a form; the reason stays here.

        Raises NotFound("notification.unknown"), Rejected("return.reason-empty"),
        Rejected("return.reason-too-long", limit), Rejected("contract.refused").
        """
        self.notification(number)
        check_reason(reason)
        salt = secrets.token_bytes(SALT_BYTES)
        digest = salted_digest(_reason_document(number, reason), salt)
        act = (_CONTRACT, "return_notification", number, form, digest)
        transaction = draft_decree(self.chain, sender, basis, *act)
        self._vault.keep_reason(KeptReason(digest, salt, number, reason))
        return transaction

    def return_reason(self, number: NotificationId, version: int | None = None) -> str:
        """Why a version was returned, checked against the digest on the chain.

        For its miner and the authorised body: see `rights.check_form_reader`. Raises
        NotFound("notification.unknown" | "notification.version-unknown" |
        "notification.not-returned" | "return.reason-not-held"),
        VerificationError("notification.reason-differs", number).
        """
        returned = self._version(number, version)
        if returned.reason is None:
            raise NotFound("notification.not-returned", number=number)
        kept = self._vault.reason(returned.reason)
        document = _reason_document(kept.notification, kept.reason)
        if salted_digest(document, kept.salt) != returned.reason or kept.notification != number:
            raise VerificationError("notification.reason-differs", number=number)
        return kept.reason

    def draft_cessation(
        self, sender: Address, number: NotificationId, ended_on: dt.date
    ) -> UnsignedTransaction:
        """Build the miner's report that mining stopped during the day `ended_on`.

        The chain gets the last second of that day in Kazakhstan, or the present second on the
        day itself. Raises NotFound("notification.unknown"), Rejected("cessation.in-future",
        latest), Rejected("cessation.before-submission", earliest), Rejected("contract.refused").
        """
        submitted = self.notification(number).submitted_on
        today = self.today()
        if ended_on > today:
            raise Rejected("cessation.in-future", latest=today.isoformat())
        if ended_on < submitted:
            raise Rejected("cessation.before-submission", earliest=submitted.isoformat())
        ended_at = self.chain.head().timestamp if ended_on == today else last_second(ended_on)
        return self.chain.build(sender, _CONTRACT, "cease", number, ended_at)

    def waiting(self, statuses: Collection[Status], limit: int) -> Page[Notification]:
        """Notifications in some statuses, the longest there first; at most `limit`."""
        return self._store.waiting(statuses, limit)

    def notification(self, number: NotificationId) -> Notification:
        """The public part of one notification; NotFound("notification.unknown", number)."""
        return self._store.notification(number)

    def notifications(
        self,
        limit: int,
        after: str | None = None,
        region: str | None = None,
        status: Status | None = None,
        miner: ParticipantId | None = None,
    ) -> Page[Notification]:
        """A page of notifications, the newest first, of one region (`KZ-55`), status or miner.

        Raises Rejected("region.unknown"), Rejected("page.bad-cursor"), Rejected("page.bad-limit").
        """
        if region is not None:
            check_region(region)
        return self._store.notifications(limit, after, Asked(region, status, miner))

    def named(self, says: Callable[[str], bool], limit: int) -> tuple[Notification, ...]:
        """The newest notifications of whose public names, or BIN, one is as `says` tells."""
        return self._store.named(says, limit)

    def standing(self) -> Mapping[str | None, Mapping[Status, int]]:
        """How many notifications stand in each status, by region (`KZ-55`), and under None those of
        which no form is held here; one that names sites in two regions counts in both.
        """
        return self._store.standing()

    def form_of(self, number: NotificationId, version: int | None = None) -> NotificationForm:
        """The whole form of a version, read by its own edition; raises as `filed`."""
        return read_document(self.filed(number, version), self.forms)

    def filed(self, number: NotificationId, version: int | None = None) -> dict[str, Any]:
        """The document of a version as it was filed, checked against its digest on the chain.

        For its miner and the authorised body: see `rights.check_form_reader`. Raises
        NotFound("notification.unknown" | "notification.version-unknown" | "form.not-held"),
        VerificationError("form.digest-differs", number).
        """
        held = self._version(number, version)
        document, salt = self._vault.document(held.digest, held.account)
        if salted_digest(document, salt) != held.digest:
            raise VerificationError("form.digest-differs", number=number)
        return document

    def today(self) -> dt.date:
        """The present day in Kazakhstan."""
        return self.clock().astimezone(KAZAKHSTAN_TIME).date()

    def _draft(
        self, sender: Address, form: NotificationForm, number: NotificationId | None
    ) -> NotificationDraft:
        document = document_of(form, self.forms)
        self.forms.check(document["form"], self.today())
        salt = secrets.token_bytes(SALT_BYTES)
        digest = salted_digest(document, salt)
        starts_at = midnight(form.dates.start)
        if number is None:
            transaction = self.chain.build(sender, _CONTRACT, "notify", digest, starts_at)
        else:
            transaction = self.chain.build(sender, _CONTRACT, "amend", number, digest, starts_at)
        self._vault.keep(
            KeptForm(
                digest=digest,
                salt=salt,
                document=document,
                public=public_part(form),
                sender=sender,
                amends=number,
                drafted_at=Timestamp(int(self.clock().timestamp())),
            )
        )
        return NotificationDraft(
            id=digest.hex(), number=number, form=form, digest=digest, transaction=transaction
        )

    def _version(self, number: NotificationId, version: int | None) -> Version:
        """A version of a notification, the one in force for None."""
        found = self.notification(number)
        wanted = found.version if version is None else version
        held = next((each for each in found.versions if each.number == wanted), None)
        if held is None:
            raise NotFound("notification.version-unknown", number=number, version=wanted)
        return held


def _reason_document(number: NotificationId, reason: str) -> dict[str, str | int]:
    return {"notification": number, "reason": reason}
