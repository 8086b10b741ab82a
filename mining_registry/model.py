"""Mining notifications as the chain records them, and drafts that wait for a signature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mining_registry.rules import day_in_kazakhstan

if TYPE_CHECKING:
    import datetime as dt

    from ledger.localized import Localized
    from ledger.records import Recorded
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest, NotificationId, ParticipantId, Timestamp
    from mining_registry.form import NotificationForm

__all__ = ["Notification", "NotificationDraft", "Status", "Version"]


class Status(StrEnum):
    """Where a notification stands: an amendment waits for a decision of its own."""

    SUBMITTED = "submitted"
    AMENDED = "amended"
    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"
    CEASED = "ceased"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a notification, from 1: its form's salted digest and its start.

    `account` is the key that recorded it. A version is acknowledged, or returned for a reason of
    which the digest is recorded, or waits; `basis` is the digest of the decision.
    """

    number: int
    digest: Digest
    account: Address
    starts_at: Timestamp
    recorded: Recorded
    acknowledged: Recorded | None
    returned: Recorded | None
    reason: Digest | None
    basis: Digest | None


@dataclass(frozen=True, slots=True)
class Notification:
    """The public part of a notification at the indexed head, with the facts of the chain.

    `account` is the miner's present key. `name` and `bin` are known of legal entities whose form
    this installation's vault holds, `regions` (`KZ-55` …) of any miner whose form it holds.
    `versions` runs from the first to the current one. `ceased_late` tells that the end of mining
    was reported after its ten days.
    """

    number: NotificationId
    miner: ParticipantId
    account: Address
    name: Localized | None
    bin: str | None
    regions: tuple[str, ...]
    status: Status
    versions: tuple[Version, ...]
    ended_at: Timestamp | None
    ceased: Recorded | None
    ceased_late: bool

    @property
    def current(self) -> Version:
        """The version in force."""
        return self.versions[-1]

    @property
    def version(self) -> int:
        """Number of the version in force."""
        return self.current.number

    @property
    def digest(self) -> Digest:
        """Salted digest of the form in force."""
        return self.current.digest

    @property
    def submitted(self) -> Recorded:
        """Where the notification was recorded."""
        return self.versions[0].recorded

    @property
    def recorded(self) -> Recorded:
        """Where the version in force was recorded."""
        return self.current.recorded

    @property
    def acknowledged(self) -> Recorded | None:
        """Where the version in force was acknowledged."""
        return self.current.acknowledged

    @property
    def returned(self) -> Recorded | None:
        """Where the version in force was returned."""
        return self.current.returned

    @property
    def submitted_on(self) -> dt.date:
        """Day of submission in Kazakhstan."""
        return day_in_kazakhstan(self.submitted.block.timestamp)

    @property
    def starts_on(self) -> dt.date:
        """Day in Kazakhstan on which mining begins."""
        return day_in_kazakhstan(self.current.starts_at)

    @property
    def amended_on(self) -> dt.date | None:
        """Day in Kazakhstan of the last amendment."""
        if self.version == 1:
            return None
        return day_in_kazakhstan(self.recorded.block.timestamp)

    @property
    def ended_on(self) -> dt.date | None:
        """Day in Kazakhstan on which mining stopped."""
        return None if self.ended_at is None else day_in_kazakhstan(self.ended_at)


@dataclass(frozen=True, slots=True)
class NotificationDraft:
    """A form that waits in the vault for the transaction with its digest to be signed.

    `id` is the digest in hex. `number` is the notification that is amended, None for a new one.
    """

    id: str
    number: NotificationId | None
    form: NotificationForm
    digest: Digest
    transaction: UnsignedTransaction
