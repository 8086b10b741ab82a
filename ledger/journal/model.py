"""Logs: streams and heads as the chain records them, entries and proofs as the vault gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.records import Recorded
    from ledger.types import Digest, ParticipantId

__all__ = ["ACCESS", "FIXITY", "IDENTITIES", "Consistency", "Entry", "Head", "Inclusion", "Stream"]

ACCESS: Final = "access"
"""The log of access to content (D-6, P-2)."""

FIXITY: Final = "fixity"
"""The log of checks of the content's integrity (D-8)."""

IDENTITIES: Final = "identities"
"""The log of bindings of accounts to organisations, and of their withdrawals (P-4)."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A log that the chain knows: `number` is its number there, `keeper` a participant.

    `purpose` is the digest of the document that says what is logged, `basis` that of the decision
    that ordered the log, None where the operator opened it.
    """

    number: int
    name: str
    purpose: Digest
    basis: Digest | None
    keeper: ParticipantId
    opened: Recorded
    heads: int
    last: Head | None


@dataclass(frozen=True, slots=True)
class Head:
    """A recorded head, from 1: how many entries the log had, and the root over them."""

    index: int
    size: int
    root: Digest
    keeper: ParticipantId
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a log: its place from 0, its bytes (canonical JSON), its digest in the tree."""

    place: int
    text: bytes
    digest: Digest


@dataclass(frozen=True, slots=True)
class Inclusion:
    """What proves that an entry stands in the log that a head was recorded of."""

    place: int
    digest: Digest
    head: Head
    proof: tuple[Digest, ...]


@dataclass(frozen=True, slots=True)
class Consistency:
    """What proves that the log of one head continues that of another."""

    old: Head
    new: Head
    proof: tuple[Digest, ...]
