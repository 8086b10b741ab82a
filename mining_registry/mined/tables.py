"""Rows of mined assets, all of them facts of the chain."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from ledger.database import IndexRow

__all__ = ["ExemptionRow", "MinedAssetRow", "OwnershipRow"]


class MinedAssetRow(IndexRow, table=True):
    """A mined asset: owner and receiver as participants' numbers, amount in decimal digits.

    `owners` counts those it has had, the present one included.
    """

    __tablename__ = "mined_asset"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    notification: int = Field(sa_type=BigInteger, index=True)
    owner: int = Field(sa_type=BigInteger, index=True)
    asset: str = Field(index=True)
    amount: str
    mined_from: int = Field(sa_type=BigInteger)
    mined_until: int = Field(sa_type=BigInteger)
    evidence: str = Field(index=True)
    block: int = Field(sa_type=BigInteger)
    transaction: str
    owners: int
    offered_to: int | None = Field(default=None, sa_type=BigInteger)
    retracted_block: int | None = Field(default=None, sa_type=BigInteger)
    retracted_transaction: str | None = None


class OwnershipRow(IndexRow, table=True):
    """An owner of a mined asset, from 1: the miner first, the present owner last."""

    __tablename__ = "mined_ownership"

    asset: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    position: int = Field(primary_key=True)
    owner: int = Field(sa_type=BigInteger)
    block: int = Field(sa_type=BigInteger)
    transaction: str


class ExemptionRow(IndexRow, table=True):
    """The exemption recorded last for an asset: until when (seconds, any size), on which basis."""

    __tablename__ = "mined_exemption"

    asset: str = Field(primary_key=True)
    until: str
    basis: str
    block: int = Field(sa_type=BigInteger)
    transaction: str
