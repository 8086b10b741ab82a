"""An upload that is taken piece by piece, and how much of this there may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.types import Address, Digest

__all__ = ["Kept", "UploadBounds", "Wished"]

_GIB = 1 << 30


@dataclass(frozen=True)
class UploadBounds:
    """Where uploads lie and how much of them there may be.

    `max_bytes` bounds one, `total_bytes` all together by what they said they will be, `most` their
    number, `most_of_sender` those of one sender from one network address, `most_of_address` and
    `bytes_of_address` all those from there. After `seconds` an upload is gone, whole or not;
    `idle_seconds` bounds the wait for the next piece of a body.
    """

    folder: Path
    max_bytes: int = 18 * _GIB
    total_bytes: int = 64 * _GIB
    most: int = 200
    most_of_sender: int = 8
    most_of_address: int = 20
    bytes_of_address: int = 36 * _GIB
    seconds: int = 72 * 3600
    idle_seconds: float = 60.0


@dataclass(frozen=True)
class Wished:
    """An upload that is asked for: whose, its size in bytes, `Upload-Metadata` as it was given.

    `sha256` is that of the whole content, where it is known already; `remote` a keyed digest of the
    network that asks (P-4).
    """

    sender: Address
    length: int
    metadata: str
    sha256: Digest | None
    remote: str


@dataclass(frozen=True)
class Kept:
    """An upload as it stands: `offset` bytes of `length` are on the disk.

    Whoever knows its `id`, 32 characters by chance, may go on with it. `expires_at` is in seconds
    since 1970.
    """

    id: str
    sender: Address
    length: int
    offset: int
    metadata: str
    sha256: Digest | None
    expires_at: int
    remote: str | None
