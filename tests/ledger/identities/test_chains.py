"""Certificates under an anchor: which chains hold, and what they say."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID as Extended

from ledger.errors import Unavailable
from ledger.identities.trust import Trust
from tests.ledger.identities.conftest import TEXT
from tests.support.pki import BIN, NAME, Party, cms, crl, issue, key, pki, subject, usage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.identities.conftest import Desk


def test_a_chain_may_be_of_an_anchor_alone_or_longer(desk: Desk) -> None:
    direct = issue(desk.pki.root, subject("A"))
    assert desk.check(desk.sign(direct)).bin == BIN
    lower = issue(desk.pki.middle, subject("Lower", units=()), ca=True)
    (desk.folder / "crls" / "lower.crl").write_bytes(crl(lower))
    leaf = issue(lower, subject("A"))
    made = cms(desk.folder, TEXT.encode(), leaf, [lower, desk.pki.middle])
    assert desk.check(made).bin == BIN
    assert desk.refusal(desk.sign(leaf)) == "identity.no-chain"


def test_another_hierarchy_and_a_certificate_of_ones_own_are_refused(desk: Desk) -> None:
    other = pki()
    made = cms(desk.folder, TEXT.encode(), other.leaf, [other.middle, other.root])
    assert desk.refusal(made) == "identity.no-chain"
    alone = issue(None, subject("A"))
    assert desk.refusal(desk.sign(alone)) == "identity.no-chain"
    assert desk.check(made, Trust.read(*other.publish(desk.folder / "theirs"))).bin == BIN


def test_a_signature_of_an_anchor_itself_is_refused(desk: Desk) -> None:
    alone = issue(None, subject("A"))
    assert desk.refusal(desk.sign(alone), desk.trusting(anchors=[alone])) == "identity.wrong-usage"


@pytest.mark.parametrize(
    ("days", "code"), [((-30, -1), "identity.expired"), ((1, 30), "identity.not-yet-valid")]
)
def test_a_certificate_is_taken_in_its_time_only(
    desk: Desk, days: tuple[int, int], code: str
) -> None:
    assert desk.refusal(desk.sign(issue(desk.pki.middle, subject("A"), days=days))) == code
    middle = issue(desk.pki.root, subject("Old", units=()), ca=True, days=days)
    leaf = issue(middle, subject("A"))
    assert desk.refusal(cms(desk.folder, TEXT.encode(), leaf, [middle])) == code


@pytest.mark.parametrize("bit", ["key_encipherment", "key_agreement", "key_cert_sign"])
def test_a_key_that_is_not_for_signing_is_refused(desk: Desk, bit: str) -> None:
    leaf = issue(desk.pki.middle, subject("A"), bits=usage(bit))
    assert desk.refusal(desk.sign(leaf)) == "identity.wrong-usage"
    signs = issue(desk.pki.middle, subject("A"), bits=usage(bit, "content_commitment"))
    assert desk.check(desk.sign(signs)).bin == BIN


def test_the_extended_usage_is_that_of_documents(desk: Desk) -> None:
    for wrong in (Extended.SERVER_AUTH, Extended.CLIENT_AUTH, Extended.TIME_STAMPING):
        leaf = issue(desk.pki.middle, subject("A"), extended=[wrong])
        assert desk.refusal(desk.sign(leaf)) == "identity.wrong-usage"
    national = x509.ObjectIdentifier("1.2.398.3.3.4.1.2.1")
    for right in (
        [Extended.EMAIL_PROTECTION, national],
        [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")],
    ):
        assert (
            desk.check(desk.sign(issue(desk.pki.middle, subject("A"), extended=right))).bin == BIN
        )


def test_an_authority_does_not_sign_as_an_organisation(desk: Desk) -> None:
    both = usage("digital_signature", "key_cert_sign", "crl_sign")
    middle = issue(desk.pki.middle, subject("A"), ca=True, bits=both)
    assert desk.refusal(desk.sign(middle)) == "identity.wrong-usage"


def test_who_is_no_authority_certifies_nobody(desk: Desk) -> None:
    leaf = issue(desk.pki.leaf, subject("A"))
    made = cms(desk.folder, TEXT.encode(), leaf, [desk.pki.leaf, desk.pki.middle])
    assert desk.refusal(made) == "identity.chain-invalid"
    unable = issue(desk.pki.root, subject("B", units=()), ca=True, bits=usage("crl_sign"))
    made = cms(desk.folder, TEXT.encode(), issue(unable, subject("A")), [unable])
    assert desk.refusal(made) == "identity.chain-invalid"


def test_a_chain_longer_than_an_authority_allows_is_refused(desk: Desk) -> None:
    short = x509.BasicConstraints(ca=True, path_length=0)
    first = _authority(desk.pki.root, "First", short)
    second = issue(first, subject("Second", units=()), ca=True)
    for authority in (first, second):
        name = f"{authority.certificate.serial_number}.crl"
        (desk.folder / "crls" / name).write_bytes(crl(authority))
    good = cms(desk.folder, TEXT.encode(), issue(first, subject("A")), [first])
    assert desk.check(good).bin == BIN
    bad = cms(desk.folder, TEXT.encode(), issue(second, subject("A")), [first, second])
    assert desk.refusal(bad) == "identity.chain-invalid"


def test_a_critical_extension_that_nobody_knows_is_refused(desk: Desk) -> None:
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    leaf = issue(desk.pki.middle, subject("A"), more=[(strange, True)])
    assert desk.refusal(desk.sign(leaf)) == "identity.chain-invalid"
    harmless = issue(desk.pki.middle, subject("A"), more=[(strange, False)])
    assert desk.check(desk.sign(harmless)).bin == BIN


def test_a_forged_certificate_is_refused(desk: Desk) -> None:
    thief = Party(key(), desk.pki.middle.certificate)
    leaf = issue(thief, subject("A"))
    assert desk.refusal(desk.sign(leaf)) in {"identity.chain-invalid", "identity.no-chain"}


def test_a_chain_with_a_weak_hash_is_refused(desk: Desk) -> None:
    leaf = _weak(desk)
    assert desk.refusal(desk.sign(leaf)) == "identity.weak-algorithm"


def test_a_number_may_stand_where_that_of_a_system_does(desk: Desk) -> None:
    leaf = issue(desk.pki.middle, subject("System", units=(), serial=f"BIN{BIN}"))
    assert desk.check(desk.sign(leaf)).bin == BIN
    branch = issue(desk.pki.middle, subject("A", units=("Branch", f"BIN{BIN}")))
    assert desk.check(desk.sign(branch)).organisation == NAME


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (subject("A", units=()), "identity.not-an-organisation"),
        (subject("A", organisation=None), "identity.not-an-organisation"),
        (subject("A", units=("BIN12345",)), "identity.not-an-organisation"),
        (subject("A", units=(f"BIN{BIN}", "BIN160440012349")), "identity.ambiguous-subject"),
        (subject("A", organisation="A\u202egro"), "identity.ambiguous-subject"),
        (subject("A", units=("BIN190440012342",)), "identifier.bad-bin"),
    ],
)
def test_who_is_no_organisation_is_refused(desk: Desk, name: x509.Name, code: str) -> None:
    assert desk.refusal(desk.sign(issue(desk.pki.middle, name))) == code


def test_anchors_that_are_no_roots_are_told_at_once(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (tmp_path / "absent", empty):
        with pytest.raises(Unavailable, match=r"identity\.anchors-unreadable"):
            Trust.read(folder, None)
    (empty / "root.pem").write_bytes(
        b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    )
    with pytest.raises(Unavailable, match=r"root\.pem"):
        Trust.read(empty, None)


def _authority(issuer: Party, name: str, limits: x509.BasicConstraints) -> Party:
    own, now = key(), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject(name, units=()))
        .issuer_name(issuer.certificate.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=9))
        .add_extension(limits, critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
    )
    return Party(own, made.sign(issuer.key, hashes.SHA256()))


def _weak(desk: Desk) -> Party:
    """A certificate over SHA-1, which `cryptography` makes no more: openssl does."""
    certificate, secret = desk.pki.middle.write(desk.folder, "issuer")
    _, own = desk.pki.leaf.write(desk.folder, "weak")
    request, made = desk.folder / "weak.csr", desk.folder / "weak.der"
    extensions = desk.folder / "extensions"
    extensions.write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
    )
    name = f"/CN=A/C=KZ/O=Weak/OU=BIN{BIN}"
    asking = ["openssl", "req", "-new", "-key", str(own), "-subj", name, "-out", str(request)]
    subprocess.run(asking, check=True, capture_output=True)
    signing = ["openssl", "x509", "-req", "-in", str(request), "-CA", str(certificate)]
    signing += ["-CAkey", str(secret), "-CAcreateserial", "-sha1", "-days", "9"]
    signing += ["-extfile", str(extensions), "-outform", "DER", "-out", str(made)]
    subprocess.run(signing, check=True, capture_output=True)
    return Party(desk.pki.leaf.key, x509.load_der_x509_certificate(made.read_bytes()))
