"""What the headers of tus 1.0 say: versions, metadata, checksums."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError
from starlette.datastructures import Headers, MutableHeaders

from ledger.errors import Rejected
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.uploads.model import Kept

__all__ = [
    "ALGORITHMS",
    "METADATA_LIMIT",
    "PATH",
    "VERSION",
    "Checksum",
    "Size",
    "Tus",
    "check_version",
    "read_checksum",
    "read_digest",
    "read_metadata",
    "standing",
]

PATH: Final = "/v1/uploads"
VERSION: Final = "1.0.0"
ALGORITHMS: Final = ("sha1", "sha256")
METADATA_LIMIT: Final = 4096
"""The most bytes that `Upload-Metadata` may have."""

_SIZE: Final = re.compile(r"[0-9]{1,16}")
_KEY: Final = re.compile(r"[\x21-\x2b\x2d-\x7e]+")
_DIGEST: Final = re.compile(rb"(?:0x)?([0-9a-fA-F]{64})")
_INSTEAD: Final = frozenset({"PATCH", "DELETE"})


@dataclass(frozen=True)
class Tus:
    """ASGI middleware: every answer about uploads names the version of the protocol.

    `X-HTTP-Method-Override` stands for the method where a proxy lets through only POST.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_ours(scope["path"]):
            await self.app(scope, receive, send)
            return
        meant = Headers(scope=scope).get("x-http-method-override", "")
        if scope["method"] == "POST" and meant in _INSTEAD:
            scope = {**scope, "method": meant}

        async def versioned(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Tus-Resumable"] = VERSION
                if message["status"] == 412:
                    headers["Tus-Version"] = VERSION
            await send(message)

        await self.app(scope, receive, versioned)


def _is_ours(path: str) -> bool:
    return path == PATH or path.startswith(PATH + "/")


def _digits(text: object) -> object:
    if not isinstance(text, str) or not _SIZE.fullmatch(text):
        raise PydanticCustomError("int_parsing", "not decimal digits")
    return text


Size = Annotated[int, BeforeValidator(_digits), Field(ge=0, le=2**53 - 1)]
"""A number of bytes in a header: decimal digits and nothing else (tus 1.0, `Upload-Offset`)."""


def check_version(given: str | None) -> None:
    """Refuse another version of the protocol, or none: upload.version."""
    if given != VERSION:
        raise Rejected("upload.version", expected=VERSION)


def read_metadata(header: str | None) -> Mapping[str, bytes]:
    """Read `Upload-Metadata`: keys with values in Base64 (tus 1.0, creation).

    Raises Rejected("upload.bad-header", header=) for what is not of that form or over
    METADATA_LIMIT bytes.
    """
    found: dict[str, bytes] = {}
    if not header:
        return found
    if len(header) > METADATA_LIMIT:
        raise _bad("Upload-Metadata")
    for item in header.split(","):
        key, _, value = item.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in found:
            raise _bad("Upload-Metadata")
        found[key] = _decoded(value.strip(), "Upload-Metadata")
    return found


def read_digest(value: bytes | None) -> Digest | None:
    """A SHA-256 in hexadecimal digits as metadata give it; Rejected("upload.bad-header")."""
    if value is None:
        return None
    matched = _DIGEST.fullmatch(value)
    if matched is None:
        raise _bad("Upload-Metadata")
    return Digest(bytes.fromhex(matched[1].decode()))


@dataclass(frozen=True)
class Checksum:
    """What a piece must hash to."""

    algorithm: str
    digest: bytes

    def hash(self) -> hashlib._Hash:
        """A new hash of the algorithm; SHA-1 is against accidents only."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def read_checksum(header: str | None) -> Checksum | None:
    """Read `Upload-Checksum`: an algorithm and a digest in Base64.

    Raises Rejected("upload.checksum-unsupported", algorithms=), Rejected("upload.bad-header").
    """
    if header is None:
        return None
    algorithm, _, value = header.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise Rejected("upload.checksum-unsupported", algorithms=ALGORITHMS)
    checksum = Checksum(algorithm, _decoded(value.strip(), "Upload-Checksum"))
    if len(checksum.digest) != checksum.hash().digest_size:
        raise _bad("Upload-Checksum")
    return checksum


def standing(kept: Kept) -> dict[str, str]:
    """How far an upload is and until when it is kept (RFC 9110 §5.6.7), as headers."""
    return {
        "Cache-Control": "no-store",
        "Upload-Expires": formatdate(kept.expires_at, usegmt=True),
        "Upload-Offset": str(kept.offset),
    }


def _decoded(value: str, header: str) -> bytes:
    try:
        return base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise _bad(header) from None


def _bad(header: str) -> Rejected:
    return Rejected("upload.bad-header", header=header)
