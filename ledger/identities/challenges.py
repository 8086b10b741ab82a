"""Texts that were given out to be signed: good once, for half an hour, and bounded in number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import CursorResult, delete, func, update
from sqlmodel import col, select

from ledger.database import in_turn, reading, writing
from ledger.errors import Rejected, Unavailable
from ledger.identities.model import Purpose, Statement
from ledger.identities.tables import IdentityChallengeRow
from ledger.types import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from ledger.identities.model import Challenge

__all__ = ["MINUTES", "IdentityChallenges"]

MINUTES: Final = 30
"""How long a text may be signed: a certificate's key lies elsewhere than the account's."""

_MOST: Final = 20_000
_MOST_OF_REMOTE: Final = 100


@dataclass(frozen=True, slots=True)
class IdentityChallenges:
    """Digests of texts in the vault, shared by every process; `clock` is seconds since 1970."""

    engine: Engine
    clock: Callable[[], float]

    def keep(self, challenge: Challenge, remote: str) -> None:
        """Remember a text that is given out; `remote` is the digest of the network that asks.

        Raises Rejected("identity.too-many-challenges", most=, retry_after=) when it has too many
        unspent, Unavailable("identity.busy") when all together have.
        """
        said, now = challenge.statement, int(self.clock())
        row = IdentityChallengeRow(
            digest=_digest(challenge.text),
            remote=remote,
            account=said.account,
            purpose=said.purpose.value,
            nonce=said.nonce,
            issued_at=said.issued_at,
            expires_at=said.expires_at,
            spent=False,
        )
        old = col(IdentityChallengeRow.expires_at) <= now
        counting = select(func.count()).select_from(IdentityChallengeRow)
        of_remote = counting.where(
            IdentityChallengeRow.remote == remote, col(IdentityChallengeRow.spent).is_(False)
        )
        with writing(self.engine) as session:
            in_turn(session, "identity_challenge")
            session.execute(delete(IdentityChallengeRow).where(old))
            if session.exec(counting).one() >= _MOST:
                raise Unavailable("identity.busy")
            if session.exec(of_remote).one() >= _MOST_OF_REMOTE:
                most, wait = _MOST_OF_REMOTE, MINUTES * 60
                raise Rejected("identity.too-many-challenges", most=most, retry_after=wait)
            session.add(row)

    def find(self, text: str) -> Statement:
        """What a text says that was given out and can be spent; raises as `spend`."""
        with reading(self.engine) as session:
            row = _live(session.get(IdentityChallengeRow, _digest(text)), int(self.clock()))
            return Statement(
                account=Address(row.account),
                purpose=Purpose(row.purpose),
                nonce=row.nonce,
                issued_at=row.issued_at,
                expires_at=row.expires_at,
            )

    def spend(self, text: str) -> None:
        """Use a text, once, whichever process is asked.

        Raises Rejected("identity.challenge-unknown") for one that was not given out here or whose
        time is over, Rejected("identity.challenge-spent") for one that was used.
        """
        digest, now = _digest(text), int(self.clock())
        unspent = update(IdentityChallengeRow).where(
            col(IdentityChallengeRow.digest) == digest,
            col(IdentityChallengeRow.spent).is_(False),
            col(IdentityChallengeRow.expires_at) > now,
        )
        with writing(self.engine) as session:
            done = session.execute(unspent.values(spent=True))
            if isinstance(done, CursorResult) and done.rowcount == 1:
                return
            _live(session.get(IdentityChallengeRow, digest), now)
            raise Rejected("identity.challenge-spent")


def _live(row: IdentityChallengeRow | None, now: int) -> IdentityChallengeRow:
    if row is None or row.expires_at <= now:
        raise Rejected("identity.challenge-unknown")
    if row.spent:
        raise Rejected("identity.challenge-spent")
    return row


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
