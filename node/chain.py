"""The chain in a store: its head, its past, and the two ways in which it grows."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lru import LRU

from node.appearances import Appearances
from node.blocks import Block
from node.clique.rules import Clique
from node.clique.seal import signer_of
from node.clique.snapshot import Snapshot
from node.errors import Conflict, Rejected, VerificationError
from node.evm import build_state
from node.execution import Broken, Execution, Place, Result
from node.genesis import Genesis
from node.headers import changed
from node.storage.records import Records
from node.storage.state import state_database
from node.storage.store import Changes, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth.abc import StateAPI
    from eth_typing import Address

    from node.clock import Clock
    from node.headers import Header

__all__ = ["Chain", "Head"]

_SAID_BY_HEADER = {
    "block.gas-used": "gas_used",
    "block.bloom": "bloom",
    "block.transaction-root": "transaction_root",
    "block.receipt-root": "receipt_root",
    "block.state-root": "state_root",
}
_STATES = 8
_USES = 20_000  # py-evm's state remembers each key it has read; a fresh one starts small


@dataclass(frozen=True)
class Head:
    """The last block's header and who may seal the next."""

    header: Header
    snapshot: Snapshot


class Chain:
    """One chain, linear: every block follows the head, and nothing is ever taken back.

    Reading is safe from any thread. Writing (`append`, `import_block`) is one caller's at a time;
    a block, its state and all that goes with it are on disk before the head moves.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        """Open the chain of a store at its head. Raises VerificationError `store.*`."""
        self.store = store
        self.records = Records(store)
        self._clock = clock
        content = self.records.genesis()
        if content is None:
            raise VerificationError("store.empty")
        self.genesis = Genesis.parse(content)
        self.clique = Clique(self.genesis.period, self.genesis.epoch)
        self.follow()
        self._states: LRU[bytes, _HeldState] = LRU(_STATES)
        self._states_lock = threading.Lock()

    @classmethod
    def create(cls, store: Store, genesis: Genesis, clock: Clock) -> Chain:
        """Write block 0 into an empty store and open it. Raises Conflict `chain.exists`."""
        records = Records(store)
        if records.genesis() is not None:
            raise Conflict("chain.exists")
        changes = Changes()
        records.add_genesis(changes, genesis.as_file())
        Appearances.begin(changes)
        records.add(changes, Block(genesis.header(), ()), (), Snapshot(0, genesis.signers))
        store.write(changes)
        return cls(store, clock)

    @property
    def head(self) -> Head:
        """The last block that is on disk."""
        return self._head

    def follow(self) -> None:
        """Make what lies in the store the head: another process of the node may have written it."""
        header, snapshot = self.records.head()
        self._advance(Head(header, snapshot))

    def _advance(self, head: Head) -> None:
        self.records.last = head.header.block_number
        self._head = head

    def execution(self, header: Header, coinbase: Address) -> Execution:
        """Begin to execute a block on the head; `header` holds the head's state root."""
        ancestors = self.records.ancestors(header.parent_hash)
        return Execution(Place(self.store, self.genesis.chain_id, coinbase, ancestors), header)

    def append(self, block: Block, result: Result) -> None:
        """Check the seal and make an executed block the head, in one synced batch.

        `result.changes` may hold more writes that belong to the same moment.
        Raises VerificationError `block.*`, `clique.*`.
        """
        self._append(block, result, self._check(block.header))

    def import_block(self, block: Block) -> None:
        """Check everything a block from elsewhere says, executing it anew, and append it.

        1. Its header follows the head and is sealed by a signer whose turn it may be.
        2. Every transaction is valid where it stands.
        3. The roots, the bloom and the gas of the execution are those of the header.

        Raises VerificationError `block.*`, `clique.*`.
        """
        header, parent = block.header, self._head.header
        signer = self._check(header)  # 1
        execution = self.execution(changed(header, state_root=parent.state_root), signer)
        for index, transaction in enumerate(block.transactions):  # 2
            try:
                execution.apply(transaction)
            except (Rejected, Broken) as error:
                reason = error.code if isinstance(error, Rejected) else "transaction.broken"
                raise VerificationError(
                    "block.transaction", number=block.number, index=index, reason=reason
                ) from error
        result = execution.finish()
        _compare(header, result)  # 3
        self._append(block, result, signer)

    def _check(self, header: Header) -> Address:
        head = self._head
        return self.clique.check(header, head.header, head.snapshot, int(self._clock.now()))

    def _append(self, block: Block, result: Result, signer: Address) -> None:
        snapshot = self._head.snapshot.apply(block.header, signer, self.genesis.epoch)
        self.records.add(result.changes, block, result.receipts, snapshot)
        Appearances.add(result.changes, block, result.touched)
        self.store.write(result.changes)
        self._advance(Head(block.header, snapshot))

    def snapshot(self, header: Header) -> Snapshot:
        """Who may seal after any block of the chain; older than the head, some work to find."""
        head = self._head
        if header.hash == head.header.hash:
            return head.snapshot
        later: list[Header] = []
        while (found := self.records.kept_snapshot(header.hash)) is None:
            later.append(header)
            header = self.records.header(header.parent_hash)
        for each in reversed(later):
            found = found.apply(each, signer_of(each), self.genesis.epoch)
        return found

    @contextmanager
    def reading(self, header: Header, lane: bytes = b"") -> Iterator[StateAPI]:
        """The state after a block, for calls that take their changes back.

        One user at a time in each lane: what may take long keeps out of the node's own.
        """
        with self._states_lock:
            held = self._states.get(lane + header.hash)
            if held is None or held.uses >= _USES:
                held = _HeldState(self._read_state(header))
                self._states[lane + header.hash] = held
            held.uses += 1
        with held.lock:
            yield held.state

    def _read_state(self, header: Header) -> StateAPI:
        return build_state(
            state_database(self.store, Changes()),
            header,
            self.signer_of(header),
            self.records.ancestors(header.parent_hash) if header.block_number else (),
            self.genesis.chain_id,
        )

    def signer_of(self, header: Header) -> Address:
        """Who sealed a block of this chain; the zero address for block 0, which nobody sealed."""
        return signer_of(header) if header.block_number else header.coinbase


class _HeldState:
    """A state that is kept open between calls."""

    def __init__(self, state: StateAPI) -> None:
        self.state = state
        self.lock = threading.Lock()
        self.uses = 0


def _compare(header: Header, result: Result) -> None:
    for code, name in _SAID_BY_HEADER.items():
        if getattr(header, name) != getattr(result, name):
            raise VerificationError(code, number=header.block_number)
