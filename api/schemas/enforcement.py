"""Acts of the authorised body about digital assets, as they are asked for.

`basis` is the digest of the decision.
"""

from __future__ import annotations

from pydantic import Field

from api.schemas.types import AddressIn, AmountIn, AnyAmountIn, DigestIn, Request

__all__ = ["Decree", "ForcedTransfer", "Freeze", "SystemAttestation", "SystemRevocation"]


class Decree(Request):
    """An act that needs nothing but its basis."""

    sender: AddressIn
    basis: DigestIn


class SystemRevocation(Decree):
    """Revoke the attestation of the system of an issuer, by the issuer's number."""

    issuer: int = Field(ge=1, le=2**53 - 1)


class SystemAttestation(SystemRevocation):
    """Attest that an issuer's system meets the requirements; `system` digests its description."""

    system: DigestIn


class Freeze(Decree):
    """Freeze an amount of an account's tokens in place of what was frozen before."""

    account: AddressIn
    amount: AnyAmountIn


class ForcedTransfer(Decree):
    """Move tokens from a holder to another participant whether the holder wills or not."""

    holder: AddressIn
    to: AddressIn
    amount: AmountIn
