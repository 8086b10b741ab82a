"""The walk through the blocks: headers, seals, bodies, receipts, and what finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from node.clique.rules import Clique
from node.clique.snapshot import Snapshot
from node.errors import NodeError, VerificationError
from node.headers import decode_header
from node.primitives import RLPException, keccak
from node.transactions import Transaction
from node.trie.lazy import ordered_root

if TYPE_CHECKING:
    from eth_typing import Address, Hash32

    from node.checking.report import Report
    from node.genesis import Genesis
    from node.headers import Header
    from node.storage.records import Records

__all__ = ["BlockWalk"]

_UNREADABLE = (NodeError, RLPException, ValueError, TypeError, IndexError)
_NO_LATER = 2**64


class BlockWalk:
    """Looks at one block after another, from genesis on.

    After a header that is damaged, seals cannot be checked (who may seal next follows from each
    one before) until a snapshot that was kept; those left out are counted.
    """

    def __init__(self, records: Records, genesis: Genesis, report: Report) -> None:
        self._records = records
        self._genesis = genesis
        self._clique = Clique(genesis.period, genesis.epoch)
        self._report = report
        self._parent: Header | None = None
        self._snapshot: Snapshot | None = None
        self._difficulty = 0
        self.last: Header | None = None

    def look(self, number: int) -> Header | None:
        """Check the block at a height; None when its header cannot be had."""
        self._report.blocks += 1
        header = self._header(number)
        if header is None:
            self._parent = self._snapshot = None
            return None
        self._check_seal(header)
        self._check_difficulty(header)
        self._check_body(header)
        self._check_receipts(header)
        self._parent = self.last = header
        return header

    @property
    def snapshot(self) -> Snapshot | None:
        """Who may seal after the last block, if that could be followed."""
        return self._snapshot

    def _header(self, number: int) -> Header | None:
        found: Hash32 | None = None
        try:
            found = self._records.hash_at(number)
            encoded = self._records.encoded_header(found)
            header = decode_header(encoded)
        except _UNREADABLE as error:
            self._report.add("header", number, found or b"", error)
            return None
        if keccak(encoded) != found:
            self._report.add("header", number, found, "its hash differs")
            return None
        if header.block_number != number:
            self._report.add("index", number, found, f"the header says {header.block_number}")
            return None
        return header

    def _check_seal(self, header: Header) -> None:
        number = header.block_number
        if number == 0:
            if header.hash != self._genesis.hash:
                self._report.add("genesis", 0, header.hash, "not the block of the genesis file")
            self._snapshot = Snapshot(0, self._genesis.signers)
            return
        if self._parent is None or self._snapshot is None:
            self._report.unchecked_seals += 1
            self._snapshot = self._kept(header)
            return
        try:
            signer = self._clique.check(header, self._parent, self._snapshot, _NO_LATER)
        except VerificationError as error:
            self._report.add("seal", number, header.hash, error)
            self._snapshot = self._kept(header)
            return
        self._snapshot = self._snapshot.apply(header, signer, self._genesis.epoch)

    def _kept(self, header: Header) -> Snapshot | None:
        try:
            return self._records.kept_snapshot(header.hash)
        except _UNREADABLE as error:
            self._report.add("index", header.block_number, header.hash, error)
            return None

    def _check_difficulty(self, header: Header) -> None:
        self._difficulty += header.difficulty
        try:
            stored = self._records.total_difficulty(header.hash)
        except _UNREADABLE as error:
            self._report.add("index", header.block_number, header.hash, error)
            return
        if self._parent is None and header.block_number:
            self._difficulty = stored  # the one before could not be read
        elif stored != self._difficulty:
            self._report.add("index", header.block_number, header.hash, "total difficulty")

    def _check_body(self, header: Header) -> None:
        number = header.block_number
        try:
            raws = self._records.raw_transactions(header.hash)
            root = ordered_root(raws)
        except _UNREADABLE as error:
            self._report.add("body", number, header.hash, error)
            return
        if root != header.transaction_root:
            self._report.add("body", number, header.hash, "not what the header says")
            return
        senders = [self._check_transaction(header, *each) for each in enumerate(raws)]
        kept = self._records.kept_senders(header.hash)  # not in older stores
        if kept is not None and kept != senders and None not in senders:
            self._report.add("index", number, header.hash, "the senders are others")

    def _check_transaction(self, header: Header, index: int, raw: bytes) -> Address | None:
        """Who signed it; None for one that cannot be read."""
        number = header.block_number
        self._report.transactions += 1
        try:
            transaction = Transaction.decode(raw)
        except NodeError as error:
            self._report.add("body", number, keccak(raw), error)
            return None
        if self._records.place(transaction.hash) != (number, index):
            self._report.add("index", number, transaction.hash, "the transaction is not found")
        return transaction.sender

    def _check_receipts(self, header: Header) -> None:
        number = header.block_number
        try:
            root = ordered_root(self._records.encoded_receipts(header.hash))
        except _UNREADABLE as error:
            self._report.add("receipts", number, header.hash, error)
            return
        if root != header.receipt_root:
            self._report.add("receipts", number, header.hash, "not what the header says")
