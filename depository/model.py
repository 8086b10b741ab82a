"""Deposits as the chain records them, drafts that wait for a signature, and verdicts on bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from depository.cid import Cid, root_cid

if TYPE_CHECKING:
    from depository.components import Declaration
    from depository.metadata import Access, Metadata, Origin, PackageKind
    from depository.package import Package
    from depository.subject import Subject
    from ledger.localized import Localized
    from ledger.records import Recorded
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, DepositId, Digest, ParticipantId, Timestamp

__all__ = [
    "Annulment",
    "Decision",
    "Deposit",
    "DepositDraft",
    "Description",
    "Match",
    "Offer",
    "Status",
    "Verdict",
]


class Status(StrEnum):
    """What the operator decided, or that the authorised body annulled an acceptance.

    That a deposit is superseded is told by its successor.
    """

    DEPOSITED = "deposited"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ANNULLED = "annulled"

    @property
    def stands(self) -> bool:
        """Whether the deposit is in the depository."""
        return self in {Status.DEPOSITED, Status.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Decision:
    """The operator's decision. `reason` is the salted digest of why a deposit was returned."""

    operator: Address
    recorded: Recorded
    reason: Digest | None


@dataclass(frozen=True, slots=True)
class Annulment:
    """The authorised body's decision that annulled an acceptance; `basis` is its digest."""

    basis: Digest
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Offer:
    """The possessor's right offered to a participant under an agreement, and not accepted yet."""

    receiver: ParticipantId
    agreement: Digest
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Description:
    """What the package itself says, read from the content that is held here.

    `swhid` is the name that Software Heritage gives the tree of its payload, `parts` what it says
    of the set of an information system (D-9).
    """

    title: Localized
    version: str
    license: str
    description: Localized | None
    authors: tuple[str, ...]
    file_count: int
    swhid: str
    parts: Declaration | None = None


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit at the indexed head.

    `root` and `size` (bytes of payload) are the chain's; `access` is limited if the chain or
    the package says so. `possessor` is a participant, `account` that participant's present key.
    `level` is how far it is verified, 0 to 5. `rivals` are the other deposits of the same content
    that stand: whoever is first bars nobody. `described` is None while the content is not held
    here.
    """

    number: DepositId
    root: Digest
    size: int
    kind: PackageKind
    access: Access
    origin: Origin
    conclusion: Digest | None
    status: Status
    level: int
    possessor: ParticipantId
    account: Address
    recorded: Recorded
    decision: Decision | None
    annulment: Annulment | None
    offer: Offer | None
    rivals: tuple[DepositId, ...]
    previous: DepositId | None
    successor: DepositId | None
    described: Description | None

    @property
    def cid(self) -> Cid:
        """The CID of the package's root."""
        return root_cid(self.root)

    @property
    def title(self) -> Localized | None:
        """The title, if the content is held here."""
        return None if self.described is None else self.described.title

    @property
    def superseded(self) -> bool:
        """Whether a newer version is recorded."""
        return self.successor is not None


@dataclass(frozen=True, slots=True)
class DepositDraft:
    """A package on the disk that waits for the transaction with its root to be signed.

    The same sender, package and `previous` give the same `id`, which is drawn at random. `rivals`
    are the standing deposits of the same content by others. After `expires_at` the content of an
    unsigned draft may be gone.
    """

    id: str
    package: Package
    metadata: Metadata
    previous: DepositId | None
    rivals: tuple[DepositId, ...]
    transaction: UnsignedTransaction
    expires_at: Timestamp | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Match:
    """A deposit that holds what was asked for: itself whole, or one file of it.

    `path` is None for the whole package, and for a file of a limited deposit, whose paths are
    not told.
    """

    deposit: Deposit
    is_package: bool
    path: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether bytes are known to the depository, and where; "not known" is an answer too."""

    subject: Subject
    matches: tuple[Match, ...]

    @property
    def known(self) -> bool:
        """Whether any deposit holds them."""
        return bool(self.matches)

    @property
    def accepted(self) -> bool:
        """Whether a deposit that is accepted for storage holds them."""
        return any(match.deposit.status is Status.ACCEPTED for match in self.matches)

    @property
    def standing(self) -> bool:
        """Whether a deposit that is neither returned nor annulled holds them."""
        return any(match.deposit.status.stands for match in self.matches)
