"""Deposits as the chain records them, drafts that wait for a signature, and verdicts on bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from depository.cid import Cid, root_cid

if TYPE_CHECKING:
    from depository.metadata import Access, Metadata, PackageKind
    from depository.package import Package
    from ledger.localized import Localized
    from ledger.records import Recorded
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, DepositId, Digest, ParticipantId

__all__ = [
    "Decision",
    "Deposit",
    "DepositDraft",
    "Description",
    "Match",
    "Status",
    "Verdict",
]


class Status(StrEnum):
    """What the operator decided. That a deposit is superseded is told by its successor."""

    DEPOSITED = "deposited"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Decision:
    """The operator's decision. `reason` is the salted digest of why a deposit was returned."""

    operator: Address
    recorded: Recorded
    reason: Digest | None


@dataclass(frozen=True, slots=True)
class Description:
    """What the package itself says, read from the content that is held here."""

    title: Localized
    version: str
    license: str
    description: Localized | None
    authors: tuple[str, ...]
    file_count: int


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit at the indexed head.

    `root` and `size` (bytes of payload) are the chain's; `access` is limited if the chain or
    the package says so. `possessor` is a participant, `account` that participant's present key.
    `described` is None while the content is not held here.
    """

    number: DepositId
    root: Digest
    size: int
    kind: PackageKind
    access: Access
    status: Status
    possessor: ParticipantId
    account: Address
    recorded: Recorded
    decision: Decision | None
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

    The same sender, package and `previous` give the same `id`.
    """

    id: str
    package: Package
    metadata: Metadata
    previous: DepositId | None
    transaction: UnsignedTransaction


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

    subject: Digest | Cid
    matches: tuple[Match, ...]

    @property
    def known(self) -> bool:
        """Whether any deposit holds them."""
        return bool(self.matches)
