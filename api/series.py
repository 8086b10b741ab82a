"""The series of the statistics: what each counts of what is tallied."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ledger.tallies.counting import BLOCKS, ISSUES, REDEMPTIONS, TRANSACTIONS, TRANSFERS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COUNTED", "Series", "series_of", "title_id"]


class Series(StrEnum):
    """What is counted over time; amounts are not: those of two assets have no sum."""

    DEPOSITS = "deposits"
    DEPOSIT_VERSIONS = "deposit-versions"
    DEPOSITS_ACCEPTED = "deposits-accepted"
    BATCHES = "batches"
    COPIES_GIVEN = "copies-given"
    RIGHTS_PASSED = "rights-passed"
    ASSETS = "assets"
    ISSUES = "issues"
    TRANSFERS = "transfers"
    REDEMPTIONS = "redemptions"
    NOTIFICATIONS = "notifications"
    NOTIFICATION_AMENDMENTS = "notification-amendments"
    ACKNOWLEDGEMENTS = "acknowledgements"
    CESSATIONS = "cessations"
    MINING_REPORTS = "mining-reports"
    MINED_ASSETS = "mined-assets"
    PARTICIPANTS = "participants"
    TRANSACTIONS = "transactions"
    BLOCKS = "blocks"


COUNTED: Final[Mapping[Series, str]] = {
    Series.DEPOSITS: "depository.Deposited",
    Series.DEPOSIT_VERSIONS: "depository.Superseded",
    Series.DEPOSITS_ACCEPTED: "depository.Accepted",
    Series.BATCHES: "depository.DepositedMany",
    Series.COPIES_GIVEN: "depository.CopyIssued",
    Series.RIGHTS_PASSED: "depository.Transferred",
    Series.ASSETS: "asset_classes.ClassRegistered",
    Series.ISSUES: ISSUES,
    Series.TRANSFERS: TRANSFERS,
    Series.REDEMPTIONS: REDEMPTIONS,
    Series.NOTIFICATIONS: "mining_registry.Notified",
    Series.NOTIFICATION_AMENDMENTS: "mining_registry.Amended",
    Series.ACKNOWLEDGEMENTS: "mining_registry.Acknowledged",
    Series.CESSATIONS: "mining_registry.Ceased",
    Series.MINING_REPORTS: "mining_registry.Reported",
    Series.MINED_ASSETS: "mining_registry.MinedDeclared",
    Series.PARTICIPANTS: "participants.Admitted",
    Series.TRANSACTIONS: TRANSACTIONS,
    Series.BLOCKS: BLOCKS,
}
"""The kind of tally that each series counts."""

_SERIES: Final = {kind: series for series, kind in COUNTED.items()}


def series_of(kind: str) -> Series | None:
    """The series that counts a kind of tally, None where none does."""
    return _SERIES.get(kind)


def title_id(series: Series) -> str:
    """The message that titles a series."""
    return f"series-{series.value}"
