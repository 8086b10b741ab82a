"""The acts on a deposit and on the whole depository, as they are asked for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.types import AddressIn, DigestIn, Request, digest_of
from depository.history import Findings, Purpose
from ledger.types import Timestamp

__all__ = [
    "Annulling",
    "Applying",
    "Attesting",
    "Handing",
    "Offering",
    "Refusing",
    "Signing",
    "Taking",
    "Verifying",
    "WithdrawingLevel",
    "findings_of",
    "purpose_of",
]

_COUNT = Field(ge=0, le=2**53 - 1)


class Signing(Request):
    """An act that needs nothing but its sender."""

    sender: AddressIn


class Offering(Request):
    """Offer the right to a participant (by number) under an agreement."""

    sender: AddressIn
    receiver: int = Field(ge=1, le=2**53 - 1)
    agreement: DigestIn


class Taking(Request):
    """Accept the right under the agreement of the offer."""

    sender: AddressIn
    agreement: DigestIn


class Attesting(Request):
    """Attest the next level: up to 4 the operator, 5 an independent attestor."""

    sender: AddressIn
    level: int = Field(ge=1, le=5)
    evidence: DigestIn


class WithdrawingLevel(Request):
    """Withdraw an attestation and those above it.

    With `basis` it is a decision of the authorised body.
    """

    sender: AddressIn
    level: int = Field(ge=1, le=5)
    reason: DigestIn
    basis: DigestIn | None = None


class Applying(Request):
    """Apply for a copy of a deposit of one's own (D-7)."""

    sender: AddressIn
    purpose: Literal["archiving", "replacement"]
    application: DigestIn


class Handing(Request):
    """Record the copy that was handed out."""

    sender: AddressIn
    digest: DigestIn


class Refusing(Request):
    """Refuse a copy; `reason` is the digest of the reasons."""

    sender: AddressIn
    reason: DigestIn


class Annulling(Request):
    """Annul an acceptance; `basis` is the digest of the decision."""

    sender: AddressIn
    basis: DigestIn


class Verifying(Request):
    """Record a verification of the whole depository, completed at `verified_at` (s since 1970)."""

    sender: AddressIn
    checked: int = _COUNT
    faulty: int = _COUNT
    report: DigestIn
    verified_at: int = _COUNT
    basis: DigestIn


def purpose_of(asked: Applying) -> Purpose:
    """What a copy is for."""
    return Purpose[asked.purpose.upper()]


def findings_of(asked: Verifying) -> Findings:
    """What a verification found."""
    verified_at = Timestamp(asked.verified_at)
    return Findings(asked.checked, asked.faulty, digest_of(asked.report), verified_at)
