"""Rows of transactions that were sent through this interface."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import VaultRow

__all__ = ["SentRow"]


class SentRow(VaultRow, table=True):
    """A transaction and when what was seen of it; times are seconds since 1970.

    `raw` stands while the node may lose it. `refusal` is JSON: the code and the facts.
    """

    __tablename__ = "sent_transaction"

    hash: str = Field(primary_key=True)
    received_at: int = Field(sa_type=BigInteger, index=True)
    admitted_at: int | None = Field(default=None, sa_type=BigInteger)
    refused_at: int | None = Field(default=None, sa_type=BigInteger)
    indexed_at: int | None = Field(default=None, sa_type=BigInteger)
    refusal: str | None = None
    raw: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
