"""The sealer: makes a block as soon as there is work and the last block is old enough."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from eth.constants import ZERO_ADDRESS
from eth.vm.forks.london.headers import calculate_expected_base_fee_per_gas

from node.blocks import Block
from node.clique.extra import NONCE_DROP, extra
from node.clique.seal import seal
from node.errors import Rejected, Unavailable
from node.execution import Broken
from node.guard import PATIENCE, apply_in_time
from node.headers import Header, changed
from node.primitives import address_of, hexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eth_keys.datatypes import PrivateKey
    from eth_typing import Address, Hash32

    from node.chain import Chain
    from node.clock import Clock
    from node.execution import Execution, Result
    from node.pool import Pool
    from node.transactions import Transaction

__all__ = ["Sealer"]

_log = logging.getLogger(__name__)
_LONGEST_NAP = 0.5
_LONGEST = 1.0
_LONG = 60


class Sealer:
    """Seals the pool's transactions into blocks with one key, in one thread of its own."""

    def __init__(
        self,
        chain: Chain,
        pool: Pool,
        key: PrivateKey,
        clock: Clock,
        *,
        longest: float = _LONGEST,
        patience: float = PATIENCE,
    ) -> None:
        """`longest` are the seconds for which a block is filled, but for its first transaction.

        `patience` are those that one transaction may run.
        Raises Unavailable `sealer.not-a-signer` when the key may not seal at the head.
        """
        self._longest = longest
        self._patience = patience
        self._chain = chain
        self._pool = pool
        self._key = key
        self._clock = clock
        self.address = address_of(key)
        if self.address not in chain.head.snapshot.signers:
            raise Unavailable("sealer.not-a-signer", address=hexed(self.address))
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sealer")
        self.failure: BaseException | None = None
        self._on_failure: Callable[[], object] = lambda: None
        self._on_outcome: Callable[[Sequence[Hash32], Sequence[Hash32]], object] = lambda *_: None
        self._on_sealed: Callable[[float], object] = lambda _seconds: None

    def on_failure(self, act: Callable[[], object]) -> None:
        """Have something done when sealing has to end; at once if that has happened already."""
        self._on_failure = act
        if self.failure is not None:
            act()

    def on_sealed(self, act: Callable[[float], object]) -> None:
        """Have the seconds told that each block took, until it was on disk."""
        self._on_sealed = act

    def on_outcome(self, act: Callable[[Sequence[Hash32], Sequence[Hash32]], object]) -> None:
        """Have told which transactions were sealed and which were dropped, once that is on disk."""
        self._on_outcome = act

    def start(self) -> None:
        """Begin to seal."""
        wait = self.wait_until_due()
        if wait > _LONG:
            _log.warning("the clock is %d seconds behind the last block; sealing waits", wait)
        self._thread.start()

    def stop(self) -> None:
        """Finish the block under way and return when no more will come."""
        self._stopping.set()
        self._pool.arrived.set()
        if self._thread.ident is not None:
            self._thread.join()

    def wait_until_due(self) -> float:
        """Seconds until a block may follow the head: its timestamp must be later (EIP-225)."""
        due = self._chain.head.header.timestamp + self._chain.genesis.period
        return max(0.0, due - self._clock.now())

    def seal_next(self) -> Block | None:
        """Seal what is ready into one block; None when nothing is. Drops what has become invalid.

        Only valid when `wait_until_due` is 0. The block is on disk when this returns.
        """
        head = self._chain.head
        if head.snapshot.signed_recently(self.address, head.header.block_number + 1):
            raise Unavailable("sealer.signed-recently", number=head.header.block_number + 1)
        header = self._draft(int(self._clock.now()))
        result, dropped = self._execute(header)
        block = self._write(header, result, dropped)
        self._on_outcome(_hashes(result.transactions), _hashes(dropped))
        if block is None:
            return None
        _log.info(
            "sealed block %d %s: %d transactions, %d gas",
            block.number,
            hexed(block.hash),
            len(block.transactions),
            result.gas_used,
        )
        return block

    def _write(self, header: Header, result: Result, dropped: list[Transaction]) -> Block | None:
        with self._pool.removing:
            self._pool.forget(result.changes, dropped)
            self._pool.seal(result.changes, result.transactions)
            if not result.transactions:
                if dropped:
                    self._chain.store.write(result.changes)
                return None
            block = Block(seal(_completed(header, result), self._key), result.transactions)
            self._chain.append(block, result)
            return block

    def _execute(self, header: Header) -> tuple[Result, list[Transaction]]:
        """Fill a block and execute it; also return the transactions that have to go.

        A transaction on which the machine itself fails, or that does not come to an end, must not
        stop the chain, now or after each restart: the block is begun anew without it.
        """
        broken: list[Transaction] = []
        while True:
            execution = self._chain.execution(header, self.address)
            try:
                dropped = self._fill(execution, header.gas_limit // 2, broken)
            except Broken as error:
                _log.critical("dropped transaction %s: %r", error, error.__cause__, exc_info=error)
                broken.append(error.transaction)
            else:
                return execution.finish(), broken + dropped

    def _draft(self, timestamp: int) -> Header:
        """The next header before execution: the vote is empty, the seal is still to come."""
        head = self._chain.head
        number = head.header.block_number + 1
        signers = head.snapshot.signers if self._chain.clique.is_checkpoint(number) else ()
        return Header(
            difficulty=head.snapshot.difficulty_of(self.address, number),
            block_number=number,  # type: ignore[arg-type]  # py-evm's NewType for a plain number
            gas_limit=head.header.gas_limit,
            timestamp=timestamp,
            coinbase=ZERO_ADDRESS,
            parent_hash=head.header.hash,
            state_root=head.header.state_root,
            extra_data=extra(signers),
            nonce=NONCE_DROP,
            base_fee_per_gas=calculate_expected_base_fee_per_gas(head.header),
        )

    def _fill(
        self, execution: Execution, target: int, broken: list[Transaction]
    ) -> list[Transaction]:
        """Apply what fits in time and under the target, so that the base fee stays zero (EIP-1559).

        Whoever checks the block needs as long for it as it took here.
        """
        ends = time.monotonic() + self._longest
        dropped: list[Transaction] = []
        skipped: set[Address] = {transaction.sender for transaction in broken}
        with self._chain.reading(self._chain.head.header) as state:
            stale = self._pool.stale(state.get_nonce)
            expired = self._pool.expired(state.get_nonce)
            ready = self._pool.ready(state.get_nonce)
        for transaction in ready:
            if execution.gas_used and time.monotonic() > ends:
                break
            if transaction.sender in skipped:
                continue
            if execution.gas_used + transaction.inner.gas > target:
                skipped.add(transaction.sender)  # its later nonces wait with it
                continue
            try:
                apply_in_time(execution, transaction, self._patience)
            except Rejected as error:
                _log.warning("dropped transaction %s: %s", hexed(transaction.hash), error)
                dropped.append(transaction)
                skipped.add(transaction.sender)
        for transaction in stale:
            _log.warning("dropped transaction %s: nonce is used", hexed(transaction.hash))
        for transaction in expired:
            _log.warning("dropped transaction %s: a nonce is missing", hexed(transaction.hash))
        return dropped + stale + expired

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._step()
        except BaseException as error:  # noqa: BLE001 - reported by whoever watches the thread
            _log.critical("the sealer has failed", exc_info=error)
            self.failure = error
            self._on_failure()

    def _step(self) -> None:
        if not self._pool.arrived.wait(_LONGEST_NAP) and not self._pool.overdue():
            return
        wait = self.wait_until_due()
        if wait:
            self._clock.wait(self._stopping, min(wait, _LONGEST_NAP))
            return
        self._pool.arrived.clear()
        began = time.monotonic()
        if self.seal_next() is not None:
            self._on_sealed(time.monotonic() - began)
            if len(self._pool):
                self._pool.arrived.set()


def _hashes(transactions: Iterable[Transaction]) -> tuple[Hash32, ...]:
    return tuple(each.hash for each in transactions)


def _completed(header: Header, result: Result) -> Header:
    return changed(
        header,
        state_root=result.state_root,
        transaction_root=result.transaction_root,
        receipt_root=result.receipt_root,
        bloom=result.bloom,
        gas_used=result.gas_used,
    )
