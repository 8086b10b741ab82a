"""Signatures of organisations: which are taken, and as what each other one is refused."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms as asn1  # type: ignore[import-untyped] # it carries no types
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import Rejected
from ledger.identities.signature import MAX_CMS_BYTES
from tests.ledger.identities.conftest import TEXT
from tests.support.pki import BIN, NAME, Party, cms, cms_otherwise, issue, key, pki, subject

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.identities.conftest import Desk

PSS = ("-keyopt", "rsa_padding_mode:pss")


def test_a_signature_says_whose_it_is(desk: Desk) -> None:
    told = desk.check(desk.sign())
    assert (told.organisation, told.bin, told.signer) == (NAME, BIN, "АХМЕТОВ АСАН")
    assert told.der == desk.pki.leaf.der
    assert told.not_before < desk.window.now.timestamp() < told.not_after
    assert told.subject.as_document()["certificate"] == told.fingerprint.hex()


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_keys_and_hashes_that_are_taken(desk: Desk, kind: str, digest: str) -> None:
    leaf = issue(desk.pki.middle, subject("A"), own=key(kind))
    assert desk.check(desk.sign(leaf, "-md", digest)).bin == BIN


def test_a_whole_hierarchy_of_rsa_and_pss_are_taken(desk: Desk) -> None:
    made = pki("rsa")
    own = replace(desk, pki=made)
    trust = own.trusting()
    assert own.check(own.sign(), trust).bin == BIN
    assert own.check(own.sign(None, *PSS), trust).bin == BIN
    salted = own.sign(None, *PSS, "-keyopt", "rsa_pss_saltlen:20", "-md", "sha512")
    assert own.check(salted, trust).bin == BIN


def test_signatures_of_another_tool_and_of_ber_are_taken(desk: Desk) -> None:
    made = cms_otherwise(TEXT.encode(), desk.pki.leaf, [desk.pki.middle])
    assert desk.check(made).bin == BIN
    ber = b"\x30\x80" + made[4:] + b"\x00\x00"
    assert desk.check(ber).bin == BIN
    assert desk.refusal(ber[:-2]) == "identity.cms-malformed"


def test_a_signature_identified_by_the_key_is_taken(desk: Desk) -> None:
    assert desk.check(desk.sign(None, "-keyid")).bin == BIN


def test_a_signature_of_another_text_is_refused(desk: Desk) -> None:
    assert desk.refusal(desk.sign(text=TEXT + "\n")) == "identity.other-text"


def test_content_within_is_refused_whether_it_is_the_text_or_not(desk: Desk) -> None:
    for text in (TEXT, "Another text"):
        made = desk.sign(None, "-nodetach", text=text)
        assert desk.refusal(made) == "identity.cms-attached"


def test_two_signers_or_none_are_refused(desk: Desk) -> None:
    other = issue(desk.pki.middle, subject("B"))
    certificate, secret = other.write(desk.folder, "second")
    two = desk.sign(None, "-signer", str(certificate), "-inkey", str(secret))
    assert desk.refusal(two) == "identity.cms-signers"
    none = asn1.ContentInfo.load(desk.sign())
    none["content"]["signer_infos"] = []
    assert desk.refusal(none.dump(force=True)) == "identity.cms-signers"


def test_without_signed_attributes_nothing_says_when_it_was_made(desk: Desk) -> None:
    assert desk.refusal(desk.sign(None, "-noattr")) == "identity.cms-malformed"


def test_without_the_signers_certificate_it_is_refused(desk: Desk) -> None:
    assert desk.refusal(desk.sign(None, "-nocerts")) == "identity.cms-malformed"


def test_more_certificates_than_a_chain_needs_are_refused(desk: Desk) -> None:
    many = [issue(None, subject(f"C{n}"), ca=True) for n in range(4)]
    others = [desk.pki.middle, *many]
    made = cms(desk.folder, TEXT.encode(), desk.pki.leaf, others)
    assert desk.refusal(made) == "identity.cms-too-much"
    fewer = cms(desk.folder, TEXT.encode(), desk.pki.leaf, others[:-1])
    assert desk.check(fewer).bin == BIN


def test_a_time_of_signing_outside_of_the_challenges_life_is_refused(desk: Desk) -> None:
    made, hour = desk.sign(), dt.timedelta(hours=1)
    for shift in (-hour, hour):
        window = replace(
            desk.window, begins=desk.window.begins + shift, ends=desk.window.ends + shift
        )
        assert replace(desk, window=window).refusal(made) == "identity.signing-time"


def test_a_signature_without_a_time_is_refused(desk: Desk) -> None:
    made = asn1.ContentInfo.load(desk.sign())
    signer = made["content"]["signer_infos"][0]
    kept = [each for each in signer["signed_attrs"] if each["type"].native != "signing_time"]
    attributes = asn1.CMSAttributes(kept)
    signer["signed_attrs"] = attributes
    (desk.folder / "attributes").write_bytes(attributes.dump(force=True))
    signer["signature"] = _openssl_signature(desk, desk.folder / "attributes")
    assert desk.refusal(made.dump(force=True)) == "identity.signing-time"


def test_a_changed_digest_or_signature_is_refused(desk: Desk) -> None:
    made = asn1.ContentInfo.load(desk.sign())
    signer = made["content"]["signer_infos"][0]
    signature = bytearray(signer["signature"].native)
    signature[-1] ^= 1
    signer["signature"] = bytes(signature)
    assert desk.refusal(made.dump(force=True)) == "identity.bad-cms-signature"
    made = asn1.ContentInfo.load(desk.sign())
    for each in made["content"]["signer_infos"][0]["signed_attrs"]:
        if each["type"].native == "message_digest":
            each["values"] = [bytes(32)]
    assert desk.refusal(made.dump(force=True)) == "identity.other-text"


@pytest.mark.parametrize("digest", ["sha1", "sha224"])
def test_weak_hashes_are_refused(desk: Desk, digest: str) -> None:
    assert desk.refusal(desk.sign(None, "-md", digest)) == "identity.weak-algorithm"


def test_short_keys_and_other_curves_are_refused(desk: Desk) -> None:
    short = issue(desk.pki.middle, subject("A"), own=key("rsa", 1024))
    assert desk.refusal(desk.sign(short)) == "identity.weak-algorithm"
    secret = desk.folder / "k1.key"
    command = ["openssl", "ecparam", "-name", "secp256k1", "-genkey", "-noout"]
    command += ["-out", str(secret)]
    subprocess.run(command, check=True, capture_output=True)
    assert desk.refusal(desk.sign(_loaded(desk, secret))) == "identity.weak-algorithm"


@pytest.mark.parametrize("oid", ["1.2.398.3.10.1.1.2.3.2", "1.2.643.7.1.1.3.2"])
def test_gost_is_refused_by_its_name(desk: Desk, oid: str) -> None:
    made = asn1.ContentInfo.load(desk.sign())
    signer = made["content"]["signer_infos"][0]
    signer["signature_algorithm"] = asn1.SignedDigestAlgorithm({"algorithm": oid})
    with pytest.raises(Rejected) as refused:
        desk.check(made.dump(force=True))
    assert (refused.value.code, refused.value.facts) == ("identity.gost", {"oid": oid})


def test_what_is_too_large_is_not_looked_at(desk: Desk) -> None:
    assert desk.refusal(bytes(MAX_CMS_BYTES + 1)) == "identity.cms-too-large"
    assert desk.refusal(bytes(MAX_CMS_BYTES)) == "identity.cms-malformed"


def test_bytes_that_would_be_parsed_for_seconds_are_refused_at_once(desk: Desk) -> None:
    for size, code in ((1024, None), (1025, "identity.cms-malformed")):
        long = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\xff" * size)
        made = desk.sign(issue(desk.pki.middle, subject("A"), more=[(long, False)]))
        if code is None:
            assert desk.check(made).bin == BIN
        else:
            assert desk.refusal(made) == code


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_nothing_that_was_cut_or_changed_is_taken(desk: Desk, data: st.DataObject) -> None:
    made = _made(desk)
    changed = bytearray(made[: data.draw(st.integers(0, len(made)))])
    for _ in range(data.draw(st.integers(0, 3))):
        if changed:
            changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    _check_changed(desk, bytes(changed))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_single_bit_of_what_is_signed_can_be_turned(desk: Desk, data: st.DataObject) -> None:
    made = bytearray(_made(desk))
    place = data.draw(st.integers(0, len(made) * 8 - 1))
    made[place // 8] ^= 1 << place % 8
    _check_changed(desk, bytes(made))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400))
def test_other_bytes_are_no_signature(desk: Desk, data: bytes) -> None:
    with pytest.raises(Rejected):
        desk.check(data)


_MADE: dict[bytes, bytes] = {}


def _made(desk: Desk) -> bytes:
    """One signature for all examples."""
    who = desk.pki.leaf.der
    if who not in _MADE:
        _MADE[who] = desk.sign()
    return _MADE[who]


def _check_changed(desk: Desk, changed: bytes) -> None:
    """It is refused, or it is the same signature of the same text."""
    try:
        told = desk.check(changed)
    except Rejected:
        return
    assert told.der == desk.pki.leaf.der
    assert _same_but_for_what_is_not_signed(_made(desk), changed)


def _same_but_for_what_is_not_signed(made: bytes, changed: bytes) -> bool:
    """CMS signs neither versions, nor the list of digests, nor certificates that are not needed."""
    first, second = (asn1.ContentInfo.load(each)["content"] for each in (made, changed))
    signers = [each["signer_infos"][0] for each in (first, second)]
    return all(
        signers[0][name].dump() == signers[1][name].dump() for name in ("signed_attrs", "signature")
    )


def _loaded(desk: Desk, secret: Path) -> Party:
    """A party whose key openssl has made."""
    loaded = load_pem_private_key(secret.read_bytes(), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return issue(desk.pki.middle, subject("A"), own=loaded)


def _openssl_signature(desk: Desk, data: Path) -> bytes:
    _, secret = desk.pki.leaf.write(desk.folder, "again")
    command = ["openssl", "dgst", "-sha256", "-sign", str(secret), str(data)]
    return subprocess.run(command, check=True, capture_output=True).stdout
