"""Rows of the index: blocks, transactions, events, and which accounts they involve."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = ["BlockRow", "EventAccountRow", "EventRow", "MetaRow", "TransactionAccountRow"]
__all__ += ["TransactionRow"]

_KEY_ONLY = {"sqlite_with_rowid": False}
"""All its columns are its key: SQLite need not keep them twice."""


class MetaRow(IndexRow, table=True):
    """What this index was built for: the chain and the projections."""

    __tablename__ = "index_meta"

    key: str = Field(primary_key=True)
    value: str


class BlockRow(IndexRow, table=True):
    """A final block."""

    __tablename__ = "block"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: str = Field(unique=True)
    parent_hash: str
    timestamp: int = Field(sa_type=BigInteger, index=True)
    sealer: str | None
    state_root: str
    gas_used: int = Field(sa_type=BigInteger)
    gas_limit: int = Field(sa_type=BigInteger)


class TransactionRow(IndexRow, table=True):
    """A sealed transaction with its receipt; `value` is a padded amount, `args` packed values.

    `inner` is the call that a proposal asks for: its contract, function and arguments, packed.
    """

    __tablename__ = "transaction_"
    __table_args__ = (
        Index(
            "ix_transaction_failed",
            "block",
            "position",
            sqlite_where=text("succeeded = 0"),
            postgresql_where=text("NOT succeeded"),
        ),
    )

    block: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False, nullable=False)
    )
    position: int = Field(primary_key=True)
    hash: str = Field(unique=True)
    sender: str
    recipient: str | None
    nonce: int = Field(sa_type=BigInteger)
    value: str
    gas: int = Field(sa_type=BigInteger)
    data: bytes
    succeeded: bool
    gas_used: int = Field(sa_type=BigInteger)
    created: str | None
    contract: str | None
    function: str | None
    args: str | None
    inner: str | None


class EventRow(IndexRow, table=True):
    """An event of one of our contracts; `args` are packed values."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_contract", "contract", "block", "log_index"),)

    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    log_index: int = Field(primary_key=True)
    transaction: str = Field(index=True)
    transaction_index: int
    contract: str
    name: str
    args: str


class TransactionAccountRow(IndexRow, table=True):
    """An account that a transaction involves: its sender, its target, or one in its events."""

    __tablename__ = "transaction_account"
    __table_args__ = _KEY_ONLY

    account: str = Field(primary_key=True)
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(primary_key=True)


class EventAccountRow(IndexRow, table=True):
    """An account that an event names."""

    __tablename__ = "event_account"
    __table_args__ = _KEY_ONLY

    account: str = Field(primary_key=True)
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    log_index: int = Field(primary_key=True)
