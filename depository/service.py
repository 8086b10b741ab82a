"""What can be done with deposits (D-1 to D-3, D-6): drafts, reading, verifying."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from depository.acts import Acts
from depository.archive import entries
from depository.batches.store import BatchStore
from depository.car import write_blocks
from depository.cid import root_cid
from depository.content import read_package
from depository.encrypted import only_encrypted
from depository.giving import Checksums, open_archive, open_payload
from depository.history_store import HistoryStore
from depository.metadata import Access, Origin, Provenance
from depository.model import Deposit, DepositDraft, Status, Verdict
from depository.package import pack
from depository.selection import Selection, select
from depository.serving import Serving, check_readable, check_served
from depository.store import DepositStore
from depository.vault import DepositVault, Term, kept
from ledger.errors import Conflict, NotFound, Rejected
from ledger.participants.model import Role
from ledger.transactions import UnsignedTransaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from depository.archive.model import ArchiveKind, Limits
    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.giving import Content, Form
    from depository.history import Copy, History, Verification, Yearly
    from depository.metadata import Metadata
    from depository.package import Package, PackedFile
    from depository.subject import Subject
    from ledger.chain import Chain
    from ledger.paging import Page
    from ledger.types import Address, DepositId, Digest, ParticipantId

__all__ = ["Depository"]

_CONTRACT = "depository"
_NO_CONCLUSION = bytes(32)
_NOTHING_ASKED = Provenance()
_EVERYTHING, _TERM = Selection(), Term()


@dataclass(frozen=True)
class Depository:
    """Deposits: what is on record, and its content; `acts` are what is signed about them.

    Drafts raise what `Chain.build` raises, above all Rejected("contract.refused").
    """

    chain: Chain
    index_engine: Engine
    vault_engine: Engine
    content: BlockStore
    limits: Limits
    term: Term = _TERM
    acts: Acts = field(init=False, repr=False, compare=False)
    _store: DepositStore = field(init=False, repr=False, compare=False)
    _history: HistoryStore = field(init=False, repr=False, compare=False)
    _vault: DepositVault = field(init=False, repr=False, compare=False)
    _checksums: Checksums = field(init=False, repr=False, compare=False)
    _serving: Serving = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Open the stores over the two databases."""
        object.__setattr__(self, "_store", DepositStore(self.index_engine))
        object.__setattr__(self, "_history", HistoryStore(self.index_engine))
        object.__setattr__(self, "_vault", DepositVault(self.vault_engine, self.term))
        object.__setattr__(self, "_checksums", Checksums())
        serving = Serving(self._store, BatchStore(self.index_engine))
        object.__setattr__(self, "_serving", serving)
        object.__setattr__(self, "acts", Acts(self.chain, self._store, self._vault))

    def draft(  # noqa: PLR0913 - the parts of one deposit, each of its own type
        self,
        sender: Address,
        source: Path,
        kind_of_archive: ArchiveKind | None,
        metadata: Metadata,
        *,
        file_name: str | None = None,
        provenance: Provenance = _NOTHING_ASKED,
        expected: Cid | None = None,
        previous: DepositId | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> DepositDraft:
        """Take a folder, archive, or file under `file_name`; build the transaction for its root.

        1. The sender is a depositor, so that nobody else fills the store. 2. The sender has no
        deposit of what the client says it is (`expected`). 3. The content packs to `expected`, is
        encrypted if its access is limited, and is on the disk. 4. The sender has no deposit of it.
        5. The expert conclusion is in the package where there must be one (D-10), as are the parts
        of an information system's set (D-9; their want is found first). 6. The contract takes it.
        `progress` is told of each piece of payload taken: its bytes. A repetition gives the same
        draft, with a transaction that fits the sender's present nonce. Another's deposit of the
        same content is no hindrance; the draft names it.
        Raises what `entries`, `only_encrypted`, `pack` and the checks of metadata and provenance
        raise, Conflict("deposit.already-recorded", number).
        """
        self.check_depositor(sender)
        metadata.check_complete()
        if expected is not None:
            self._check_new(sender, expected.digest)
        found = entries(source, kind_of_archive, self.limits, name=file_name)
        package = pack(
            found if metadata.access is Access.PUBLIC else only_encrypted(found),
            metadata,
            self.content,
            progress=progress,
            expected=expected,
        )
        self._check_new(sender, package.root)
        metadata.check_files(file.path for file in package.files)
        provenance.check(metadata.kind, {file.sha256 for file in package.files})
        draft = DepositDraft(
            id=secrets.token_hex(16),
            package=package,
            metadata=metadata,
            previous=previous,
            rivals=self._store.claims(package.root),
            transaction=self._transaction(sender, package, metadata, provenance, previous),
        )
        there = self._vault.keep_draft(kept(draft))
        return replace(draft, id=there.id, expires_at=there.expires_at)

    def draft_of(self, draft_id: str) -> DepositDraft:
        """A draft as it was made; NotFound("draft.unknown" | "draft.expired"), and as reading."""
        kept = self._vault.draft(draft_id)
        call = self.chain.decode_call(kept.recipient, kept.data)
        if call is None:
            raise NotFound("draft.of-another-chain", id=draft_id)
        return DepositDraft(
            id=kept.id,
            package=read_package(self.content, root_cid(kept.root)),
            metadata=kept.metadata,
            previous=kept.previous,
            rivals=self._store.claims(kept.root),
            transaction=UnsignedTransaction(
                sender=kept.sender,
                chain_id=self.chain.deployment.chain_id,
                nonce=kept.nonce,
                to=kept.recipient,
                data=kept.data,
                gas=kept.gas,
                call=call,
            ),
            expires_at=kept.expires_at,
        )

    def deposit(self, number: DepositId) -> Deposit:
        """One deposit; NotFound("deposit.unknown", number)."""
        return self._store.deposit(number)

    def deposits(
        self,
        limit: int,
        after: str | None = None,
        possessor: ParticipantId | None = None,
        status: Status | None = None,
        origin: Origin | None = None,
    ) -> Page[Deposit]:
        """A page of deposits, the newest first: all, or of one possessor, status, origin (D-3)."""
        return self._store.deposits(limit, after, possessor, status, origin)

    def titled(self, query: str, limit: int) -> tuple[Deposit, ...]:
        """Deposits in whose titles each word of a query begins a word, the newest first."""
        return self._store.titled(query, limit)

    def history(self, number: DepositId) -> History:
        """A deposit's possessors, levels and copies; NotFound("deposit.unknown", number)."""
        return self._history.history(self.deposit(number).number)

    @property
    def lives(self) -> HistoryStore:
        """Whose deposits are, and were at any block."""
        return self._history

    def copies(self, number: DepositId, limit: int, after: str | None = None) -> Page[Copy]:
        """A page of applications for copies, newest first (D-7); NotFound("deposit.unknown")."""
        return self._history.copies(self.deposit(number).number, limit, after)

    def verifications(self, limit: int, after: str | None = None) -> Page[Verification]:
        """A page of the verifications of the whole depository, the newest first (D-8)."""
        return self._history.verifications(limit, after)

    def yearly(self) -> Yearly:
        """The last verification of the whole depository, and when the year is over (D-8)."""
        return self._history.yearly(self.chain.deployment.contracts[_CONTRACT].block)

    def files(
        self,
        number: DepositId,
        limit: int,
        after: str | None = None,
        asking: ParticipantId | None = None,
    ) -> Page[PackedFile]:
        """A page of the files of a deposit that is public or `asking`'s own, by path.

        Raises Rejected("content.limited", number), NotFound("deposit.unknown", number),
        NotFound("content.not-held", number).
        """
        self._readable(number, asking)
        return self._store.files(number, limit, after)

    def open_file(
        self, number: DepositId, path: str, asking: ParticipantId | None = None
    ) -> Content:
        """A file of a deposit that is public or `asking`'s own; each block is hashed as it is read.

        Raises as `files`, Rejected("content.returned" | "content.annulled", number),
        NotFound("content.no-such-path") and, while reading, VerificationError("content.damaged").
        """
        return open_payload(self.content, self.served(number, asking).cid, path)

    def served(self, number: DepositId, asking: ParticipantId | None = None) -> Deposit:
        """A deposit whose content may be given out; raises as `open_file`."""
        deposit = self._readable(number, asking)
        check_served(deposit)
        return deposit

    def open_archive(
        self, number: DepositId, form: Form, asking: ParticipantId | None = None
    ) -> Content:
        """A deposit whole, in a form; raises as `open_file` and `depository.giving`."""
        cid = self.served(number, asking).cid
        return open_archive(self.content, cid, form, self._checksums, f"deposit-{number}")

    def car(
        self, cid: Cid, wanted: Selection = _EVERYTHING, asking: ParticipantId | None = None
    ) -> Iterator[bytes]:
        """The archive (CARv1) of a selection of what is under a block that `asking` may read.

        Raises as `block` and `select`: at once, and what the store raises while reading too.
        """
        self._serving.check(cid, asking)
        return write_blocks(cid, select(self.content, cid, wanted))

    def block(self, cid: Cid, asking: ParticipantId | None = None) -> bytes:
        """The bytes of a block of a deposit or record that is public or `asking`'s own.

        Raises as `Serving.check`, and what the store raises.
        """
        self._serving.check(cid, asking)
        return self.content.get(cid)

    def verify(self, subject: Subject) -> Verdict:
        """Whether and where the bytes are on record that a digest, a CID or a SWHID names."""
        return Verdict(subject=subject, matches=self._store.matches(subject))

    def check_depositor(self, sender: Address) -> None:
        """Refuse, as the contract would, before any content is taken: "contract.refused"."""
        if not self.chain.call("participants", "has_role", sender, int(Role.DEPOSITOR)):
            raise Rejected("contract.refused", contract=_CONTRACT, reason="not a depositor")

    def _check_new(self, sender: Address, root: Digest) -> None:
        """Refuse a second deposit of the sender's own; another's claim bars nobody."""
        participant = self.chain.call("participants", "number_of", sender)
        number = self.chain.call(_CONTRACT, "claim_of", root, participant)
        if number:
            raise Conflict("deposit.already-recorded", number=number)

    def _transaction(
        self,
        sender: Address,
        package: Package,
        metadata: Metadata,
        provenance: Provenance,
        previous: DepositId | None,
    ) -> UnsignedTransaction:
        described = (int(metadata.kind), int(metadata.access), int(provenance.origin))
        conclusion = provenance.conclusion or _NO_CONCLUSION
        facts = (package.root, package.size, *described, conclusion)
        if previous is None:
            return self.chain.build(sender, _CONTRACT, "deposit", *facts)
        return self.chain.build(sender, _CONTRACT, "supersede", previous, *facts)

    def _readable(self, number: DepositId, asking: ParticipantId | None) -> Deposit:
        deposit = self.deposit(number)
        check_readable(deposit, asking)
        if deposit.described is None:
            raise NotFound("content.not-held", number=number)
        return deposit
