"""Rows of quarterly reports: facts of the chain in the index, forms with salts in the vault."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow, VaultRow

__all__ = ["ReportFormRow", "ReportRow"]


class ReportRow(IndexRow, table=True):
    """A version of a report: digest of its form (hex), and whether the first one was late."""

    __tablename__ = "mining_report"

    notification: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    year: int = Field(primary_key=True)
    quarter: int = Field(primary_key=True)
    version: int = Field(primary_key=True)
    form: str
    account: str
    late: bool
    block: int = Field(sa_type=BigInteger)
    transaction: str


class ReportFormRow(VaultRow, table=True):
    """A report under its salted digest (hex), who drafted it, and for which notification."""

    __tablename__ = "mining_report_form"

    digest: str = Field(primary_key=True)
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    document: str
    sender: str
    notification: int = Field(sa_type=BigInteger)
    drafted_at: int = Field(sa_type=BigInteger)
