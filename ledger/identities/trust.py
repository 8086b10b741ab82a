"""Which organisations' certificates are believed, and whether a signature is one of theirs."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import crl, pem, x509  # type: ignore[import-untyped] # it carries no types

from ledger.errors import Unavailable
from ledger.identities.naming import certified
from ledger.identities.paths import Known, chain, check_known, check_revocation, check_usage
from ledger.identities.signature import hostile, read_signed

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.identities.fetching import Fetcher
    from ledger.identities.model import Certified, Window
    from ledger.identities.signature import Signed

__all__ = ["Trust"]

_MOST_FILES: Final = 64
_MOST_BYTES: Final = 64 << 20


@dataclass(frozen=True)
class Trust:
    """Anchors, and a folder of lists of revocations that is read again at each question:
    what it had before is not taken apart again.

    `fetcher` asks for more where certificates say; None where nothing is fetched.

    One question at a time: what it costs is bounded, and asn1crypto is not made for threads.
    """

    anchors: tuple[Any, ...]
    crls: Path | None
    fetcher: Fetcher | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _read: dict[bytes, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, anchors: Path, crls: Path | None, fetcher: Fetcher | None = None) -> Trust:
        """The certificates (PEM or DER) in the files of a folder as anchors: roots, which signed
        themselves, since lists of revocations are followed up to these.

        Raises Unavailable("identity.anchors-unreadable", name=) for a file that is none, for a
        folder without any or with too many.
        """
        found = [_certificate(each) for each in _parts(anchors)]
        if not found:
            raise Unavailable("identity.anchors-unreadable", name=anchors.name)
        return cls(tuple(found), crls, fetcher)

    def check(self, cms: bytes, text: str, window: Window) -> Certified:
        """Who signed a text, if that is an organisation which an anchor vouches for.

        1. The signature (`read_signed`). 2. The chain. 3. The usage of the key. 4. What the
        certificate says. 5. Our own lists of revocations, and what was fetched. 6. These and what
        came with the signature: each certificate is known not to be revoked.
        Raises as these do, and Unavailable("identity.anchors-unreadable", name=).
        """
        with self._turn:
            signed = read_signed(cms, text.encode(), window)
            own = Known(self.anchors, self._lists())
            with hostile():
                asyncio.run(self._vouched(signed, own, window))
                return certified(signed.certificate)

    async def _vouched(self, signed: Signed, own: Known, window: Window) -> None:
        path = await chain(signed, own, window.now)
        check_usage(signed, path)
        await check_known(signed, path, own, window.now)
        if self.fetcher is not None:
            crls, ocsps = await self.fetcher.gather(path)
            own = Known(own.anchors, (*own.crls, *crls), ocsps)
            await check_known(signed, path, own, window.now)
        told = Known(own.anchors, (*own.crls, *signed.crls), own.ocsps or signed.ocsps)
        await check_revocation(signed, told, window.now)

    def _lists(self) -> tuple[Any, ...]:
        if self.crls is None:
            return ()
        parts = _parts(self.crls)
        read = {data: self._read.get(data) or _list((name, data)) for name, data in parts}
        self._read.clear()
        self._read.update(read)
        return tuple(read.values())


def _parts(folder: Path) -> list[tuple[str, bytes]]:
    """The DER in the files of a folder, with the names of the files."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
        if len(paths) > _MOST_FILES or sum(path.stat().st_size for path in paths) > _MOST_BYTES:
            raise Unavailable("identity.anchors-unreadable", name=folder.name)
        return [(path.name, each) for path in paths for each in _unarmored(path.read_bytes())]
    except (OSError, ValueError) as error:
        raise Unavailable("identity.anchors-unreadable", name=folder.name) from error


def _unarmored(data: bytes) -> list[bytes]:
    if not pem.detect(data):
        return [data]
    return [der for _, _, der in pem.unarmor(data, multiple=True)]


def _certificate(part: tuple[str, bytes]) -> Any:
    name, data = part
    try:
        found = x509.Certificate.load(data, strict=True)
        found.native  # noqa: B018 - read to its end now, not while somebody waits
        if found.self_signed == "no":
            raise ValueError(name)
    except (ValueError, TypeError, KeyError) as error:
        raise Unavailable("identity.anchors-unreadable", name=name) from error
    return found


def _list(part: tuple[str, bytes]) -> Any:
    name, data = part
    try:
        found = crl.CertificateList.load(data, strict=True)
        found.issuer.native  # noqa: B018 - as above, but not the whole, which may be long
    except (ValueError, TypeError, KeyError) as error:
        raise Unavailable("identity.anchors-unreadable", name=name) from error
    return found
