"""The files that make a folder of payload a BagIt 1.0 bag (RFC 8493)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.errors import VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "BAGIT_TXT",
    "BAG_INFO",
    "CODEMETA",
    "DECLARATION",
    "MANIFEST",
    "PAYLOAD",
    "TAG_MANIFEST",
    "bag_info",
    "manifest",
    "read_manifest",
]

BAGIT_TXT = "bagit.txt"
BAG_INFO = "bag-info.txt"
CODEMETA = "codemeta.json"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The whole of bagit.txt (RFC 8493 §2.1.1)."""

_LINE = re.compile(rb"([0-9a-fA-F]{64})[ \t]+\*?(.+)\Z")
_MAX_LINE = 64 << 10
_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_ESCAPED = re.compile(r"%(25|0[DdAa])")


def bag_info(size: int, count: int) -> bytes:
    """Return bag-info.txt: the Payload-Oxum only, so that equal payloads give equal bags.

    No date, host or program is named (RFC 8493 §2.2.2).
    """
    return f"Payload-Oxum: {size}.{count}\n".encode()


def manifest(files: Iterable[tuple[str, Digest]]) -> Iterator[bytes]:
    """Yield the lines of a manifest for paths within the bag (RFC 8493 §2.1.3), in their order."""
    for path, digest in files:
        for plain, escaped in _ESCAPES:
            path = path.replace(plain, escaped)  # noqa: PLW2901 - one escape after another
        yield f"{digest.hex()}  {path}\n".encode()


def read_manifest(chunks: Iterable[bytes]) -> Iterator[tuple[str, Digest]]:
    """Yield the paths and digests of a manifest.

    Raises VerificationError("bag.malformed-manifest", line=…) for the first bad line.
    """
    for number, line in enumerate(_lines(chunks), 1):
        matched = _LINE.match(line)
        try:
            if matched is None:
                raise ValueError
            path = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), matched[2].decode())
        except ValueError as error:
            raise VerificationError("bag.malformed-manifest", line=number) from error
        yield path, Digest(bytes.fromhex(matched[1].decode()))


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r")
        if len(rest) > _MAX_LINE:
            raise VerificationError("bag.malformed-manifest", line=0)
    if rest:
        yield rest
