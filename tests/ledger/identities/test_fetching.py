"""Revocations that are fetched from where certificates name them, and from where they are not."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import cms as asn1  # type: ignore[import-untyped] # it carries no types
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from ledger.hooks.reaching import Reach
from ledger.identities.fetching import Fetcher
from tests.ledger.identities.conftest import TEXT
from tests.support.pki import BIN, Party, Pki, cms, crl, issue, subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.identities.trust import Trust
    from tests.ledger.identities.conftest import Desk

Answer = bytes | int


@dataclass
class Place:
    """Where an authority tells of revocations; what is not there is a 404."""

    port: int = 0
    answers: dict[str, Answer | Callable[[bytes], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The URL of a path here."""
        return f"http://crl.example:{self.port}{path}"


@pytest.fixture
def place() -> Iterator[Place]:
    """A server of this machine."""
    found = Place()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])))

        def _answer(self, body: bytes) -> None:
            found.asked.append((self.headers["host"], self.path))
            answer = found.answers.get(self.path, 404)
            data = answer(body) if callable(answer) else answer
            self.send_response(data if isinstance(data, int) else 200)
            self.send_header("location", found.url("/elsewhere"))
            sent = data if isinstance(data, bytes) else b""
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def _points(url: str) -> tuple[x509.ExtensionType, bool]:
    names = [x509.UniformResourceIdentifier(url)]
    return x509.CRLDistributionPoints([x509.DistributionPoint(names, None, None, None)]), False


def _responder(url: str) -> tuple[x509.ExtensionType, bool]:
    at = x509.UniformResourceIdentifier(url)
    told = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, at)
    return x509.AuthorityInformationAccess([told]), False


def _hierarchy(desk: Desk, place: Place, *more: tuple[x509.ExtensionType, bool]) -> Pki:
    """An authority whose root tells at `/root.crl`, and a leaf that names `more`."""
    root, points = desk.pki.root, [_points(place.url("/root.crl"))]
    middle = issue(root, subject("Named", units=()), ca=True, more=points)
    place.answers["/root.crl"] = crl(root)
    return Pki(root, middle, issue(middle, subject("A"), more=more))


def _here(_name: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def _trust(desk: Desk, **fetching: Any) -> Trust:
    """A trust without lists of its own, which fetches from private addresses too."""
    given = {"reach": Reach(private=True), "resolver": _here, **fetching}
    return replace(desk.trust, crls=None, fetcher=Fetcher(**given))


def _signed(desk: Desk, made: Pki) -> bytes:
    return cms(desk.folder, TEXT.encode(), made.leaf, [made.middle])


def test_lists_are_fetched_from_where_the_certificates_name_them(desk: Desk, place: Place) -> None:
    made = _hierarchy(desk, place, _points(place.url("/middle.crl")))
    place.answers["/middle.crl"] = crl(made.middle)
    signature = _signed(desk, made)
    assert desk.check(signature, _trust(desk)).bin == BIN
    host = f"crl.example:{place.port}"
    assert place.asked == [(host, "/root.crl"), (host, "/middle.crl")]
    place.answers["/middle.crl"] = crl(made.middle, [made.leaf])
    assert desk.refusal(signature, _trust(desk)) == "identity.revoked"
    place.asked.clear()
    silent = replace(desk.trust, crls=None)
    assert desk.refusal(signature, silent) == "identity.revocation-unknown"
    assert place.asked == []


def test_ocsp_is_asked_and_what_it_tells_is_believed_if_it_is_signed(
    desk: Desk, place: Place
) -> None:
    made = _hierarchy(desk, place, _responder(place.url("/ocsp")))
    signature, status = _signed(desk, made), ocsp.OCSPCertStatus
    other = issue(None, subject("Named", units=()), ca=True)
    for wanted, by, code in (
        (status.GOOD, made.middle, None),
        (status.REVOKED, made.middle, "identity.revoked"),
        (status.GOOD, other, "identity.revocation-unknown"),
    ):
        place.answers["/ocsp"] = _answering(made.leaf, by, wanted)
        if code is None:
            assert desk.check(signature, _trust(desk)).bin == BIN
        else:
            assert desk.refusal(signature, _trust(desk)) == code


def test_what_was_fetched_outweighs_what_came_with_the_signature(desk: Desk, place: Place) -> None:
    """The signature brings a list that knows of no revocation yet."""

    made = _hierarchy(desk, place, _points(place.url("/middle.crl")))
    place.answers["/middle.crl"] = crl(made.middle, [made.leaf])
    signature = asn1.ContentInfo.load(_signed(desk, made))
    old = asn1_crl.CertificateList.load(crl(made.middle))
    signature["content"]["crls"] = [asn1.RevocationInfoChoice("crl", old)]
    assert desk.refusal(signature.dump(), _trust(desk)) == "identity.revoked"


def test_nothing_is_asked_for_a_chain_that_does_not_hold(desk: Desk, place: Place) -> None:
    thief = issue(None, subject("Root", units=()), ca=True)
    points = [_points(place.url("/root.crl"))]
    middle = issue(thief, subject("Named", units=()), ca=True, more=points)
    made = Pki(thief, middle, issue(middle, subject("A"), more=points))
    assert desk.refusal(_signed(desk, made), _trust(desk)) in {
        "identity.no-chain",
        "identity.chain-invalid",
    }
    assert place.asked == []


def test_private_addresses_are_not_asked(desk: Desk, place: Place) -> None:
    made = _hierarchy(desk, place, _points("http://crl.example/middle.crl"))
    signature = _signed(desk, made)
    strict = _trust(desk, reach=Reach(plain=True))
    assert desk.refusal(signature, strict) == "identity.revocation-unknown"
    for url in ("http://127.0.0.1/x", "ldap://127.0.0.1/x", "file:///etc/passwd", "http://[::1]/"):
        made = _hierarchy(desk, place, _points(url))
        assert desk.refusal(_signed(desk, made), strict) == "identity.revocation-unknown"
    assert place.asked == []


@pytest.mark.parametrize("answer", [b"", b"no list", b"0" * ((16 << 20) + 1), 302, 404, 500])
def test_whatever_else_comes_is_no_list(desk: Desk, place: Place, answer: Answer) -> None:
    made = _hierarchy(desk, place, _points(place.url("/middle.crl")))
    place.answers["/middle.crl"] = answer
    place.answers["/elsewhere"] = crl(made.middle)
    assert desk.refusal(_signed(desk, made), _trust(desk)) == "identity.revocation-unknown"
    assert "/elsewhere" not in {path for _, path in place.asked}


def test_who_answers_slowly_holds_nobody_up(desk: Desk, place: Place) -> None:
    made = _hierarchy(desk, place, _points(place.url("/middle.crl")))
    released = threading.Event()

    def slow(_body: bytes) -> bytes:
        released.wait()
        return b""

    place.answers["/middle.crl"] = slow
    try:
        code = desk.refusal(_signed(desk, made), _trust(desk, seconds=0.5))
    finally:
        released.set()
    assert code == "identity.revocation-unknown"


def test_a_certificate_names_two_places_of_each_kind_at_most(desk: Desk, place: Place) -> None:
    names = [
        x509.DistributionPoint(
            [x509.UniformResourceIdentifier(place.url(f"/{n}"))], None, None, None
        )
        for n in range(9)
    ]
    made = _hierarchy(desk, place, (x509.CRLDistributionPoints(names), False))
    assert desk.refusal(_signed(desk, made), _trust(desk)) == "identity.revocation-unknown"
    assert [path for _, path in place.asked] == ["/root.crl", "/0", "/1"]


def _answering(of: Party, by: Party, status: ocsp.OCSPCertStatus) -> Callable[[bytes], bytes]:
    """A responder that looks at the question."""

    def answer(question: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(question)
        assert asked.serial_number == of.certificate.serial_number
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        revoked, day = status is ocsp.OCSPCertStatus.REVOKED, dt.timedelta(days=1)
        made = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=of.certificate,
                issuer=by.certificate,
                algorithm=hashes.SHA1(),  # noqa: S303 - as it was asked
                cert_status=status,
                this_update=now - day,
                next_update=now + day,
                revocation_time=now - day if revoked else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
        )
        return made.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)

    return answer
