"""Nonces of sign-in messages: drawn here, good once, for minutes, and bounded in number."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import CursorResult, delete, func, update
from sqlmodel import col, select

from api.access.tables import ChallengeRow
from ledger.database import in_turn, reading, writing
from ledger.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

__all__ = ["MINUTES", "Challenges"]

MINUTES: Final = 5
"""How long a nonce is good for."""

_MOST: Final = 20_000
_MOST_OF_REMOTE: Final = 100
_NONCE_BYTES: Final = 16


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
        now = int(self.clock())
        row = ChallengeRow(
            nonce=secrets.token_hex(_NONCE_BYTES),
            remote=remote,
            expires_at=now + MINUTES * 60,
            spent=False,
        )
        counting = select(func.count()).select_from(ChallengeRow)
        unspent = counting.where(ChallengeRow.remote == remote, col(ChallengeRow.spent).is_(False))
        with writing(self.engine) as session:
            in_turn(session, "access_challenge")
            session.execute(delete(ChallengeRow).where(col(ChallengeRow.expires_at) <= now))
            if session.exec(counting).one() >= _MOST:
                raise Unavailable("sign-in.busy")
            if session.exec(unspent).one() >= _MOST_OF_REMOTE:
                most, wait = _MOST_OF_REMOTE, MINUTES * 60
                raise Rejected("sign-in.too-many-challenges", most=most, retry_after=wait)
            session.add(row)
            return row.nonce, row.expires_at

    def check(self, nonce: str) -> None:
        """Refuse a nonce that cannot be spent; raises as `spend` does."""
        with reading(self.engine) as session:
            row = session.get(ChallengeRow, nonce)
            _check(row, int(self.clock()))

    def spend(self, nonce: str) -> None:
        """Use a nonce, once, whichever process is asked.

        Raises Rejected("sign-in.nonce-unknown") for one that was not given out here or whose
        minutes are over, Rejected("sign-in.nonce-spent") for one that was used.
        """
        now = int(self.clock())
        unspent = update(ChallengeRow).where(
            col(ChallengeRow.nonce) == nonce,
            col(ChallengeRow.spent).is_(False),
            col(ChallengeRow.expires_at) > now,
        )
        with writing(self.engine) as session:
            done = session.execute(unspent.values(spent=True))
            if isinstance(done, CursorResult) and done.rowcount == 1:
                return
            _check(session.get(ChallengeRow, nonce), now)
            raise Rejected("sign-in.nonce-spent")


def _check(row: ChallengeRow | None, now: int) -> None:
    if row is None or row.expires_at <= now:
        raise Rejected("sign-in.nonce-unknown")
    if row.spent:
        raise Rejected("sign-in.nonce-spent")
