"""Secrets that are handed out once: their form, and their comparison."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["TOKEN_BYTES", "Kind", "Token"]

_FORM: Final = re.compile(r"(qoima(?:_at|_rt|_st)?)_([0-9a-f]{24})_([0-9a-f]{64})([0-9a-f]{8})")
_ID_BYTES: Final = 12
_SECRET_BYTES: Final = 32

TOKEN_BYTES: Final = _ID_BYTES + _SECRET_BYTES
"""What `Token.of` makes one of."""


class Kind(StrEnum):
    """What a secret is for; its prefix."""

    KEY = "qoima"
    ACCESS = "qoima_at"
    REFRESH = "qoima_rt"
    PAGE = "qoima_st"


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """A secret: `kind` and `id` say where it is kept, which is by its SHA-256 alone.

    It ends with a checksum (CRC-32), by which scanners of published code tell it from other text.
    """

    kind: Kind
    id: str
    secret: str

    @classmethod
    def new(cls, kind: Kind, token_id: str | None = None) -> Token:
        """A new one: 96 random bits of id, unless it is given, and 256 of secret."""
        return cls(kind, token_id or secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES))

    @classmethod
    def of(cls, kind: Kind, drawn: bytes) -> Token:
        """The one that `TOKEN_BYTES` random bytes make."""
        return cls(kind, drawn[:_ID_BYTES].hex(), drawn[_ID_BYTES:].hex())

    @classmethod
    def parse(cls, text: str) -> Token | None:
        """The token that a text is, if it has the form and the checksum of one."""
        found = _FORM.fullmatch(text)
        if found is None or not hmac.compare_digest(_checksum(text[:-8]), found[4]):
            return None
        return cls(Kind(found[1]), found[2], found[3])

    @property
    def text(self) -> str:
        """The token as it is shown, once."""
        body = f"{self.kind}_{self.id}_{self.secret}"
        return body + _checksum(body)

    @property
    def digest(self) -> bytes:
        """What is kept of it."""
        return hashlib.sha256(self.text.encode()).digest()

    def is_kept_as(self, digest: bytes | None) -> bool:
        """Whether a kept digest is that of this token, compared in constant time."""
        return digest is not None and hmac.compare_digest(self.digest, digest)

    def bound(self, purpose: str) -> str:
        """Another secret that whoever has this one has too, and no one else."""
        code = hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256)
        return code.hexdigest()


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
