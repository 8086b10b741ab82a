"""Batches and their records as the chain and the content that is held tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.batches.model import list_cid
from depository.cid import Cid, root_cid

if TYPE_CHECKING:
    from depository.metadata import Access, Origin, PackageKind
    from depository.model import Annulment, Decision, Description, Status
    from ledger.localized import Localized
    from ledger.records import Recorded
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, BatchId, DepositId, Digest, ParticipantId, Timestamp

__all__ = ["Batch", "BatchDraft", "BatchRecord", "Proven", "RecordMatch"]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch at the indexed head: `size` records under one root; `list` names the list of them.

    `listed` says whether the list was found and gives the root, `refused` that what was found does
    not, or is none that is read here; `described` of how many records, from the first on, the
    package was looked for. `taken` records are deposits of their own. `possessor` is a participant,
    `account` that participant's present key.
    """

    number: BatchId
    root: Digest
    size: int
    list: Digest
    possessor: ParticipantId
    account: Address
    status: Status
    taken: int
    recorded: Recorded
    decision: Decision | None
    annulment: Annulment | None
    listed: bool
    refused: bool
    described: int

    @property
    def cid(self) -> Cid:
        """The CID of the list."""
        return list_cid(self.list, self.size)


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A record at its place in a batch, from 0, and how it stands.

    `status` is the batch's, or that of the deposit `taken_out` as which the record goes on; so is
    `possessor`. `described` is None while the content is not held or not read yet.
    """

    batch: BatchId
    index: int
    root: Digest
    size: int
    kind: PackageKind
    access: Access
    origin: Origin
    conclusion: Digest | None
    status: Status
    possessor: ParticipantId
    account: Address
    taken_out: DepositId | None
    recorded: Recorded
    described: Description | None

    @property
    def cid(self) -> Cid:
        """The CID of the package's root."""
        return root_cid(self.root)

    @property
    def title(self) -> Localized | None:
        """The title, if the content is held here."""
        return None if self.described is None else self.described.title


@dataclass(frozen=True, slots=True)
class Proven:
    """A record with what proves that it is in its batch: the bytes of the leaf and the path."""

    record: BatchRecord
    batch: Batch
    leaf: bytes
    path: tuple[Digest, ...]


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """A record that holds what was asked for: itself whole, or one file of it.

    `path` is None for the whole package, and for a file of a limited one.
    """

    record: BatchRecord
    is_package: bool
    path: str | None


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """A list that is in the content store, and the transaction with its root, to be signed.

    After `expires_at` the content of the first of its drafts may be gone.
    """

    root: Digest
    size: int
    cid: Cid
    transaction: UnsignedTransaction
    expires_at: Timestamp | None
