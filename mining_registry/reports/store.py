"""The only SQL over quarterly reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ledger.database import MAX_INTEGER, reading, writing
from ledger.errors import NotFound
from ledger.index.translate import refs_of
from ledger.records import Recorded
from ledger.types import Address, Digest, NotificationId, Timestamp, TxHash
from mining_registry.reports.model import Quarter, Report, ReportVersion
from mining_registry.reports.tables import ReportFormRow, ReportRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["KeptReport", "ReportStore", "ReportVault"]


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as the vault keeps it: the plain document, its salt, who drafted it for what."""

    digest: Digest
    salt: bytes
    document: dict[str, Any]
    sender: Address
    notification: NotificationId
    drafted_at: Timestamp


@dataclass(frozen=True)
class ReportVault:
    """Reports with their salts, under the digests that stand on the chain."""

    engine: Engine

    def keep(self, report: KeptReport) -> None:
        """Keep a report, synced to disk when this returns."""
        with writing(self.engine) as session:
            session.add(_to_row(report))

    def document(self, digest: Digest, account: Address) -> tuple[dict[str, Any], bytes]:
        """The plain document and the salt behind a digest that an account recorded.

        Raises NotFound("form.not-held") when it is not here, or was drafted for another account.
        """
        with reading(self.engine) as session:
            row = session.get(ReportFormRow, digest.hex())
            if row is None or row.sender != account:
                raise NotFound("form.not-held", digest="0x" + digest.hex())
            return json.loads(row.document), row.salt


@dataclass(frozen=True)
class ReportStore:
    """Reports at the indexed head."""

    engine: Engine

    def reports(self, number: NotificationId) -> tuple[Report, ...]:
        """All reports under a notification, the newest quarter first."""
        if number > MAX_INTEGER:
            return ()
        with reading(self.engine) as session:
            rows = session.exec(
                select(ReportRow)
                .where(ReportRow.notification == number)
                .order_by(
                    col(ReportRow.year).desc(),
                    col(ReportRow.quarter).desc(),
                    col(ReportRow.version),
                )
            ).all()
            blocks = refs_of(session, {row.block for row in rows})
            grouped = groupby(rows, key=lambda row: (row.year, row.quarter))
            return tuple(_to_report(list(versions), blocks) for _, versions in grouped)


def _to_report(rows: Sequence[ReportRow], blocks: Mapping[int, BlockRef]) -> Report:
    first = rows[0]
    return Report(
        notification=NotificationId(first.notification),
        quarter=Quarter(first.year, first.quarter),
        late=first.late,
        versions=tuple(
            ReportVersion(
                number=row.version,
                digest=Digest(bytes.fromhex(row.form)),
                account=Address(row.account),
                recorded=Recorded(block=blocks[row.block], transaction=TxHash(row.transaction)),
            )
            for row in rows
        ),
    )


def _to_row(report: KeptReport) -> ReportFormRow:
    return ReportFormRow(
        digest=report.digest.hex(),
        salt=report.salt,
        document=json.dumps(report.document, ensure_ascii=False, sort_keys=True),
        sender=report.sender,
        notification=report.notification,
        drafted_at=report.drafted_at,
    )
