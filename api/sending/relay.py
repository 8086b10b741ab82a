"""The relay of signed transactions: each is handed to the node, and what it says is kept."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eth_utils.crypto import keccak
from starlette.concurrency import run_in_threadpool

from api.progress import track
from ledger.errors import Rejected, Unavailable
from ledger.types import TxHash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.doors import Doors
    from api.progress import Progress
    from api.sending.store import SentStore
    from api.services import Services

__all__ = ["Sender", "read_raw"]

_POLL_SECONDS: Final = 0.1
_LOG: Final = logging.getLogger("qoima.api")


def read_raw(raw: str) -> bytes:
    """The bytes of a signed transaction given as hex; Rejected("transaction.malformed")."""
    try:
        data = bytes.fromhex(raw.removeprefix("0x"))
    except ValueError:
        raise Rejected("transaction.malformed") from None
    if not data or not raw.startswith("0x"):
        raise Rejected("transaction.malformed")
    return data


@dataclass(frozen=True)
class Sender:
    """Sends, and lets so many wait at a time as there are `places`."""

    services: Services
    store: SentStore
    places: Doors

    async def relay(self, raw: bytes, wait: int) -> Progress:
        """Hand a signed transaction to the node and wait up to `wait` seconds until it is indexed.

        Waiting takes no thread; when every place is taken there is none. A transaction that was
        sent before gives its progress, so that sending may be retried.
        Raises Rejected("transaction.…").
        """
        deadline = time.monotonic() + wait
        tx_hash = await run_in_threadpool(self._send, raw)
        waits = wait > 0 and self.places.enter()
        try:
            while True:
                progress = await run_in_threadpool(track, self.services, tx_hash)
                settled = progress.state == "indexed" or not waits
                if settled or time.monotonic() >= deadline:
                    break
                await asyncio.sleep(_POLL_SECONDS)
        finally:
            if waits:
                self.places.leave()
        return progress

    def _send(self, raw: bytes) -> TxHash:
        received, tx_hash = self.store.clock(), TxHash("0x" + keccak(raw).hex())
        try:
            self.services.chain.send(raw)
        except Rejected as refusal:
            if track(self.services, tx_hash).state == "unknown":
                if refusal.code != "transaction.malformed":
                    with _as_far_as_the_vault_goes():
                        self.store.refused(tx_hash, refusal, received)
                raise
        with _as_far_as_the_vault_goes():
            self.store.admitted(tx_hash, raw, received)
        return tx_hash


@contextmanager
def _as_far_as_the_vault_goes() -> Iterator[None]:
    """The node has spoken: a vault that fails takes away the history, not the answer."""
    try:
        yield
    except Unavailable as error:
        _LOG.warning("the history of a transaction is not kept: %s", error)
