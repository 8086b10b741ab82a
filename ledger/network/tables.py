"""Rows of the register of nodes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = ["NodeRemovalRow", "NodeRow"]


class NodeRow(IndexRow, table=True):
    """A node as it was registered; `key` is NULL for a follower without one."""

    __tablename__ = "network_node"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    entity: int = Field(sa_type=BigInteger, index=True)
    kind: int
    key: str | None = Field(default=None, index=True)
    purpose: str
    location: str
    basis: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    block: int = Field(sa_type=BigInteger)
    transaction: str


class NodeRemovalRow(IndexRow, table=True):
    """The end of a node; its number is not given again."""

    __tablename__ = "network_node_removal"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    basis: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    block: int = Field(sa_type=BigInteger)
    transaction: str
