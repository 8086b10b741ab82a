"""Participants and the subjects behind them, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import TYPE_CHECKING, Any

from ledger.canonical import salted_digest
from ledger.identifiers import check_bin, check_iin

if TYPE_CHECKING:
    from ledger.localized import Localized
    from ledger.records import BlockRef, Recorded
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest, ParticipantId

__all__ = ["Draft", "Participant", "Role", "State", "Status", "Subject", "SubjectKind"]


class Role(IntFlag):
    """What a participant may do; the bits of the contract `participants`."""

    AUTHORITY = 1
    OPERATOR = 2
    ATTESTOR = 4
    ISSUER = 8
    DEPOSITOR = 16
    MINER = 32


class Status(Enum):
    """Whether a participant may act now."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class SubjectKind(Enum):
    """A legal entity, whose name is public, or an individual, whose name never is (P-4)."""

    LEGAL = "legal"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a key belongs to; `bin_or_iin` is a BIN for a legal entity, an IIN for an individual.

    `certificate` is the SHA-256 of the certificate by whose signature that was shown, if it was.
    Raises Rejected("identifier.bad-bin") or Rejected("identifier.bad-iin").
    """

    kind: SubjectKind
    names: Localized
    bin_or_iin: str
    certificate: Digest | None = None

    def __post_init__(self) -> None:
        """Check the number that belongs to the kind."""
        check = check_bin if self.kind is SubjectKind.LEGAL else check_iin
        check(self.bin_or_iin)

    def as_document(self) -> dict[str, Any]:
        """Return what the digest on the chain is taken of."""
        document: dict[str, Any] = {
            "kind": self.kind.value,
            "names": self.names.as_json(),
            "number": self.bin_or_iin,
        }
        if self.certificate is not None:
            document["certificate"] = self.certificate.hex()
        return document

    def digest(self, salt: bytes) -> Digest:
        """Return the salted digest that stands on the chain for this subject."""
        return salted_digest(self.as_document(), salt)


@dataclass(frozen=True, slots=True)
class Draft:
    """An admission ready for the authority's signature; its subject waits in the vault.

    `id` is the subject's salted digest in hex, under which the vault keeps the document.
    """

    id: str
    digest: Digest
    transaction: UnsignedTransaction


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant at the indexed head.

    `name` and `bin` are known of legal entities whose subject document this vault holds.
    `subject_digest` is zero for the first authority and operator. `former_accounts` are the keys
    that were replaced, oldest first.
    """

    number: ParticipantId
    account: Address
    roles: Role
    status: Status
    subject_digest: Digest
    name: Localized | None
    bin: str | None
    admitted_at: Recorded
    former_accounts: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What a participant was since one act of the authorised body and until the next, if any."""

    account: Address
    roles: Role
    status: Status
    since: Recorded
    until: BlockRef | None
