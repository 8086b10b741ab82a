"""Rows of the mining registry: facts of the chain in the index, forms with salts in the vault."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow, VaultRow

__all__ = [
    "FormRegionRow",
    "FormRow",
    "NotificationRow",
    "ReturnReasonRow",
    "VersionRow",
]


class NotificationRow(IndexRow, table=True):
    """A notification: miner's participant number, status and end (seconds, any size).

    `account` is the key that recorded the version in force.
    """

    __tablename__ = "mining_notification"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    miner: int = Field(sa_type=BigInteger, index=True)
    status: str = Field(index=True)
    form: str = Field(index=True)
    account: str
    version: int
    ended_at: str | None = None
    ceased_late: bool = False
    ceased_block: int | None = Field(default=None, sa_type=BigInteger)
    ceased_transaction: str | None = None


class VersionRow(IndexRow, table=True):
    """A version of a notification: digest of its form (hex) and start (seconds, any size).

    `account` is the key that recorded it; `reason` and `basis` are digests (hex) of a decision.
    """

    __tablename__ = "mining_version"

    notification: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    version: int = Field(primary_key=True)
    form: str
    account: str
    starts_at: str
    block: int = Field(sa_type=BigInteger)
    transaction: str
    acknowledged_block: int | None = Field(default=None, sa_type=BigInteger)
    acknowledged_transaction: str | None = None
    returned_block: int | None = Field(default=None, sa_type=BigInteger)
    returned_transaction: str | None = None
    reason: str | None = None
    basis: str | None = None


class FormRow(VaultRow, table=True):
    """A form under its salted digest (hex); name and BIN are those that may be published."""

    __tablename__ = "mining_form"

    digest: str = Field(primary_key=True)
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    document: str
    name_kk: str | None = None
    name_ru: str | None = None
    name_en: str | None = None
    bin: str | None = Field(default=None, index=True)
    sender: str
    amends: int | None = Field(default=None, sa_type=BigInteger)
    drafted_at: int = Field(sa_type=BigInteger)


class FormRegionRow(VaultRow, table=True):
    """A region in which a form names a site."""

    __tablename__ = "mining_form_region"

    digest: str = Field(primary_key=True, foreign_key="mining_form.digest")
    region: str = Field(primary_key=True, index=True)


class ReturnReasonRow(VaultRow, table=True):
    """Why a notification was returned, under the salted digest (hex) on the chain."""

    __tablename__ = "mining_return_reason"

    digest: str = Field(primary_key=True)
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    notification: int = Field(sa_type=BigInteger)
    reason: str
