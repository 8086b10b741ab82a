"""A detached CMS signature (RFC 5652) by one signer: taken apart, and held to a text."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import cms, core, ocsp  # type: ignore[import-untyped] # it carries no types
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.sign.general import (
    CMSExtractionError,
    MultivaluedAttributeError,
    NonexistentAttributeError,
    extract_signer_info,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from ledger.errors import Rejected
from ledger.identities.algorithms import check_national, is_accepted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.identities.model import Window

__all__ = ["MAX_CMS_BYTES", "Signed", "hostile", "read_signed"]

MAX_CMS_BYTES: Final = 96 * 1024
"""The largest signature that is looked at: some certificates, a list of revocations."""

_MOST_CERTIFICATES: Final = 5
"""However they name each other, few certificates make few chains."""

_MOST_REVOCATIONS: Final = 8

_ENDLESS: Final = re.compile(rb"[\x80-\xff]{1025}")
"""Long tags and identifiers take asn1crypto seconds; a name in Cyrillic has some 300 such bytes."""

_PARSING: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    OverflowError,
    NotImplementedError,
    RecursionError,
    CMSExtractionError,
    SignatureValidationError,
    InvalidSignature,
    UnsupportedAlgorithm,
)
"""What the parser and what stands on it raise of bytes that are no signature."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds: its signer's certificate, the others, and what it says of revocation.

    Certificates are those of asn1crypto; nothing is yet known of who made them.
    """

    certificate: Any
    others: tuple[Any, ...]
    crls: tuple[Any, ...]
    ocsps: tuple[Any, ...]


def read_signed(data: bytes, text: bytes, window: Window) -> Signed:
    """Hold a signature to a text.

    1. DER or BER of SignedData, no larger than `MAX_CMS_BYTES`. 2. Without content of its own.
    3. One signer, whose certificate is among at most five. 4. Its algorithms. 5. The signed
    attributes (content type, digest of the text), and the signature over them. 6. It says that it
    was made within the window. Source: RFC 5652 §5. Raises Rejected("identity.cms-malformed"),
    ("identity.cms-attached"), ("identity.cms-signers"), ("identity.cms-too-much", most=),
    ("identity.gost", oid=), ("identity.weak-algorithm"), ("identity.other-text"),
    ("identity.bad-cms-signature"), ("identity.signing-time").
    """
    if len(data) > MAX_CMS_BYTES:
        raise Rejected("identity.cms-too-large", limit=MAX_CMS_BYTES)
    with hostile():
        signed_data = _opened(data)
        signer = _only_signer(signed_data)
        found = extract_certs_for_validation(signed_data)
        _check_algorithms(signer, found.signer_cert)
        _check_integrity(signed_data, signer, found.signer_cert, text)
        _check_time(signer, window)
        crls, ocsps = _revocations(signed_data)
        return Signed(found.signer_cert, tuple(found.other_certs), crls, ocsps)


@contextmanager
def hostile() -> Iterator[None]:
    """Whatever a parser makes of bytes from outside is a refusal of them."""
    try:
        yield
    except _PARSING as error:
        raise Rejected("identity.cms-malformed") from error


def _opened(data: bytes) -> Any:
    if _ENDLESS.search(data):
        raise Rejected("identity.cms-malformed")
    info = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].native != "signed_data":
        raise Rejected("identity.cms-malformed")
    signed_data = info["content"]
    inner = signed_data["encap_content_info"]
    if inner["content"].native is not None:
        raise Rejected("identity.cms-attached")
    if inner["content_type"].native != "data":
        raise Rejected("identity.cms-malformed")
    return signed_data


def _only_signer(signed_data: Any) -> Any:
    if len(signed_data["signer_infos"]) != 1:
        raise Rejected("identity.cms-signers")
    if len(signed_data["certificates"]) > _MOST_CERTIFICATES:
        raise Rejected("identity.cms-too-much", most=_MOST_CERTIFICATES)
    signer = extract_signer_info(signed_data)
    if signer["signed_attrs"].native is None:
        raise Rejected("identity.cms-malformed")
    return signer


def _check_algorithms(signer: Any, certificate: Any) -> None:
    algorithm, digest = signer["signature_algorithm"], signer["digest_algorithm"]
    check_national(digest, algorithm, certificate["signature_algorithm"])
    check_national(certificate.public_key["algorithm"])
    if not is_accepted(algorithm, digest, certificate.public_key):
        raise Rejected("identity.weak-algorithm")


def _check_integrity(signed_data: Any, signer: Any, certificate: Any, text: bytes) -> None:
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, text).digest()
    expected = signed_data["encap_content_info"]["content_type"].native
    intact, valid = validate_sig_integrity(signer, certificate, expected, digest)
    if not intact:
        raise Rejected("identity.other-text")
    if not valid:
        raise Rejected("identity.bad-cms-signature")


def _check_time(signer: Any, window: Window) -> None:
    try:
        claimed = find_unique_cms_attribute(signer["signed_attrs"], "signing_time").native
    except (NonexistentAttributeError, MultivaluedAttributeError):
        raise Rejected("identity.signing-time") from None
    if not isinstance(claimed, datetime) or not window.begins <= claimed <= window.ends:
        raise Rejected("identity.signing-time")


def _revocations(signed_data: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Lists of revocations and answers of OCSP that came with the signature (RFC 5940)."""
    if isinstance(signed_data["crls"], core.Void):
        return (), ()
    if len(signed_data["crls"]) > _MOST_REVOCATIONS:
        raise Rejected("identity.cms-too-much", most=_MOST_REVOCATIONS)
    crls, ocsps = [], []
    for each in signed_data["crls"]:
        chosen = each.chosen.untag()
        if each.name == "crl":
            crls.append(chosen)
        elif chosen["other_rev_info_format"].native == "ocsp_response":
            ocsps.append(ocsp.OCSPResponse.load(chosen["other_rev_info"].dump()))
    return tuple(crls), tuple(ocsps)
