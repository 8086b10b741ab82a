"""Nonces of sign-in messages: drawn here, good once, for minutes, and bounded in number."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.access.tables import ChallengeRow
from ledger.errors import Rejected, Unavailable
from ledger.once import Once, Refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

__all__ = ["MINUTES", "Challenges"]

MINUTES: Final = 5
"""How long a nonce is good for."""

_NONCE_BYTES: Final = 16
_REFUSALS: Final = Refusals(
    too_many=lambda most, wait: Rejected(
        "sign-in.too-many-challenges", most=most, retry_after=wait
    ),
    busy=lambda: Unavailable("sign-in.busy"),
    unknown=lambda: Rejected("sign-in.nonce-unknown"),
    spent=lambda: Rejected("sign-in.nonce-spent"),
)


@dataclass(frozen=True, slots=True)
class Challenges:
    """Nonces in the vault, shared by every process of the API; `clock` gives seconds since 1970."""

    engine: Engine
    clock: Callable[[], float]

    def new(self, remote: str) -> tuple[str, int]:
        """A nonce, and the second in which it ends.

        `remote` is the digest of the network that asks. Raises
        Rejected("sign-in.too-many-challenges", most=, retry_after=) when it has too many unspent,
        Unavailable("sign-in.busy") when all together have.
        """
        nonce, ends = secrets.token_hex(_NONCE_BYTES), self._once.now() + MINUTES * 60
        self._once.keep(ChallengeRow(nonce=nonce, remote=remote, expires_at=ends, spent=False))
        return nonce, ends

    def check(self, nonce: str) -> None:
        """Refuse a nonce that cannot be spent; raises as `spend` does."""
        self._once.find(nonce)

    def spend(self, nonce: str) -> None:
        """Use a nonce, once, whichever process is asked.

        Raises Rejected("sign-in.nonce-unknown") for one that was not given out here or whose
        minutes are over, Rejected("sign-in.nonce-spent") for one that was used.
        """
        self._once.spend(nonce)

    @property
    def _once(self) -> Once[ChallengeRow]:
        return Once(self.engine, self.clock, ChallengeRow, MINUTES * 60, _REFUSALS)
