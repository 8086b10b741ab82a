"""Whether a certificate stands under an anchor, may sign, and was not revoked (RFC 5280)."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl

from ledger.errors import Rejected
from ledger.identities.algorithms import Accepted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko_certvalidator.path import ValidationPath

    from ledger.identities.signature import Signed

__all__ = ["Known", "chain", "check_known", "check_revocation", "check_usage"]

_USAGE: Final = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    extd_key_usage={"email_protection", "1.3.6.1.5.5.7.3.36"},
    explicit_extd_key_usage_required=False,
)
"""A key that signs documents: not one of a server, of a time stamp or of an authority. The
extended usage of the national profile is that of e-mail; 36 is that of documents (RFC 9336).
"""


_SKEW: Final = dt.timedelta(seconds=60)
"""By how much the clock of an authority may differ from ours."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of who may certify and of what was revoked, as asn1crypto reads it."""

    anchors: tuple[Any, ...]
    crls: tuple[Any, ...] = ()
    ocsps: tuple[Any, ...] = ()


async def chain(signed: Signed, known: Known, now: dt.datetime) -> ValidationPath:
    """The chain from a signer's certificate to an anchor, whatever was revoked.

    Raises Rejected("identity.no-chain"), ("identity.chain-invalid"), ("identity.expired"),
    ("identity.not-yet-valid"), ("identity.weak-algorithm").
    """
    context = _context(signed, known, now, revocation=False)
    with _translated():
        return await CertificateValidator(
            signed.certificate, signed.others, context
        ).async_validate_path()


def check_usage(signed: Signed, path: ValidationPath) -> None:
    """Refuse a key that is not for signing documents: Rejected("identity.wrong-usage")."""
    try:
        _USAGE.validate(signed.certificate)
    except InvalidCertificateError as error:
        raise Rejected("identity.wrong-usage") from error
    if signed.certificate.ca or path.pkix_len < 1:
        raise Rejected("identity.wrong-usage")


async def check_known(signed: Signed, path: ValidationPath, own: Known, now: dt.datetime) -> None:
    """Refuse what one of our own lists revokes, whatever came with the signature.

    That holds even where it is not known whether the list's issuer itself was revoked.
    Raises Rejected("identity.revoked").
    """
    for certificate in path.iter_certs(include_root=False):
        context = _context(signed, own, now, revocation=False)
        with _translated(), suppress(CRLValidationError):
            await verify_crl(certificate, path, context)


async def check_revocation(signed: Signed, known: Known, now: dt.datetime) -> None:
    """Refuse a chain of which any certificate but the anchor is revoked, or not known not to be.

    Raises Rejected("identity.revoked"), ("identity.revocation-unknown"), and as `chain`.
    """
    context = _context(signed, known, now, revocation=True)
    with _translated():
        await CertificateValidator(signed.certificate, signed.others, context).async_validate_path()


def _context(
    signed: Signed, known: Known, now: dt.datetime, *, revocation: bool
) -> ValidationContext:
    """Nothing is kept from one to the next: what came with a signature is believed of it alone."""
    return ValidationContext(
        trust_roots=list(known.anchors),
        other_certs=list(signed.others),
        moment=now,
        time_tolerance=_SKEW,
        crls=list(known.crls),
        ocsps=list(known.ocsps),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO if revocation else NO_REVOCATION),
        algorithm_usage_policy=Accepted(),
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except RevokedError as error:
        raise Rejected("identity.revoked") from error
    except InsufficientRevinfoError as error:
        raise Rejected("identity.revocation-unknown") from error
    except ExpiredError as error:
        raise Rejected("identity.expired") from error
    except NotYetValidError as error:
        raise Rejected("identity.not-yet-valid") from error
    except DisallowedAlgorithmError as error:
        raise Rejected("identity.weak-algorithm") from error
    except (PathBuildingError, InvalidCertificateError) as error:
        raise Rejected("identity.no-chain") from error
    except ValidationError as error:
        raise Rejected("identity.chain-invalid") from error
