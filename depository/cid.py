"""Content identifiers: the SHA-256 digest of a block, with the word for how the block is read."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ledger.errors import Rejected
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DAG_PB", "RAW", "Cid", "cid_of", "leaf_cid", "root_cid"]

RAW = 0x55
"""Multicodec of a block that is plain bytes."""

DAG_PB = 0x70
"""Multicodec of a block that is a dag-pb node: a directory, or a file of several blocks."""

_SHA2_256 = b"\x12\x20"
_MAX_TEXT = 256
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, order=True)
class Cid:
    """A CID of version 1 with SHA-256: `codec` is RAW or DAG_PB, `digest` 32 bytes.

    Raises Rejected("cid.unsupported-codec", codec=…) and Rejected("cid.unsupported-hash", hash=…).
    """

    codec: int
    digest: Digest

    version: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Refuse a codec that we do not store and a digest that is not 32 bytes."""
        if self.codec not in {RAW, DAG_PB}:
            raise Rejected("cid.unsupported-codec", codec=self.codec)
        if len(self.digest) != 32:
            raise Rejected("cid.unsupported-hash", hash=self.digest[:32].hex())

    def __str__(self) -> str:
        """Return the canonical text: multibase base32 in lower case."""
        return "b" + base64.b32encode(self.to_bytes()).decode("ascii").rstrip("=").lower()

    def to_bytes(self) -> bytes:
        """Return the 36 bytes of the binary form: version, codec, multihash."""
        return bytes((1, self.codec)) + _SHA2_256 + self.digest

    @property
    def multihash(self) -> bytes:
        """The 34 bytes that name the block itself, however it is read."""
        return _SHA2_256 + self.digest

    @classmethod
    def from_bytes(cls, data: bytes) -> Cid:
        """Read a binary CID of version 1, or of version 0 (a bare multihash, always dag-pb).

        Raises Rejected("cid.malformed", text=…) and what the class raises.
        """
        if len(data) == 34 and data[:2] == _SHA2_256:
            return cls(DAG_PB, Digest(data[2:]))
        if len(data) < 4 or data[0] != 1 or data[1] & 0x80:
            raise Rejected("cid.malformed", text=data[:_MAX_TEXT].hex())
        if data[2:4] != _SHA2_256:
            raise Rejected("cid.unsupported-hash", hash=data[2:4].hex())
        if len(data) != 36:
            raise Rejected("cid.malformed", text=data[:_MAX_TEXT].hex())
        return cls(data[1], Digest(data[4:]))

    @classmethod
    def parse(cls, text: str) -> Cid:
        """Read version 1 in base32, base58btc, base36 or base16, or version 0 (`Qm…`).

        Raises Rejected("cid.malformed", text=…) and what the class raises.
        """
        decode = _DECODERS.get(text[:1])
        try:
            if len(text) > _MAX_TEXT:
                raise ValueError
            if len(text) == 46 and text.startswith("Qm"):
                data = _whole_number(text, _BASE58)
            elif decode is not None:
                data = decode(text[1:])
            else:
                raise ValueError
        except ValueError as error:
            raise Rejected("cid.malformed", text=text[:_MAX_TEXT]) from error
        return cls.from_bytes(data)


def cid_of(codec: int, block: bytes) -> Cid:
    """Return the CID of a block's bytes."""
    return Cid(codec, Digest(hashlib.sha256(block).digest()))


def leaf_cid(digest: Digest) -> Cid:
    """Return the CID of a raw block: of any file up to 1 MiB whose SHA-256 is `digest`."""
    return Cid(RAW, digest)


def root_cid(digest: Digest) -> Cid:
    """Return the CID of a package from the 32 bytes that the chain holds."""
    return Cid(DAG_PB, digest)


def _base32(text: str) -> bytes:
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise ValueError from error
    if base64.b32encode(data).decode("ascii").rstrip("=") != text.upper():
        raise ValueError
    return data


def _base16(text: str) -> bytes:
    return binascii.unhexlify(text)


def _base36(text: str) -> bytes:
    return _whole_number(text.lower(), _BASE36)


def _base58(text: str) -> bytes:
    return _whole_number(text, _BASE58)


def _whole_number(text: str, alphabet: str) -> bytes:
    number = 0
    for letter in text:
        number = number * len(alphabet) + alphabet.index(letter)
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


_DECODERS: dict[str, Callable[[str], bytes]] = {
    "b": _base32,
    "B": _base32,
    "z": _base58,
    "k": _base36,
    "K": _base36,
    "f": _base16,
    "F": _base16,
}
