"""Rows of challenges, sessions and keys; of a secret only its SHA-256 is kept."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import VaultRow
from ledger.once import OnceRow

__all__ = ["ChallengeRow", "KeyRow", "SessionRow"]


class ChallengeRow(OnceRow, table=True):
    """A nonce that was given out."""

    __tablename__ = "access_challenge"

    nonce: str = Field(primary_key=True)


class SessionRow(VaultRow, table=True):
    """One sign-in; a refresh changes its digests, so that only the last secrets are good.

    `good_until` is when the access ends, `renewable_until` when it cannot be refreshed any more,
    `ends_at` when the person must sign in again. Times are seconds since 1970.
    """

    __tablename__ = "access_session"

    id: str = Field(primary_key=True)
    account: str = Field(index=True)
    access: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    refresh: bytes | None = Field(sa_column=Column(LargeBinary(32)))
    begun_at: int = Field(sa_type=BigInteger)
    good_until: int = Field(sa_type=BigInteger)
    renewable_until: int = Field(sa_type=BigInteger)
    ends_at: int = Field(sa_type=BigInteger)


class KeyRow(VaultRow, table=True):
    """A key of a machine; `used_on` is the day of its last use, in days since 1970."""

    __tablename__ = "access_key"

    id: str = Field(primary_key=True)
    account: str = Field(index=True)
    name: str
    scopes: str
    secret: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)
    used_on: int | None
