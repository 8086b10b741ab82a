"""What can be done with mining notifications (A-9)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledger.canonical import SALT_BYTES, salted_digest
from ledger.decrees import draft_decree
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.types import NotificationId, Timestamp
from mining_registry import schema
from mining_registry.model import Notification, NotificationDraft, Status
from mining_registry.public import public_part
from mining_registry.reading import check_form, document_of, read_document
from mining_registry.regions import check_region
from mining_registry.rules import KAZAKHSTAN_TIME, DateRule, last_second, midnight
from mining_registry.store import FormVault, KeptForm, NotificationStore

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Engine

    from ledger.chain import Chain
    from ledger.paging import Page
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest
    from mining_registry.form import NotificationForm

__all__ = ["MiningRegistry"]

_CONTRACT = "mining_registry"


@dataclass(frozen=True)
class MiningRegistry:
    """Notifications: drafts for the miner's and the authority's signatures, and the public record.

    `clock` gives the present time, aware of its zone.
    """

    chain: Chain
    index_engine: Engine
    vault_engine: Engine
    clock: Callable[[], dt.datetime]
    _store: NotificationStore = field(init=False, repr=False, compare=False)
    _vault: FormVault = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Open the stores over the two databases."""
        vault = FormVault(self.vault_engine)
        object.__setattr__(self, "_vault", vault)
        object.__setattr__(self, "_store", NotificationStore(self.index_engine, vault))

    def date_rule(self, number: NotificationId | None = None) -> DateRule:
        """The rule of dates as of today in Kazakhstan; `number` is a notification to be amended."""
        recorded = None if number is None else self.notification(number).starts_on
        return DateRule(today=self._today(), recorded_start=recorded)

    def draft(self, sender: Address, form: NotificationForm) -> NotificationDraft:
        """Keep a form and build the transaction that notifies of it.

        Raises Rejected("form.invalid") with every fault, Rejected("contract.refused").
        """
        check_form(form, self.date_rule())
        return self._draft(sender, form, None)

    def draft_amendment(
        self, sender: Address, number: NotificationId, form: NotificationForm
    ) -> NotificationDraft:
        """Keep an amended form and build the transaction that puts it in force.

        The start may stay as it is recorded; a new one is thirty days away again.
        Raises NotFound("notification.unknown"), Rejected("form.invalid"),
        Rejected("contract.refused").
        """
        check_form(form, self.date_rule(number))
        return self._draft(sender, form, number)

    def draft_acknowledgement(
        self, sender: Address, number: NotificationId, basis: Digest
    ) -> UnsignedTransaction:
        """Build an authority's proposal to acknowledge the version in force on a legal basis."""
        self.notification(number)
        return draft_decree(self.chain, sender, basis, _CONTRACT, "acknowledge", number)

    def draft_cessation(
        self, sender: Address, number: NotificationId, ended_on: dt.date
    ) -> UnsignedTransaction:
        """Build the miner's report that mining stopped during the day `ended_on`.

        The chain gets the last second of that day in Kazakhstan, or the present second on the
        day itself. Raises NotFound("notification.unknown"), Rejected("cessation.in-future",
        latest), Rejected("cessation.before-submission", earliest), Rejected("contract.refused").
        """
        submitted = self.notification(number).submitted_on
        today = self._today()
        if ended_on > today:
            raise Rejected("cessation.in-future", latest=today.isoformat())
        if ended_on < submitted:
            raise Rejected("cessation.before-submission", earliest=submitted.isoformat())
        ended_at = self.chain.head().timestamp if ended_on == today else last_second(ended_on)
        return self.chain.build(sender, _CONTRACT, "cease", number, ended_at)

    def notification(self, number: NotificationId) -> Notification:
        """The public part of one notification; NotFound("notification.unknown", number)."""
        return self._store.notification(number)

    def notifications(
        self,
        limit: int,
        after: str | None = None,
        region: str | None = None,
        status: Status | None = None,
    ) -> Page[Notification]:
        """A page of notifications, the newest first, of one region (`KZ-55`) or status.

        Raises Rejected("region.unknown"), Rejected("page.bad-cursor"), Rejected("page.bad-limit").
        """
        if region is not None:
            check_region(region)
        return self._store.notifications(limit, after, region, status)

    def form_of(self, number: NotificationId, version: int | None = None) -> NotificationForm:
        """The whole form of a version, checked against its digest on the chain.

        For the authorised body alone: the caller has made sure of who asks. Raises
        NotFound("notification.unknown" | "notification.version-unknown" | "form.not-held"),
        VerificationError("form.digest-differs", number).
        """
        found = self.notification(number)
        wanted = found.version if version is None else version
        held = next((each for each in found.versions if each.number == wanted), None)
        if held is None:
            raise NotFound("notification.version-unknown", number=number, version=wanted)
        document, salt = self._vault.document(held.digest)
        if salted_digest(document, salt) != held.digest:
            raise VerificationError("form.digest-differs", number=number)
        return read_document(document)

    def form_schema(self) -> dict[str, Any]:
        """JSON Schema of the form, with titles in three languages and an example."""
        return schema.form_schema()

    def _draft(
        self, sender: Address, form: NotificationForm, number: NotificationId | None
    ) -> NotificationDraft:
        document = document_of(form)
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

    def _today(self) -> dt.date:
        return self.clock().astimezone(KAZAKHSTAN_TIME).date()
