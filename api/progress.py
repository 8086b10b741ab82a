"""How far a transaction has come, and the relay of signed ones."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eth_utils.crypto import keccak
from starlette.concurrency import run_in_threadpool

from ledger.errors import NotFound, Rejected
from ledger.types import TxHash

if TYPE_CHECKING:
    from api.schemas.chain import State
    from api.services import Services
    from ledger.chain import Receipt, Transaction

__all__ = ["Progress", "read_raw", "relay", "track"]

_POLL_SECONDS: Final = 0.1
_SETTLED: Final = frozenset({"indexed"})


@dataclass(frozen=True)
class Progress:
    """A transaction, if anyone knows it, and how far it has come."""

    hash: TxHash
    state: State
    transaction: Transaction | None

    @property
    def receipt(self) -> Receipt | None:
        """What became of it, None while it is not sealed."""
        return None if self.transaction is None else self.transaction.receipt


def read_raw(raw: str) -> bytes:
    """The bytes of a signed transaction given as hex; Rejected("transaction.malformed")."""
    try:
        data = bytes.fromhex(raw.removeprefix("0x"))
    except ValueError:
        raise Rejected("transaction.malformed") from None
    if not data or not raw.startswith("0x"):
        raise Rejected("transaction.malformed")
    return data


def track(services: Services, tx_hash: TxHash) -> Progress:
    """Ask the index first, then the chain; `unknown` when neither has it."""
    try:
        return Progress(tx_hash, "indexed", services.index.transaction(tx_hash))
    except NotFound:
        pass
    try:
        transaction = services.chain.transaction(tx_hash)
    except NotFound:
        return Progress(tx_hash, "unknown", None)
    return Progress(tx_hash, _state(services, transaction.receipt), transaction)


async def relay(services: Services, raw: bytes, wait: int) -> Progress:
    """Hand a signed transaction to the node and wait up to `wait` seconds until it is indexed.

    Waiting takes no thread. A transaction that was sent before gives its progress, so that
    sending may be retried. Raises Rejected("transaction.…").
    """
    deadline = time.monotonic() + wait
    tx_hash = await run_in_threadpool(_send, services, raw)
    while True:
        progress = await run_in_threadpool(track, services, tx_hash)
        if progress.state in _SETTLED or time.monotonic() >= deadline:
            return progress
        await asyncio.sleep(_POLL_SECONDS)


def _send(services: Services, raw: bytes) -> TxHash:
    try:
        return services.chain.send(raw)
    except Rejected:
        tx_hash = TxHash("0x" + keccak(raw).hex())
        if track(services, tx_hash).state == "unknown":
            raise
        return tx_hash


def _state(services: Services, receipt: Receipt | None) -> State:
    if receipt is None:
        return "pending"
    final = services.chain.final_head().number
    return "final" if receipt.block.number <= final else "sealed"
