"""Rows of identities: what is personal is null once consent was withdrawn."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field

from ledger.database import VaultRow
from ledger.once import OnceRow

__all__ = ["IdentityChallengeRow", "IdentityRow"]


class IdentityChallengeRow(OnceRow, table=True):
    """A text that was given out to be signed, by its SHA-256 in hex."""

    __tablename__ = "identity_challenge"

    digest: str = Field(primary_key=True)
    account: str
    purpose: str
    nonce: str
    issued_at: int = Field(sa_type=BigInteger)


class IdentityRow(VaultRow, table=True):
    """A binding; all below `withdrawn_at` is erased by a withdrawal. Times: seconds since 1970."""

    __tablename__ = "identity"

    id: str = Field(primary_key=True)
    account: str = Field(index=True)
    purpose: str
    digest: str = Field(index=True)
    bound_at: int = Field(sa_type=BigInteger)
    withdrawn_at: int | None = Field(default=None, sa_type=BigInteger)
    certificate: bytes | None = Field(default=None, sa_column=Column(LargeBinary()))
    organisation: str | None = None
    bin: str | None = None
    signer: str | None = None
    issuer: str | None = None
    serial: str | None = None
    not_before: int | None = Field(default=None, sa_type=BigInteger)
    not_after: int | None = Field(default=None, sa_type=BigInteger)
    cms: bytes | None = Field(default=None, sa_column=Column(LargeBinary()))
    text: str | None = None
    signature: str | None = None
    salt: bytes | None = Field(default=None, sa_column=Column(LargeBinary()))
