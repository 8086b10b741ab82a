"""Certificates, lists of revocations and signatures, made by `cryptography` and by openssl."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["BIN", "NAME", "Party", "Pki", "cms", "cms_otherwise", "crl", "issue", "key", "pki"]
__all__ += ["subject", "usage"]

BIN: Final = "190440012341"
NAME: Final = "ЖШС «Қоймашы»"
DAY: Final = dt.timedelta(days=1)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Party:
    """A key and its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The certificate, armoured."""
        return self.certificate.public_bytes(Encoding.PEM)

    def write(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Files of the certificate and of the key."""
        certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
        certificate.write_bytes(self.pem)
        secret.write_bytes(
            self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        return certificate, secret


@dataclass(frozen=True)
class Pki:
    """A root, an authority below it, and an organisation's certificate."""

    root: Party
    middle: Party
    leaf: Party

    def publish(self, folder: Path, *revoked: Party) -> tuple[Path, Path]:
        """Folders of anchors and of lists of revocations, of which none is missing."""
        anchors, lists = folder / "anchors", folder / "crls"
        for each in (anchors, lists):
            each.mkdir(parents=True, exist_ok=True)
        (anchors / "root.pem").write_bytes(self.root.pem)
        (lists / "root.crl").write_bytes(crl(self.root, revoked))
        (lists / "middle.crl").write_bytes(crl(self.middle, revoked))
        return anchors, lists


def key(kind: str = "p256", bits: int = 2048) -> Key:
    """A new key: `rsa`, `p256` or `p384`."""
    if kind == "rsa":
        return rsa.generate_private_key(65537, bits)
    return ec.generate_private_key(ec.SECP256R1() if kind == "p256" else ec.SECP384R1())


def subject(
    common: str,
    *,
    organisation: str | None = NAME,
    units: Iterable[str] = (f"BIN{BIN}",),
    serial: str | None = "IIN880101300010",
) -> x509.Name:
    """A name as the national profile has it."""
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if serial is not None:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, serial))
    parts.append(x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"))
    if organisation is not None:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    parts += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, each) for each in units]
    return x509.Name(parts)


def usage(*wanted: str) -> x509.KeyUsage:
    """A key usage extension with these bits."""
    every = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{each: each in wanted for each in every})


def issue(
    issuer: Party | None,
    name: x509.Name,
    *,
    own: Key | None = None,
    ca: bool = False,
    bits: x509.KeyUsage | None = None,
    days: tuple[int, int] = (-1, 30),
    hashed: hashes.SHA256 | hashes.SHA384 | None = None,
    extended: Sequence[x509.ObjectIdentifier] = (),
    more: Iterable[tuple[x509.ExtensionType, bool]] = (),
) -> Party:
    """A certificate for `name`, signed by `issuer` or by itself; valid from and to these days."""
    own = own or key()
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    signer = own if issuer is None else issuer.key
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if issuer is None else issuer.certificate.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * DAY)
        .not_valid_after(now + days[1] * DAY)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(
            bits or (usage("key_cert_sign", "crl_sign") if ca else usage("digital_signature")),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if extended:
        made = made.add_extension(x509.ExtendedKeyUsage(extended), critical=False)
    for extension, critical in more:
        made = made.add_extension(extension, critical)
    return Party(own, made.sign(signer, hashed or hashes.SHA256()))


def pki(kind: str = "p256") -> Pki:
    """A root, an authority and an organisation, with keys of a kind."""
    root = issue(None, subject("Root", units=()), own=key(kind), ca=True)
    middle = issue(root, subject("Authority", units=()), own=key(kind), ca=True)
    email = (ExtendedKeyUsageOID.EMAIL_PROTECTION,)
    leaf = issue(middle, subject("АХМЕТОВ АСАН"), own=key(kind), extended=email)
    return Pki(root, middle, leaf)


def crl(issuer: Party, revoked: Iterable[Party] = (), days: tuple[int, int] = (-1, 7)) -> bytes:
    """A list of revocations in DER; updated, and due again, days from now."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now + days[0] * DAY)
        .next_update(now + days[1] * DAY)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
        made = made.add_revoked_certificate(entry.revocation_date(now - DAY).build())
    return made.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def cms(folder: Path, text: bytes, signer: Party, others: Iterable[Party], *options: str) -> bytes:
    """A detached signature in DER by `openssl cms`, which takes further options."""
    certificate, secret = signer.write(folder, "signer")
    chain, given, made = folder / "chain.pem", folder / "text", folder / "made.der"
    chain.write_bytes(b"".join(each.pem for each in others))
    given.write_bytes(text)
    command: list[Any] = ["openssl", "cms", "-sign", "-binary", "-in", given, "-outform", "DER"]
    command += ["-signer", certificate, "-inkey", secret, "-out", made]
    command += ["-certfile", chain] if chain.stat().st_size else []
    done = subprocess.run([*command, *options], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return made.read_bytes()


def cms_otherwise(text: bytes, signer: Party, others: Iterable[Party]) -> bytes:
    """The same by another tool: `cryptography`."""
    made = pkcs7.PKCS7SignatureBuilder().set_data(text)
    made = made.add_signer(signer.certificate, signer.key, hashes.SHA384())
    for each in others:
        made = made.add_certificate(each.certificate)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return made.sign(Encoding.DER, options)
