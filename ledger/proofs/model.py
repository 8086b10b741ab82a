"""A proof bundle as values, and what a verification found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.proofs.checks import Check
    from ledger.proofs.kinds import Kind

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "MEDIA_TYPE",
    "PROFILE",
    "Block",
    "Bundle",
    "Content",
    "Demands",
    "Place",
    "Proven",
    "Record",
    "Section",
    "Witness",
]

FORMAT: Final = "qoima-proof/1"
"""What a bundle calls itself."""

MEDIA_TYPE: Final = "application/vnd.qoima.proof+json"
"""The media type of a bundle."""

MAX_BYTES: Final = 4 << 20
"""A larger file is no bundle."""

PROFILE: Final = "unixfs-v1-2025"
"""How content becomes a CID (IPIP-499)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Which block: number, its parent's hash, and its time in seconds since 1970."""

    number: int
    parent: bytes
    time: int


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of one block: headers from it on, the ways through its tries, and the words.

    A statement has the way to its receipt, a state those to the account and to the slots.
    """

    block: Block
    headers: tuple[bytes, ...]
    ways: tuple[bytes, ...]
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a block a log stands: the transaction's place, and the log's within its receipt."""

    index: int
    log: int


@dataclass(frozen=True, slots=True)
class Content:
    """The deposit's CID; of a file its path, its CID, its SHA-256 and the blocks to it as a CAR.

    `sha256` is None where the CID is not of the file's bytes as they are.
    """

    cid: str
    path: str | None = None
    file: str | None = None
    sha256: str | None = None
    car: bytes | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a list: its words, and the digests beside its way to the root of the tree."""

    says: Mapping[str, str]
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness's signature over the block of the section that is named."""

    section: str
    address: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose form is right; nothing of it is believed yet."""

    kind_name: str
    kind: Kind
    chain_id: int
    genesis: bytes
    contract: bytes
    subject: Mapping[str, str]
    statement: Section | None
    place: Place | None
    state: Section | None
    content: Content | None
    record: Record | None
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Demands:
    """What a reader demands beside trust.

    `now` is the reader's clock in seconds since 1970; a state before the block `not_before` is not
    taken for the present one.
    """

    now: int
    not_before: int = 0


@dataclass(frozen=True, slots=True)
class Proven:
    """What holds: by which checks, and the words that the chain itself says."""

    bundle: Bundle
    checks: tuple[Check, ...]

    @property
    def says(self) -> Mapping[str, str]:
        """What the event stated."""
        return {} if self.bundle.statement is None else self.bundle.statement.says

    @property
    def holds(self) -> Mapping[str, str]:
        """What the state held at its block."""
        return {} if self.bundle.state is None else self.bundle.state.says
