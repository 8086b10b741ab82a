"""What is known of revocation: our own lists, and what comes with a signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms as asn1  # type: ignore[import-untyped] # it carries no types
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from ledger.errors import Unavailable
from tests.support.pki import BIN, Party, crl, issue, key, subject

if TYPE_CHECKING:
    from tests.ledger.identities.conftest import Desk


def test_a_revoked_certificate_is_refused_and_so_is_a_revoked_authority(desk: Desk) -> None:
    made = desk.sign()
    for revoked in (desk.pki.leaf, desk.pki.middle):
        assert desk.refusal(made, desk.trusting(revoked)) == "identity.revoked"
    other = issue(desk.pki.middle, subject("A"))
    assert desk.check(made, desk.trusting(other)).bin == BIN


@pytest.mark.parametrize("name", ["root.crl", "middle.crl"])
def test_without_a_list_for_each_certificate_it_is_refused(desk: Desk, name: str) -> None:
    (desk.folder / "crls" / name).unlink()
    assert desk.refusal(desk.sign()) == "identity.revocation-unknown"


def test_without_any_list_it_is_refused(desk: Desk) -> None:
    assert desk.refusal(desk.sign(), replace(desk.trust, crls=None)) == (
        "identity.revocation-unknown"
    )


@pytest.mark.parametrize("days", [(-9, -2), (2, 9)])
def test_a_list_out_of_its_time_is_none(desk: Desk, days: tuple[int, int]) -> None:
    (desk.folder / "crls" / "middle.crl").write_bytes(crl(desk.pki.middle, days=days))
    assert desk.refusal(desk.sign()) == "identity.revocation-unknown"


def test_a_list_that_is_replaced_is_read_anew(desk: Desk) -> None:
    made, place = desk.sign(), desk.folder / "crls" / "middle.crl"
    before = place.read_bytes()
    assert desk.check(made).bin == BIN
    place.write_bytes(crl(desk.pki.middle, [desk.pki.leaf]))
    assert desk.refusal(made) == "identity.revoked"
    place.write_bytes(before)
    assert desk.check(made).bin == BIN


def test_a_list_that_somebody_else_signed_is_none(desk: Desk) -> None:
    thief = Party(key(), desk.pki.middle.certificate)
    (desk.folder / "crls" / "middle.crl").write_bytes(crl(thief))
    assert desk.refusal(desk.sign()) == "identity.revocation-unknown"


def test_lists_may_come_with_the_signature(desk: Desk) -> None:
    stapled = _stapled(desk, desk.pki.leaf, crl(desk.pki.middle), crl(desk.pki.root))
    for each in (desk.folder / "crls").iterdir():
        each.unlink()
    assert desk.check(stapled).bin == BIN
    assert desk.refusal(desk.sign()) == "identity.revocation-unknown"
    revoked = _stapled(
        desk, desk.pki.leaf, crl(desk.pki.middle, [desk.pki.leaf]), crl(desk.pki.root)
    )
    assert desk.refusal(revoked) == "identity.revoked"


def test_our_own_list_outweighs_whatever_comes_with_the_signature(desk: Desk) -> None:
    """The list of the root is missing here: what revokes the leaf is looked at all the same."""
    leaf = _asked_of(desk)
    trust = desk.trusting(leaf)
    assert trust.crls is not None
    (trust.crls / "root.crl").unlink()
    good = _ocsp(leaf, desk.pki.middle, ocsp.OCSPCertStatus.GOOD)
    for more in ((), (good,)):
        lists = (crl(desk.pki.middle), crl(desk.pki.root))
        stapled = _stapled(desk, leaf, *lists, answers=more)
        assert desk.refusal(stapled, trust) == "identity.revoked"


def test_an_answer_of_ocsp_may_come_with_the_signature(desk: Desk) -> None:
    (desk.folder / "crls" / "middle.crl").unlink()
    leaf, middle, status = _asked_of(desk), desk.pki.middle, ocsp.OCSPCertStatus
    thief = issue(None, subject("Authority", units=()), ca=True)
    assert desk.check(_stapled(desk, leaf, answers=(_ocsp(leaf, middle, status.GOOD),))).bin == BIN
    for answer, code in (
        (_ocsp(leaf, middle, status.REVOKED), "identity.revoked"),
        (_ocsp(leaf, middle, status.UNKNOWN), "identity.revocation-unknown"),
        (_ocsp(leaf, thief, status.GOOD), "identity.revocation-unknown"),
        (_ocsp(desk.pki.leaf, middle, status.GOOD), "identity.revocation-unknown"),
    ):
        assert desk.refusal(_stapled(desk, leaf, answers=(answer,))) == code


def test_a_list_that_cannot_be_read_stops_all(desk: Desk) -> None:
    (desk.folder / "crls" / "z.crl").write_bytes(b"0\x03\x02\x01\x01")
    with pytest.raises(Unavailable, match=r"z\.crl"):
        desk.check(desk.sign())


def _asked_of(desk: Desk) -> Party:
    """A certificate that names where OCSP answers of it."""
    url = x509.UniformResourceIdentifier("http://ocsp.example/")
    place = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, url)
    told = (x509.AuthorityInformationAccess([place]), False)
    return issue(desk.pki.middle, subject("A"), more=[told])


def _stapled(desk: Desk, signer: Party, *lists: bytes, answers: tuple[bytes, ...] = ()) -> bytes:
    """A signature with lists of revocations and answers of OCSP (RFC 5940) in it."""
    made = asn1.ContentInfo.load(desk.sign(signer))
    choices = [
        asn1.RevocationInfoChoice("crl", asn1_crl.CertificateList.load(each)) for each in lists
    ]
    choices += [
        asn1.RevocationInfoChoice(
            "other",
            asn1.OtherRevocationInfoFormat(
                {
                    "other_rev_info_format": "ocsp_response",
                    "other_rev_info": asn1_ocsp.OCSPResponse.load(each),
                }
            ),
        )
        for each in answers
    ]
    made["content"]["crls"] = choices
    data: bytes = made.dump()
    return data


def _ocsp(of: Party, responder: Party, status: ocsp.OCSPCertStatus) -> bytes:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    day, revoked = dt.timedelta(days=1), status is ocsp.OCSPCertStatus.REVOKED
    made = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=of.certificate,
            issuer=responder.certificate,
            algorithm=hashes.SHA256(),
            cert_status=status,
            this_update=now - day,
            next_update=now + day,
            revocation_time=now - day if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    )
    return made.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)
