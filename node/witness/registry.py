"""The sealing side: which statements of witnesses are taken, and which are held against them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.errors import NotFound, Rejected, Unavailable
from node.primitives import as_checksummed, hexed
from node.witness.statement import Identity, Statement
from node.witness.store import Equivocation, Signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from eth_typing import Address

    from node.chain import Chain
    from node.participants import Participants
    from node.witness.store import WitnessStore

__all__ = ["Rate", "Registry", "identity_of"]


def identity_of(chain: Chain) -> Identity:
    """What statements about this chain are bound to."""
    return Identity(chain.genesis.chain_id, chain.records.hash_at(0))


class Rate:
    """A bucket of so many publications, refilled so fast, for all callers together."""

    def __init__(
        self,
        per_second: float = 200,
        burst: int = 1000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._left = float(burst)
        self._at = now()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Take one. Raises Unavailable `witness.busy` when none is left."""
        with self._lock:
            now = self._now()
            self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
            self._at = now
            if self._left < 1:
                raise Unavailable("witness.busy", limit=int(self._per_second))
            self._left -= 1


@dataclass(frozen=True)
class Registry:
    """The witnesses of a chain as one node knows them."""

    chain: Chain
    participants: Participants
    store: WitnessStore
    rate: Rate
    lock: threading.Lock

    @classmethod
    def over(
        cls,
        chain: Chain,
        participants: Participants,
        store: WitnessStore,
        rate: Rate | None = None,
    ) -> Registry:
        """A registry with the usual rate."""
        return cls(chain, participants, store, rate or Rate(), threading.Lock())

    def publish(self, statement: Statement, signature: bytes) -> Address:
        """Take a statement, or find it here already; return whose it is.

        1. Not too many come at once.
        2. The signature is of an active participant at the head.
        3. The witness has never stated two things about one height.
        4. The block is on this chain, with that hash and state root.
        5. There is room.

        Raises Unavailable `witness.busy`, `.too-many`, `.full`; Rejected `witness.signature`,
        `.not-admitted`, `.equivocated`, `.other-block`; NotFound `witness.unknown-block`.
        """
        self.rate.take()  # 1
        witness = statement.signer(identity_of(self.chain), signature)  # 2
        self._check_admitted(witness)
        signed = Signed(witness, statement, signature)
        with self.lock:
            if self._is_known(signed):  # 3
                return witness
            self._check_block(signed)  # 4
            self.store.add(signed)  # 5
        return witness

    def _check_admitted(self, witness: Address) -> None:
        try:
            with self.chain.reading(self.chain.head.header) as state:
                self.participants.check(state, witness, creates=False)
        except Rejected as error:
            raise Rejected("witness.not-admitted", witness=as_checksummed(witness)) from error

    def _is_known(self, signed: Signed) -> bool:
        """Whether the very statement is here; raises when another one about the height is."""
        number = signed.statement.number
        if self.store.equivocation(signed.witness) is None:
            earlier = self.store.of(signed.witness, number) if number < 2**64 else None
            foreign = self.store.foreign(signed.witness)
            if earlier is not None and earlier.statement == signed.statement:
                return True
            for other in (earlier, foreign):
                if other is not None and _contradict(other.statement, signed.statement):
                    self.store.add_equivocation(Equivocation(other, signed))
        if self.store.equivocation(signed.witness) is not None:
            raise Rejected(
                "witness.equivocated", witness=as_checksummed(signed.witness), number=str(number)
            )
        return False

    def _check_block(self, signed: Signed) -> None:
        number = signed.statement.number
        try:
            header = self.chain.records.header_at(number)
        except NotFound as error:
            raise NotFound("witness.unknown-block", number=str(number)) from error
        if Statement.about(header) != signed.statement:
            self.store.add_foreign(signed)
            raise Rejected(
                "witness.other-block",
                number=number,
                ours=hexed(header.hash),
                theirs=hexed(signed.statement.hash),
            )


def _contradict(one: Statement, other: Statement) -> bool:
    return one.number == other.number and one != other
