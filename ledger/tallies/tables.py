"""Rows of tallies."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = ["TallyRow"]


class TallyRow(IndexRow, table=True):
    """How many there were of one kind in an hour, by its number since 1970 UTC; none has no row."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy asks for it

    kind: str = Field(primary_key=True)
    hour: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    count: int = Field(sa_type=BigInteger)
