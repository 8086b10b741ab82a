"""What can be done with batches: made of drafts, read, each record proven."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from depository.batches.acts import BatchActs
from depository.batches.model import Record, record_list, tree_over
from depository.batches.possessing import Possessions
from depository.batches.register import BatchDraft, Proven
from depository.batches.store import BatchStore
from depository.batches.trees import Trees
from depository.batches.vault import BatchVault
from depository.unixfs.builder import FileBuilder
from depository.vault import Term
from ledger.errors import Conflict, NotFound, Rejected
from ledger.participants.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from depository.batches.register import RecordMatch
    from depository.batches.vault import DraftCall
    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.subject import Subject
    from ledger.chain import Chain
    from ledger.types import Address, BatchId

__all__ = ["Batches"]

_CONTRACT: Final = "depository"
_SELECTOR_BYTES: Final = 4
_TERM: Final = Term()


@dataclass(frozen=True)
class Batches:
    """Batches of records; `store` reads the index, `acts` are what is signed about them.

    A batch has `most` records at most.
    """

    chain: Chain
    index_engine: Engine
    vault_engine: Engine
    content: BlockStore
    most: int = 20_000
    term: Term = _TERM
    store: BatchStore = field(init=False, repr=False, compare=False)
    acts: BatchActs = field(init=False, repr=False, compare=False)
    _vault: BatchVault = field(init=False, repr=False, compare=False)
    _trees: Trees = field(init=False, repr=False, compare=False)

    @property
    def possessions(self) -> Possessions:
        """Whose records were, and who got what."""
        return Possessions(self.index_engine)

    def __post_init__(self) -> None:
        """Open the stores over the two databases."""
        store, trees = BatchStore(self.index_engine), Trees(self.content)
        vault = BatchVault(self.vault_engine, self.term)
        object.__setattr__(self, "store", store)
        object.__setattr__(self, "_vault", vault)
        object.__setattr__(self, "_trees", trees)
        object.__setattr__(self, "acts", BatchActs(self.chain, store, vault, trees))

    def draft(self, sender: Address, drafts: Sequence[str]) -> BatchDraft:
        """Make a batch of drafts of the sender's own, in their order; its list is on the disk.

        1. The sender is a depositor. 2. There are drafts, not too many, none twice. 3. Each is
        there, is the sender's, of this chain, and no new version of a deposit. 4. No two are of
        one content, and the sender has none of the contents on record. 5. The contract takes it.
        The drafts were checked when they were made: their contents are complete (D-9, D-10) and in
        the store.
        Raises Rejected("contract.refused"), Rejected("batch.empty" | "batch.too-many" |
        "batch.draft-twice" | "batch.draft-of-another" | "batch.draft-supersedes" |
        "batch.duplicate"), NotFound("draft.unknown" | "draft.expired" | "draft.of-another-chain"),
        Conflict("batch.already-recorded", cid, where).
        """
        # 1.
        if not self.chain.call("participants", "has_role", sender, int(Role.DEPOSITOR)):
            raise Rejected("contract.refused", contract=_CONTRACT, reason="not a depositor")
        # 2.
        self._check_ids(drafts)
        # 3.
        found = self._vault.drafts(drafts)
        records = [self._record(sender, each) for each in found]
        # 4.
        data = record_list(records)
        self._check_new(sender, records)
        cid, tree = self._keep(data), tree_over(data)
        # 5.
        facts = (tree.root, len(records), cid.digest)
        transaction = self.chain.build(sender, _CONTRACT, "deposit_many", *facts)
        ends = [each.expires_at for each in found if each.expires_at is not None]
        return BatchDraft(tree.root, len(records), cid, transaction, min(ends, default=None))

    def list(self, number: BatchId) -> bytes:
        """The bytes of a batch's list; NotFound("batch.unknown" | "batch.not-listed", number)."""
        batch = self.store.batch(number)
        if not batch.listed:
            raise NotFound("batch.not-listed", number=number)
        return self._trees.of(batch).data

    def matches(self, subject: Subject) -> tuple[RecordMatch, ...]:
        """Records that hold what a subject names; one that was taken out is found as a deposit."""
        found = self.store.matches(subject)
        return tuple(each for each in found if each.record.taken_out is None)

    def proven(self, number: BatchId, index: int) -> Proven:
        """A record with its path; raises as `BatchStore.record` and `list`."""
        record, batch = self.store.record(number, index), self.store.batch(number)
        listed = self._trees.of(batch)
        return Proven(record, batch, listed.leaf(index), listed.path(index))

    def _check_ids(self, drafts: Sequence[str]) -> None:
        if len(drafts) > self.most:
            raise Rejected("batch.too-many", limit=self.most)
        seen: set[str] = set()
        for each in drafts:
            if each in seen:
                raise Rejected("batch.draft-twice", id=each[:80])
            seen.add(each)

    def _record(self, sender: Address, draft: DraftCall) -> Record:
        """What `deposit` would be called with is a record as it is: six words of the ABI."""
        if draft.sender != sender:
            raise Rejected("batch.draft-of-another", id=draft.id)
        if draft.recipient != self.chain.codec.address(_CONTRACT):
            raise NotFound("draft.of-another-chain", id=draft.id)
        if draft.supersedes:
            raise Rejected("batch.draft-supersedes", id=draft.id)
        return Record.from_bytes(draft.data[_SELECTOR_BYTES:])

    def _check_new(self, sender: Address, records: Sequence[Record]) -> None:
        possessor = self.chain.call("participants", "number_of", sender)
        claimed = self.store.claims(possessor, [each.root for each in records])
        for record in records:
            if record.root in claimed:
                where = claimed[record.root]
                raise Conflict("batch.already-recorded", cid=str(record.cid), where=where)

    def _keep(self, data: bytes) -> Cid:
        with self.content.batch() as batch, FileBuilder(batch) as builder:
            built = builder.build(io.BytesIO(data))
            batch.sync()
        return built.cid
