"""Rows of the register of enforcement."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = ["EnforcementRow"]


class EnforcementRow(IndexRow, table=True):
    """An act of enforcement by the place of the event that carries its basis."""

    __tablename__ = "enforcement"
    __table_args__ = (
        Index("ix_enforcement_account", "account", "block", "log_index"),
        Index("ix_enforcement_counterparty", "counterparty", "block", "log_index"),
        Index("ix_enforcement_asset", "asset", "block", "log_index"),
        Index("ix_enforcement_act", "act", "block", "log_index"),
    )

    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    log_index: int = Field(primary_key=True)
    act: str
    contract: str
    account: str | None = None
    counterparty: str | None = None
    participant: int | None = Field(default=None, sa_type=BigInteger)
    asset: int | None = Field(default=None, sa_type=BigInteger)
    deposit: int | None = Field(default=None, sa_type=BigInteger)
    batch: int | None = Field(default=None, sa_type=BigInteger)
    amount: str | None = None
    basis: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    transaction: str
