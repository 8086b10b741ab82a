"""Rows of the statements of proofs that are kept: in the vault, for a node may forget."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from ledger.database import VaultRow

__all__ = ["StatementRow"]


class StatementRow(VaultRow, table=True):
    """The statement of a record: the event that states it, the record's number, canonical JSON."""

    __tablename__ = "proof_statement"

    event: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    text: bytes
