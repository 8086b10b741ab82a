"""Rows of the depository: deposits and their content in the index, drafts in the vault."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow, VaultRow

__all__ = [
    "AccessSaltRow",
    "BlockOfDepositRow",
    "CopyRow",
    "DepositRow",
    "DepositWordRow",
    "DraftRow",
    "FileRow",
    "LevelRow",
    "ReasonRow",
    "TenureRow",
    "VerificationRow",
]


class DepositRow(IndexRow, table=True):
    """A deposit; `size` is decimal text of any length, `limited` the stricter of chain and package.

    `codemeta` (JSON), `file_count` and `swhid` are read from the content and NULL while it is not
    held.
    """

    __tablename__ = "deposit"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    size: str
    kind: int
    limited: bool
    origin: int = Field(index=True)
    conclusion: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    status: str = Field(index=True)
    level: int = 0
    possessor: int = Field(sa_type=BigInteger, index=True)
    block: int = Field(sa_type=BigInteger)
    transaction: str
    operator: str | None = None
    decided_block: int | None = Field(default=None, sa_type=BigInteger)
    decided_transaction: str | None = None
    reason: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    annulled_basis: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    annulled_block: int | None = Field(default=None, sa_type=BigInteger)
    annulled_transaction: str | None = None
    offered_to: int | None = Field(default=None, sa_type=BigInteger)
    offered_agreement: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    offered_block: int | None = Field(default=None, sa_type=BigInteger)
    offered_transaction: str | None = None
    previous: int | None = Field(default=None, sa_type=BigInteger)
    successor: int | None = Field(default=None, sa_type=BigInteger)
    codemeta: str | None = None
    file_count: int | None = None
    swhid: str | None = Field(default=None, index=True)


class DepositWordRow(IndexRow, table=True):
    """A word of a deposit's titles, without regard to case, in UTF-8: bytes have one order in every
    database.
    """

    __tablename__ = "deposit_word"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy takes it

    word: bytes = Field(sa_column=Column(LargeBinary(96), primary_key=True))
    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class FileRow(IndexRow, table=True):
    """A file of a deposit's payload; its CID by codec and digest, git's id of it as `blob`."""

    __tablename__ = "deposit_file"

    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    path: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    sha256: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    codec: int
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    blob: bytes = Field(sa_column=Column(LargeBinary(20), nullable=False, index=True))
    executable: bool


class BlockOfDepositRow(IndexRow, table=True):
    """A block that a deposit's package is made of: what the gateway may serve for it."""

    __tablename__ = "deposit_block"

    digest: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class TenureRow(IndexRow, table=True):
    """One of a deposit's possessors in turn; `agreement` is NULL for who deposited."""

    __tablename__ = "deposit_tenure"
    __table_args__ = (Index("ix_deposit_tenure_place", "block", "log_index", unique=True),)

    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    possessor: int = Field(sa_type=BigInteger, index=True)
    agreement: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    block: int = Field(sa_type=BigInteger)
    log_index: int
    transaction: str


class LevelRow(IndexRow, table=True):
    """A rise or fall of a deposit's level; `actor` is NULL and `basis` is not for the authority."""

    __tablename__ = "deposit_level"

    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    level: int
    attested: bool
    actor: int | None = Field(default=None, sa_type=BigInteger)
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    basis: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    block: int = Field(sa_type=BigInteger)
    transaction: str


class CopyRow(IndexRow, table=True):
    """An application for a copy; `outcome` and what was decided are NULL while it waits."""

    __tablename__ = "deposit_copy"

    deposit: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    applicant: int = Field(sa_type=BigInteger, index=True)
    purpose: int
    application: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    block: int = Field(sa_type=BigInteger)
    transaction: str
    status: str
    outcome: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    decided_block: int | None = Field(default=None, sa_type=BigInteger)
    decided_transaction: str | None = None


class VerificationRow(IndexRow, table=True):
    """A verification of the whole depository; counts are decimal texts of any length."""

    __tablename__ = "depository_verification"

    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    checked: str
    faulty: str
    standing: int = Field(sa_type=BigInteger)
    report: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    basis: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    verified_at: int = Field(sa_type=BigInteger)
    block: int = Field(sa_type=BigInteger)
    transaction: str


class DraftRow(VaultRow, table=True):
    """A draft: whose, of which package, and the transaction that was built for it."""

    __tablename__ = "deposit_draft"

    id: str = Field(primary_key=True)
    sender: str = Field(index=True)
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    codemeta: str
    previous: int | None = Field(default=None, sa_type=BigInteger)
    nonce: int = Field(sa_type=BigInteger)
    gas: int = Field(sa_type=BigInteger)
    recipient: str
    data: bytes
    expires_at: int | None = Field(default=None, sa_type=BigInteger)


class ReasonRow(VaultRow, table=True):
    """Why a deposit was returned, under the salted digest that stands on the chain."""

    __tablename__ = "deposit_return_reason"

    digest: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    deposit: int = Field(sa_type=BigInteger)
    reason: str


class AccessSaltRow(VaultRow, table=True):
    """What keys the digests of readers' addresses in a month, as YYYY-MM (P-4)."""

    __tablename__ = "access_salt"

    month: str = Field(primary_key=True)
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
