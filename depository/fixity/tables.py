"""Rows of the care of the content."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import VaultRow

__all__ = ["DepositCheckRow", "ReportRow", "ScrubRow"]


class DepositCheckRow(VaultRow, table=True):
    """The last check of a deposit's blocks: when, how many, how many of them were not good."""

    __tablename__ = "deposit_check"

    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    checked_at: int = Field(sa_type=BigInteger)
    blocks: int = Field(sa_type=BigInteger)
    faulty: int = Field(sa_type=BigInteger)


class ScrubRow(VaultRow, table=True):
    """A finished scrub of the whole store by the place of its last entry in the log `fixity`."""

    __tablename__ = "scrub"

    place: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    began_at: str
    ended_at: str
    checked: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    damaged: int = Field(sa_type=BigInteger)
    missing: int = Field(sa_type=BigInteger)
    recovered: int = Field(sa_type=BigInteger)
    faulty: int = Field(sa_type=BigInteger)


class ReportRow(VaultRow, table=True):
    """The report of a whole check under its digest; `place` is the last entry that it tells of."""

    __tablename__ = "verification_report"

    digest: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    place: int = Field(sa_type=BigInteger, index=True)
    text: bytes
