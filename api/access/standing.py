"""Whether an account may act now, asked of the chain again whenever the head has moved."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from api.access.model import Standing
from ledger.errors import Rejected
from ledger.participants.model import Role
from ledger.types import ParticipantId

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.chain import Chain
    from ledger.index.store import IndexStore
    from ledger.types import Address, BlockHash

__all__ = ["Standings"]

_MOST: Final = 4096
_SECONDS: Final = 5.0
"""What is remembered no longer even where the index stands still."""

_STRANGER: Final = "stranger"
_SUSPENDED: Final = "suspended"


@dataclass
class _Kept:
    head: BlockHash | None = None
    until: float = 0.0
    found: dict[Address, Standing | str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Standings:
    """What the contract `participants` says of accounts; remembered until the head moves."""

    chain: Chain
    index: IndexStore
    clock: Callable[[], float] = time.monotonic
    _kept: _Kept = field(default_factory=_Kept, init=False, repr=False, compare=False)

    def check(self, account: Address) -> Standing:
        """The standing of an active participant.

        Raises Rejected("access.not-a-participant", account=), Rejected("access.suspended",
        account=), Unavailable("chain.unreachable").
        """
        head = self.index.head()
        at = None if head is None else head.hash
        with self._kept.lock:
            self._forget(at)
            found = self._kept.found.get(account)
        if found is None:
            found = self._ask(account)
            with self._kept.lock:
                if at is not None and self._kept.head == at:
                    self._kept.found[account] = found
        if isinstance(found, Standing):
            return found
        if found == _SUSPENDED:
            raise Rejected("access.suspended", account=account)
        raise Rejected("access.not-a-participant", account=account)

    def _forget(self, head: BlockHash | None) -> None:
        kept, now = self._kept, self.clock()
        if kept.head != head or now >= kept.until or len(kept.found) >= _MOST:
            kept.head, kept.found, kept.until = head, {}, now + _SECONDS

    def _ask(self, account: Address) -> Standing | str:
        number = self.chain.call("participants", "number_of", account)
        if not number:
            return _STRANGER
        if not self.chain.call("participants", "is_active", account):
            return _SUSPENDED
        roles = self.chain.call("participants", "roles_of", account)
        return Standing(ParticipantId(number), Role(roles))
