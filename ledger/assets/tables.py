"""Rows of the index about classes of tokens, holdings and movements."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = ["AssetClassRow", "HoldingRow", "MovementRow"]


class AssetClassRow(IndexRow, table=True):
    """A class at the indexed head; amounts and `valid_until` padded, digests in hex."""

    __tablename__ = "asset_class"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    issuer_account: str
    backing_kind: int
    decision: str
    rights: str
    uri: str
    supply: str
    block: int = Field(sa_type=BigInteger)
    transaction: str
    attested: str | None = None
    valid_until: str | None = None
    attestor: str | None = None
    evidence: str | None = None
    attested_block: int | None = Field(default=None, sa_type=BigInteger)
    attested_transaction: str | None = None


class HoldingRow(IndexRow, table=True):
    """What an account holds of a class; there is no row for nothing."""

    __tablename__ = "holding"
    __table_args__ = (
        Index("ix_holding_largest", "class_id", "amount", "account"),
        Index("ix_holding_account", "account", "class_id"),
    )

    class_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    account: str = Field(primary_key=True)
    amount: str


class MovementRow(IndexRow, table=True):
    """An issue or a transfer; `position` tells the entries of one batch apart."""

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
