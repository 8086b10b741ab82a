"""Bindings of accounts to organisations, as values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledger.localized import Localized
from ledger.participants.model import Subject, SubjectKind
from ledger.types import Digest

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.types import Address

__all__ = ["Binding", "Certified", "Challenge", "Held", "Identity", "Purpose", "Statement"]
__all__ += ["Window"]


class Purpose(StrEnum):
    """What a challenge is signed for."""

    ADMISSION = "admission"
    CONFIRMATION = "confirmation"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a challenge says, whatever its language; times are seconds since 1970."""

    account: Address
    purpose: Purpose
    nonce: str
    issued_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """A statement and the text of it that is signed, byte by byte in UTF-8."""

    statement: Statement
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """Between which moments a signature must say that it was made, and what the time is now."""

    begins: datetime
    ends: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says of the organisation: `der` is the certificate itself.

    `signer` is the name of the person whose key it is, and `serial` its number at its issuer: both
    are personal data, and are shown to whom `check_reader` lets in.
    """

    der: bytes
    organisation: str
    bin: str
    signer: str
    issuer: str
    serial: str
    not_before: int
    not_after: int

    @property
    def fingerprint(self) -> Digest:
        """The SHA-256 of the certificate."""
        return Digest(hashlib.sha256(self.der).digest())

    @property
    def subject(self) -> Subject:
        """Whom the chain gets a salted digest of; whoever has the certificate can write it again.

        Raises Rejected("identifier.bad-bin").
        """
        name = self.organisation
        names = Localized(kk=name, ru=name, en=name)
        return Subject(SubjectKind.LEGAL, names, self.bin, certificate=self.fingerprint)


@dataclass(frozen=True, slots=True)
class Binding:
    """That an account was bound, which stays when all else was erased; nothing here is personal."""

    id: str
    account: Address
    purpose: Purpose
    digest: Digest
    bound_at: int
    withdrawn_at: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a binding by consent: certificate, both signatures, their text, and salt."""

    certified: Certified
    cms: bytes
    text: str
    signature: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """A binding with what is kept of it; None once consent was withdrawn."""

    binding: Binding
    held: Held | None
