"""What certificates say of where revocations are told: fetched from public addresses, in bounds."""

from __future__ import annotations

import asyncio
import itertools
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx
from asn1crypto import crl, ocsp  # type: ignore[import-untyped] # it carries no types
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509 import ocsp as asking

from ledger.errors import Rejected
from ledger.hooks.reaching import Reach, Resolver, resolve

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from pyhanko_certvalidator.path import ValidationPath

__all__ = ["Fetcher"]

_LOG: Final = logging.getLogger(__name__)
_MOST_URLS: Final = 2
"""Of each kind in each certificate."""

_MOST_LIST_BYTES: Final = 16 << 20
_MOST_ANSWER_BYTES: Final = 64 << 10
_KIND: Final = "application/ocsp-request"


def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A list at a URL, or the answer to a question."""

    url: str
    question: bytes | None = None


@dataclass(frozen=True)
class Fetcher:
    """Asks for lists of revocations (CRL) and answers of OCSP, of a chain that holds.

    By http or https, to public addresses only: what is told is signed, and is checked. A name is
    resolved once, and the address that was checked is connected to; no redirect is followed.
    `seconds` bound a chain as a whole.
    """

    reach: Reach = field(default_factory=lambda: Reach(plain=True))
    resolver: Resolver = resolve
    tls: ssl.SSLContext = field(default_factory=_trust)
    seconds: float = 15.0

    async def gather(self, path: ValidationPath) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Lists and answers, as asn1crypto reads them; what does not come is left out."""
        crls, ocsps = [], []
        try:
            async with asyncio.timeout(self.seconds):
                for wanted in _wanted(path):
                    data = await self._fetched(wanted)
                    if data is not None and wanted.question is None:
                        crls += _read(crl.CertificateList, data)
                    elif data is not None:
                        ocsps += _read(ocsp.OCSPResponse, data)
        except TimeoutError:
            _LOG.warning("revocations of a chain did not come in time")
        return tuple(crls), tuple(ocsps)

    async def _fetched(self, wanted: _Wanted) -> bytes | None:
        try:
            target = await asyncio.to_thread(self.reach.target, wanted.url, self.resolver)
        except (Rejected, OSError, ValueError):
            return None
        most = _MOST_LIST_BYTES if wanted.question is None else _MOST_ANSWER_BYTES
        headers = {"Host": target.host, "User-Agent": "qoima", "Accept-Encoding": "identity"}
        if wanted.question is not None:
            headers["Content-Type"] = _KIND
        client = httpx.AsyncClient(
            verify=self.tls, timeout=self.seconds, follow_redirects=False, trust_env=False
        )
        try:
            async with client:
                asked = client.stream(
                    "GET" if wanted.question is None else "POST",
                    target.url,
                    content=wanted.question,
                    headers=headers,
                    extensions={"sni_hostname": target.name},
                )
                async with asked as answer:
                    return await _body(answer, most) if answer.status_code == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return None


async def _body(answer: httpx.Response, most: int) -> bytes | None:
    data = bytearray()
    async for chunk in answer.aiter_raw():
        data += chunk
        if len(data) > most:
            return None
    return bytes(data)


def _wanted(path: ValidationPath) -> Iterator[_Wanted]:
    """What to ask for, of each certificate but the root."""
    certificates = list(path.iter_certs(include_root=True))
    for issuer, certificate in itertools.pairwise(certificates):
        urls = [url for point in certificate.crl_distribution_points for url in _urls(point)]
        yield from map(_Wanted, urls[:_MOST_URLS])
        for url in list(certificate.ocsp_urls)[:_MOST_URLS]:
            yield _Wanted(url, _question(certificate, issuer))


def _urls(point: Any) -> list[str]:
    found = point.url
    return [found] if isinstance(found, str) else []


def _question(certificate: Any, issuer: Any) -> bytes:
    """SHA-1 names the certificate here, as all responders know it (RFC 5019); it proves nothing."""
    subject, by = (load_der_x509_certificate(each.dump()) for each in (certificate, issuer))
    named = hashes.SHA1()  # noqa: S303 - as above
    builder = asking.OCSPRequestBuilder().add_certificate(subject, by, named)
    return builder.build().public_bytes(Encoding.DER)


def _read(kind: Any, data: bytes) -> list[Any]:
    try:
        return [kind.load(data, strict=True)]
    except (ValueError, TypeError):
        return []
