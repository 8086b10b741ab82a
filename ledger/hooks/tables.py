"""Rows of webhooks and of what they could not bring."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import VaultRow

__all__ = ["HookRow", "LetterRow"]


class HookRow(VaultRow, table=True):
    """A webhook; `claimed_until` is the second up to which one process is at it."""

    __tablename__ = "hook"

    id: str = Field(primary_key=True)
    url: str
    secret: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    contract: str | None
    name: str | None
    account: str | None
    block: int = Field(sa_type=BigInteger)
    log_index: int = Field(sa_type=BigInteger)
    paused: str | None
    attempts: int
    due_at: int = Field(sa_type=BigInteger)
    claimed_until: int = Field(sa_type=BigInteger)
    delivered: int = Field(sa_type=BigInteger)
    failure: str | None
    owner: str | None = Field(default=None, index=True)


class LetterRow(VaultRow, table=True):
    """A dead letter, numbered within its webhook."""

    __tablename__ = "hook_letter"

    hook: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    block: int = Field(sa_type=BigInteger)
    log_index: int = Field(sa_type=BigInteger)
    until_block: int = Field(sa_type=BigInteger)
    until_log_index: int = Field(sa_type=BigInteger)
    events: int
    failure: str
    given_up_at: int = Field(sa_type=BigInteger)
