"""Rows of logs: streams and heads in the index, entries and digests over them in the vault."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow, VaultRow

__all__ = ["HeadRow", "LogEntryRow", "LogRow", "LogSubtreeRow", "StreamRow"]


class StreamRow(IndexRow, table=True):
    """A stream of the contract `journal`; `heads` counts its heads."""

    __tablename__ = "journal_stream"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str = Field(unique=True)
    purpose: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    basis: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32)))
    keeper: int = Field(sa_type=BigInteger)
    heads: int = Field(default=0, sa_type=BigInteger)
    block: int = Field(sa_type=BigInteger)
    transaction: str


class HeadRow(IndexRow, table=True):
    """A head of a stream; the contract bounds its size to 2^48."""

    __tablename__ = "journal_head"

    stream: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    keeper: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    root: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    block: int = Field(sa_type=BigInteger)
    transaction: str


class LogRow(VaultRow, table=True):
    """A log and how many entries it has; who appends holds this row."""

    __tablename__ = "log"

    name: str = Field(primary_key=True)
    size: int = Field(default=0, sa_type=BigInteger)


class LogEntryRow(VaultRow, table=True):
    """An entry of a log by its place from 0: its canonical JSON, and its digest in the tree."""

    __tablename__ = "log_entry"

    log: str = Field(primary_key=True)
    place: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    text: bytes
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))


class LogSubtreeRow(VaultRow, table=True):
    """The digest of a whole subtree of 256^level entries, so that no proof reads all of them."""

    __tablename__ = "log_subtree"

    log: str = Field(primary_key=True)
    level: int = Field(primary_key=True)
    place: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
