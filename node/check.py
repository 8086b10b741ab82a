"""The check of a stopped node's home: what is stored is what the hashes say, and all is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_typing import Hash32

from node.chain import Chain
from node.checking.blocks import BlockWalk
from node.checking.report import Damage, Report
from node.checking.state import StateWalk
from node.clock import SystemClock
from node.deployment import Home
from node.errors import NodeError, NotFound, VerificationError
from node.genesis import Genesis
from node.headers import changed
from node.primitives import RLPException, hexed
from node.storage.records import Records
from node.storage.store import Store, Table
from node.transactions import Transaction

if TYPE_CHECKING:
    from pathlib import Path

    from node.export import Progress
    from node.headers import Header

__all__ = ["Damage", "Report", "check"]

_UNREADABLE = (NodeError, RLPException, ValueError, TypeError, IndexError)


def check(home: Path, *, execute: bool = False, progress: Progress | None = None) -> Report:
    """Check the store of a home whose node is stopped; nothing is changed.

    1. The genesis record is the genesis file.
    2. Each header up to the head has its hash, follows its parent and is rightly sealed.
    3. Each body and each block's receipts give the roots of the header; transactions are found.
    4. Every trie node and code of the head's state is there and has its hash.
    5. Every waiting transaction can be read.
    6. With `execute`, each block executed anew gives the roots of its header.

    Raises NotFound `home.missing`, Conflict `chain.in-use`, VerificationError
    `store.unreadable`, `store.empty`; whatever else is found stands in the report.
    """
    paths = Home(home)
    if not paths.chain.is_dir() or not paths.genesis.exists():
        raise NotFound("home.missing", path=str(paths.folder))
    store = Store(paths.chain)
    try:
        return _Check(store, paths, progress or (lambda _done, _total: None)).run(execute=execute)
    finally:
        store.close()


class _Check:
    def __init__(self, store: Store, paths: Home, progress: Progress) -> None:
        self._store = store
        self._records = Records(store)
        self._paths = paths
        self._progress = progress
        self._report = Report()

    def run(self, *, execute: bool) -> Report:
        genesis = self._genesis()  # 1
        total = self._head_number()
        walk = BlockWalk(self._records, genesis, self._report)
        for number in range(total + 1):  # 2, 3
            walk.look(number)
            self._progress(number, total)
        self._check_head(walk, total)
        if walk.last is not None:
            state = StateWalk(self._store, self._report, lambda done: self._progress(done, 0))
            state.walk(walk.last.state_root)  # 4
        self._check_pool()  # 5
        if execute:
            self._execute(total)  # 6
        return self._report

    def _genesis(self) -> Genesis:
        """What the chain begins with: of record and file that which can be read."""
        stored = self._records.genesis()
        if stored is None:
            raise VerificationError("store.empty")
        in_file = Genesis.parse(self._paths.genesis.read_bytes())
        try:
            if Genesis.parse(stored) != in_file:
                self._report.add("genesis", 0, b"", "record and file differ")
        except VerificationError as error:
            self._report.add("genesis", 0, b"", error)
        return in_file

    def _head_number(self) -> int:
        """The head's height; by searching upwards if the head's own record cannot be read."""
        try:
            return self._records.head()[0].block_number
        except _UNREADABLE as error:
            self._report.add("head", None, b"", error)
        number = 0
        while self._has(number + 1):
            number += 1
        return number

    def _has(self, number: int) -> bool:
        try:
            self._records.hash_at(number)
        except NotFound:
            return False
        return True

    def _check_head(self, walk: BlockWalk, total: int) -> None:
        last = walk.last
        if last is None or last.block_number != total:
            return  # its header is damaged, as was noted
        self._report.head, self._report.head_hash = total, hexed(last.hash)
        if self._has(total + 1):
            self._report.add("head", total + 1, b"", "there is a block above the head")
        try:
            header, snapshot = self._records.head()
        except _UNREADABLE:
            return
        if header.hash != last.hash:
            self._report.add("head", total, header.hash, "not the block at its height")
        if walk.snapshot is not None and snapshot != walk.snapshot:
            self._report.add("head", total, header.hash, "not the signers that follow")

    def _check_pool(self) -> None:
        for key, value in self._store.items(Table.POOL):
            self._report.waiting += 1
            sender, raw = value[:20], value[20:]
            try:
                transaction = Transaction.decode(raw)
            except NodeError as error:
                self._report.add("pool", None, key, error)
                continue
            if transaction.sender != sender:
                self._report.add("pool", None, key, "its sender differs")

    def _execute(self, total: int) -> None:
        try:
            chain = Chain(self._store, SystemClock())
        except _UNREADABLE as error:
            self._report.add("execution", None, b"", error)
            return
        for number in range(1, total + 1):
            try:
                difference = _execute(chain, chain.records.header_at(number))
            except Exception as error:  # noqa: BLE001 - whatever a damaged state makes of it
                difference = f"{type(error).__name__}: {error}"
            if difference is not None:
                self._report.add("execution", number, _hash_of(chain, number), difference)
            self._report.executed += 1
            self._progress(number, total)


def _execute(chain: Chain, header: Header) -> str | None:
    """Execute a block on its parent's state; tell what comes out otherwise than it says."""
    chain.store.decoded.clear()  # what was computed must not stand in for what is stored
    parent = chain.records.header(header.parent_hash)
    started = changed(header, state_root=parent.state_root)
    execution = chain.execution(started, chain.signer_of(header))
    for transaction in chain.records.block(header).transactions:
        execution.apply(transaction)
    result = execution.finish()
    names = ("state_root", "receipt_root", "transaction_root", "bloom", "gas_used")
    differing = [name for name in names if getattr(result, name) != getattr(header, name)]
    return ", ".join(differing) or None


def _hash_of(chain: Chain, number: int) -> Hash32:
    try:
        return chain.records.hash_at(number)
    except NotFound:
        return Hash32(b"")
