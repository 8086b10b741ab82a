"""Rows of participants: in the index what the chain says, in the vault who they are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from ledger.database import IndexRow, VaultRow

__all__ = ["ParticipantKeyRow", "ParticipantRow", "ParticipantStateRow", "SubjectRow"]


class ParticipantRow(IndexRow, table=True):
    """A participant at the indexed head; `subject` is a digest in hex."""

    __tablename__ = "participant"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    account: str
    roles: int
    suspended: bool
    subject: str
    block: int = Field(sa_type=BigInteger)
    transaction: str


class ParticipantKeyRow(IndexRow, table=True):
    """An account that is or was a participant's; `position` counts the keys of one from 0,
    `block` is where it began to be."""

    __tablename__ = "participant_key"

    account: str = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger, index=True)
    position: int
    block: int = Field(sa_type=BigInteger)


class ParticipantStateRow(IndexRow, table=True):
    """What a participant was from this block until its next row, at the end of a block."""

    __tablename__ = "participant_state"

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    block: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    account: str
    roles: int
    suspended: bool
    transaction: str


class SubjectRow(VaultRow, table=True):
    """The document behind a digest on the chain, canonical JSON, with its salt in hex."""

    __tablename__ = "subject"

    digest: str = Field(primary_key=True)
    salt: str
    document: str
