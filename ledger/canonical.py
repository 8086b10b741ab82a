"""The one JSON form of a document, and the salted digest that stands for it on the chain."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from ledger.errors import Rejected
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SALT_BYTES", "canonical_json", "salted_digest"]

SALT_BYTES = 32
"""As many random bytes as the digest is long: a short document cannot be guessed from it (P-4)."""


def canonical_json(value: Any) -> bytes:
    """Write `value` as UTF-8 JSON: keys sorted, no blanks, letters as they are, no floats.

    Equal documents give equal bytes on any machine; integers of any size are exact.
    Raises Rejected("json.not-canonical") for a float, a key that is no string, or another type.
    """
    _check(value)
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Rejected("json.not-canonical", found="lone surrogate") from error


def salted_digest(document: Mapping[str, Any], salt: bytes) -> Digest:
    """SHA-256 of the canonical JSON of `document` with the key `salt` added, in hex.

    Raises Rejected("json.bad-salt") when the salt is not 32 bytes or the key is taken.
    """
    if len(salt) != SALT_BYTES or "salt" in document:
        raise Rejected("json.bad-salt", size=len(salt))
    return Digest(hashlib.sha256(canonical_json({**document, "salt": salt.hex()})).digest())


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise Rejected("json.not-canonical", found=type(key).__name__)
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif value is not None and not isinstance(value, str | int):
        raise Rejected("json.not-canonical", found=type(value).__name__)
