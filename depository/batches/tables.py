"""Rows of batches: what the chain says of each, and its records as its list and content say."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow, VaultRow

__all__ = [
    "BatchReasonRow",
    "BatchRow",
    "BlockOfRecordRow",
    "RecordFileRow",
    "RecordRow",
    "TakenRow",
]


class BatchRow(IndexRow, table=True):
    """A batch; `list` is the digest of its list's root, `state` what became of reading the list.

    Of its records the first `described` have been looked for in the content store. `changed` is the
    last block that changed what the contract says.
    """

    __tablename__ = "deposit_batch"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    size: int = Field(sa_type=BigInteger)
    list: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    possessor: int = Field(sa_type=BigInteger, index=True)
    status: str = Field(index=True)
    taken: int = Field(default=0, sa_type=BigInteger)
    block: int = Field(sa_type=BigInteger)
    transaction: str
    changed: int = Field(sa_type=BigInteger)
    operator: str | None = None
    decided_block: int | None = Field(default=None, sa_type=BigInteger)
    decided_transaction: str | None = None
    reason: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    annulled_basis: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    annulled_block: int | None = Field(default=None, sa_type=BigInteger)
    annulled_transaction: str | None = None
    state: str = Field(index=True)
    described: int = Field(default=0, sa_type=BigInteger)


class RecordRow(IndexRow, table=True):
    """A record of a batch's list; what its package says is NULL while that is not held."""

    __tablename__ = "batch_record"

    batch: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    size: str
    kind: int
    limited: bool
    origin: int
    conclusion: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    codemeta: str | None = None
    file_count: int | None = None
    swhid: str | None = Field(default=None, index=True)


class RecordFileRow(IndexRow, table=True):
    """A file of a record's payload; as `deposit_file`."""

    __tablename__ = "batch_file"

    batch: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    path: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    sha256: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    codec: int
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, index=True))
    blob: bytes = Field(sa_column=Column(LargeBinary(20), nullable=False, index=True))
    executable: bool


class BlockOfRecordRow(IndexRow, table=True):
    """A block that a record's package is made of: what the gateway may serve for it."""

    __tablename__ = "batch_block"

    digest: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    batch: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class TakenRow(IndexRow, table=True):
    """A record that was taken out, and the number of its deposit."""

    __tablename__ = "batch_taken"

    batch: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    block: int = Field(sa_type=BigInteger)
    transaction: str


class BatchReasonRow(VaultRow, table=True):
    """Why a batch was returned, under the salted digest that stands on the chain."""

    __tablename__ = "batch_return_reason"

    digest: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    salt: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    batch: int = Field(sa_type=BigInteger)
    reason: str
