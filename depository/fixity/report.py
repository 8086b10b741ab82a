"""The report of a whole check: one canonical document, whose digest a verification names (D-8)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, select

from depository.fixity.tables import ReportRow
from ledger.canonical import canonical_json
from ledger.database import MAX_INTEGER, reading, writing
from ledger.errors import NotFound
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from depository.fixity.model import DepositCheck, Scrub
    from ledger.deployment import Deployment
    from ledger.records import BlockRef

__all__ = ["FORM", "Register", "Report", "Reports", "report_document"]

FORM: Final = "depository-verification/1"
"""Name and version of the document."""


@dataclass(frozen=True, slots=True)
class Register:
    """What the content was checked against: the register at a block, and the log's digest."""

    deployment: Deployment
    head: BlockRef
    deposits: int
    standing: int
    log_root: Digest


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its digest, its bytes."""

    digest: Digest
    text: bytes


def report_document(
    scrub: Scrub, faulty: Sequence[DepositCheck], register: Register
) -> dict[str, Any]:
    """What a whole check found, as plain data.

    `checked` counts the blocks that were hashed again and those that were looked for in vain;
    `log` names the entries of the log `fixity` that tell each finding.
    """
    deployment = register.deployment
    return {
        "form": FORM,
        "chain": {
            "id": deployment.chain_id,
            "genesis": deployment.genesis_hash,
            "depository": deployment.contracts["depository"].address,
            "block": register.head.number,
            "block_hash": register.head.hash,
        },
        "register": {"deposits": register.deposits, "standing": register.standing},
        "began_at": scrub.began_at,
        "completed_at": scrub.ended_at,
        "checked": scrub.checked + scrub.missing,
        "bytes": scrub.size,
        "damaged": scrub.damaged,
        "missing": scrub.missing,
        "recovered": scrub.recovered,
        "faulty": scrub.faulty,
        "faulty_deposits": [
            {"deposit": each.deposit, "blocks": each.blocks, "faulty": each.faulty}
            for each in faulty
        ],
        "log": {
            "name": "fixity",
            "entries": scrub.place + 1,
            "root": "0x" + register.log_root.hex(),
        },
    }


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports by their digest, in the vault."""

    vault: Engine

    def keep(self, document: dict[str, Any]) -> Report:
        """Keep a report; it is on the disk when this returns."""
        text = canonical_json(document)
        digest = Digest(hashlib.sha256(text).digest())
        row = ReportRow(digest=digest, place=document["log"]["entries"] - 1, text=text)
        with writing(self.vault) as session:
            session.merge(row)
        return Report(digest, text)

    def report(self, digest: Digest) -> Report:
        """The report of a digest; NotFound("verification.report-not-held", digest)."""
        with reading(self.vault) as session:
            row = session.get(ReportRow, digest)
            if row is None:
                raise NotFound("verification.report-not-held", digest="0x" + digest.hex())
            return Report(Digest(row.digest), row.text)

    def since(self, place: int) -> Report | None:
        """The first report whose check ended at `place` of the log or later, None before any."""
        if place > MAX_INTEGER:
            return None
        with reading(self.vault) as session:
            query = select(ReportRow).where(ReportRow.place >= place)
            row = session.exec(query.order_by(col(ReportRow.place)).limit(1)).first()
            return None if row is None else Report(Digest(row.digest), row.text)

    def last(self) -> Report:
        """The report of the last whole check; NotFound("verification.no-report")."""
        with reading(self.vault) as session:
            query = select(ReportRow).order_by(col(ReportRow.place).desc()).limit(1)
            row = session.exec(query).first()
            if row is None:
                raise NotFound("verification.no-report")
            return Report(Digest(row.digest), row.text)
