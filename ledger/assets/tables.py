"""Rows of the index about classes of tokens, holdings, movements and requests for redemption."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = [
    "AccessRow",
    "AssetClassRow",
    "BalanceRow",
    "DocumentRow",
    "FreezeRow",
    "HoldingRow",
    "MovementCountRow",
    "MovementRow",
    "PauseRow",
    "RedemptionRow",
    "RightRow",
    "SupplyRow",
    "SystemRow",
]

_KEY_FIRST = {"sqlite_with_rowid": False}
"""SQLite keeps the rows in the order of their key, so that one search finds a row."""


class AssetClassRow(IndexRow, table=True):
    """A class at the indexed head; amounts and `valid_until` padded, digests in hex."""

    __tablename__ = "asset_class"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    issuer_account: str
    backing_kind: int
    decision: str
    uri: str
    supply: str
    holders: int = Field(default=0, sa_type=BigInteger)
    redeemed: str
    exempt: bool = False
    block: int = Field(sa_type=BigInteger)
    transaction: str
    attested: str | None = None
    valid_until: str | None = None
    attestor: str | None = None
    evidence: str | None = None
    attested_block: int | None = Field(default=None, sa_type=BigInteger)
    attested_transaction: str | None = None


class RightRow(IndexRow, table=True):
    """A right that a class certifies, by its place in the list."""

    __tablename__ = "asset_right"

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(primary_key=True)
    code: str
    text: str


class DocumentRow(IndexRow, table=True):
    """A version of a document of a class."""

    __tablename__ = "asset_document"

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str = Field(primary_key=True)
    version: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    digest: str
    block: int = Field(sa_type=BigInteger)
    transaction: str


class SystemRow(IndexRow, table=True):
    """The attested system of an issuer; there is no row for none."""

    __tablename__ = "asset_system"

    issuer: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    system: str


class AccessRow(IndexRow, table=True):
    """A participant's access to a class; there is no row for none, nor for the issuer."""

    __tablename__ = "asset_access"

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    participant: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    block: int = Field(sa_type=BigInteger)
    transaction: str


class PauseRow(IndexRow, table=True):
    """A paused class, 0 for all; there is no row for one that is not paused."""

    __tablename__ = "asset_pause"

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class SupplyRow(IndexRow, table=True):
    """The supply of a class and how many hold it, from this block until the class's next row."""

    __tablename__ = "asset_supply"

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    supply: str
    holders: int = Field(sa_type=BigInteger)


class HoldingRow(IndexRow, table=True):
    """What an account holds of a class; the row of one that held it before says zero."""

    __tablename__ = "holding"
    __table_args__ = (
        Index("ix_holding_largest", "class_id", "amount", "account"),
        Index("ix_holding_account", "account", "class_id"),
    )

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    account: str = Field(primary_key=True)
    amount: str


class BalanceRow(IndexRow, table=True):
    """What an account held of a class from this block until its next row, at a block's end.

    So a balance at any block is one step down the key; rows are added, and never changed later.
    """

    __tablename__ = "balance"
    __table_args__ = _KEY_FIRST

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    account: str = Field(primary_key=True)
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    amount: str


class FreezeRow(IndexRow, table=True):
    """What was frozen of an account's tokens of a class from this block until the next row."""

    __tablename__ = "asset_freeze"
    __table_args__ = _KEY_FIRST

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    account: str = Field(primary_key=True)
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    amount: str


class MovementRow(IndexRow, table=True):
    """An issue, a transfer or a redemption; `position` tells the entries of one batch apart."""

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_class", "class_id", "block", "log_index", "position"),
        Index("ix_movement_sender", "sender", "block", "log_index", "position"),
        Index("ix_movement_recipient", "recipient", "block", "log_index", "position"),
    )

    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    log_index: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    transaction: str
    class_id: int = Field(sa_type=BigInteger)
    sender: str
    recipient: str
    amount: str
    operator: str


class MovementCountRow(IndexRow, table=True):
    """How many movements of a class concern an account, or everyone, from this block until the next
    row: a list tells how many it has without counting them.
    """

    __tablename__ = "movement_count"
    __table_args__ = _KEY_FIRST

    account: str = Field(primary_key=True)
    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    count: int = Field(sa_type=BigInteger)


class RedemptionRow(IndexRow, table=True):
    """A request for redemption; `outcome` is the digest of the evidence or of the reason."""

    __tablename__ = "redemption"
    __table_args__ = (
        Index("ix_redemption_class", "class_id", "number"),
        Index("ix_redemption_status", "status", "number"),
    )

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    class_id: int = Field(sa_type=BigInteger)
    holder: int = Field(sa_type=BigInteger)
    account: str
    amount: str
    demand: str
    status: str
    block: int = Field(sa_type=BigInteger)
    transaction: str
    outcome: str | None = None
    decided_block: int | None = Field(default=None, sa_type=BigInteger)
    decided_transaction: str | None = None
