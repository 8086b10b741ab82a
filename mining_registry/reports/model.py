"""Quarterly reports as the chain records them, and drafts that wait for a signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.records import Recorded
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest, NotificationId
    from mining_registry.reports.form import ReportForm

__all__ = ["Quarter", "Report", "ReportDraft", "ReportVersion"]

_DUE_DAY = 10


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    quarter: int

    @property
    def due_on(self) -> dt.date:
        """The day by which it is reported on: the 10th of the month that follows (A-9).

        Where that is no business day the term ends later by law: see `ledger.workdays`.
        """
        if self.quarter == 4:
            return dt.date(self.year + 1, 1, _DUE_DAY)
        return dt.date(self.year, 3 * self.quarter + 1, _DUE_DAY)


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One version of a report, from 1: its form's salted digest and the key that recorded it."""

    number: int
    digest: Digest
    account: Address
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Report:
    """What is recorded of a report on a quarter.

    `late` is by the chain's own reckoning, of the first version; `versions` runs from the first to
    the one in force.
    """

    notification: NotificationId
    quarter: Quarter
    late: bool
    versions: tuple[ReportVersion, ...]

    @property
    def current(self) -> ReportVersion:
        """The version in force."""
        return self.versions[-1]

    @property
    def filed(self) -> Recorded:
        """Where the first version was recorded."""
        return self.versions[0].recorded


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report that waits in the vault for the transaction with its digest to be signed.

    `id` is the digest in hex; `number` is the notification.
    """

    id: str
    number: NotificationId
    form: ReportForm
    digest: Digest
    transaction: UnsignedTransaction
