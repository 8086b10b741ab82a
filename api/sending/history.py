"""What happened to a transaction, step by step, and why it failed or waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from api.progress import track
from ledger.chain.finality import finalising_number
from ledger.chain.signed import read_signed
from ledger.errors import Conflict, NotFound, Unavailable

if TYPE_CHECKING:
    from api.progress import Progress
    from api.schemas.chain import State
    from api.sending.reasons import Reasons
    from api.sending.store import Sent, SentStore
    from api.services import Services
    from ledger.errors import QoimaError
    from ledger.records import BlockRef
    from ledger.types import Address, BlockNumber, Timestamp, TxHash

__all__ = ["Historian", "History", "Step", "StepName"]

StepName = Literal["received", "refused", "admitted", "sealed", "final", "indexed"]


@dataclass(frozen=True)
class Step:
    """A step, when it was, and in which block; None where that is not known or there is none.

    `received`, `refused` and `admitted` are told by this interface's clock, `indexed` by when it
    first saw it so; `sealed` and `final` by the blocks that did it.
    """

    name: StepName
    at: Timestamp | None
    block: BlockRef | None = None


@dataclass(frozen=True)
class History:
    """How far a transaction has come, its steps, and what is wrong with it, if anything is."""

    progress: Progress
    steps: tuple[Step, ...]
    reason: QoimaError | None


@dataclass(frozen=True)
class Historian:
    """Tells histories from the vault, the index and the chain."""

    services: Services
    store: SentStore
    reasons: Reasons

    def of(self, tx_hash: TxHash) -> History:
        """The history of a transaction by its hash."""
        return self.told(track(self.services, tx_hash))

    def told(self, progress: Progress) -> History:
        """The history of a transaction of which it is known how far it has come."""
        sent = self.store.get(progress.hash)
        if progress.state == "indexed" and sent is not None and sent.indexed_at is None:
            self.store.indexed(progress.hash)
            sent = self.store.get(progress.hash)
        progress = replace(progress, state=_state(progress, sent))
        steps = (*_begun(sent), *self._sealed(progress, sent))
        return History(progress, steps, self._reason(progress, sent))

    def _sealed(self, progress: Progress, sent: Sent | None) -> tuple[Step, ...]:
        if progress.receipt is None:
            return ()
        block = progress.receipt.block
        steps = [Step("sealed", block.timestamp, block)]
        if progress.state in {"final", "indexed"}:
            final = self._finalising(block)
            steps.append(Step("final", None if final is None else final.timestamp, final))
        if progress.state == "indexed":
            steps.append(Step("indexed", None if sent is None else sent.indexed_at))
        return tuple(steps)

    def _finalising(self, block: BlockRef) -> BlockRef | None:
        """The block with which another became final."""
        number = finalising_number(block.number, len(self.services.chain.deployment.signers))
        if number == block.number:
            return block
        return _block(self.services, number)

    def _reason(self, progress: Progress, sent: Sent | None) -> QoimaError | None:
        if progress.state == "refused" and sent is not None:
            return sent.refusal
        if progress.state == "lost" and sent is not None:
            return self._lost(progress.hash, sent)
        if progress.state == "pending" and progress.transaction is not None:
            return self._gap(progress.transaction.sender, progress.transaction.nonce)
        return self.reasons.of(progress.transaction)

    def _lost(self, tx_hash: TxHash, sent: Sent) -> QoimaError:
        """Another transaction took its place, or the node has forgotten it."""
        if sent.raw is not None:
            signed = read_signed(sent.raw)
            sealed, _ = self.services.chain.nonces(signed.sender)
            if signed.nonce < sealed:
                return Conflict("transaction.replaced", nonce=signed.nonce)
        return NotFound("transaction.lost", transaction=tx_hash)

    def _gap(self, sender: Address, nonce: int) -> QoimaError | None:
        """What it waits for, when that is an earlier transaction which nobody has sent."""
        _, following = self.services.chain.nonces(sender)
        if following >= nonce:
            return None
        return Conflict("transaction.waits-for-nonce", nonce=nonce, missing=following)


def _state(progress: Progress, sent: Sent | None) -> State:
    """What the vault adds to what the chain does not know."""
    if progress.state != "unknown" or sent is None:
        return progress.state
    return "refused" if sent.admitted_at is None else "lost"


def _begun(sent: Sent | None) -> tuple[Step, ...]:
    if sent is None:
        return ()
    steps = [Step("received", sent.received_at)]
    if sent.refused_at is not None:
        steps.append(Step("refused", sent.refused_at))
    if sent.admitted_at is not None:
        steps.append(Step("admitted", sent.admitted_at))
    return tuple(steps)


def _block(services: Services, number: BlockNumber) -> BlockRef | None:
    for room in (services.index, services.chain):
        try:
            return room.block(number).ref
        except (NotFound, Unavailable):
            continue
    return None
