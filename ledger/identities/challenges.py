"""Texts that were given out to be signed: good once, for half an hour, and bounded in number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import Rejected, Unavailable
from ledger.identities.model import Purpose, Statement
from ledger.identities.tables import IdentityChallengeRow
from ledger.once import Once, Refusals
from ledger.types import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from ledger.identities.model import Challenge

__all__ = ["MINUTES", "IdentityChallenges"]

MINUTES: Final = 30
"""How long a text may be signed: a certificate's key lies elsewhere than the account's."""

_REFUSALS: Final = Refusals(
    too_many=lambda most, wait: Rejected(
        "identity.too-many-challenges", most=most, retry_after=wait
    ),
    busy=lambda: Unavailable("identity.busy"),
    unknown=lambda: Rejected("identity.challenge-unknown"),
    spent=lambda: Rejected("identity.challenge-spent"),
)


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
        said = challenge.statement
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
        self._once.keep(row)

    def find(self, text: str) -> Statement:
        """What a text says that was given out and can be spent; raises as `spend`."""
        row = self._once.find(_digest(text))
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
        self._once.spend(_digest(text))

    @property
    def _once(self) -> Once[IdentityChallengeRow]:
        return Once(self.engine, self.clock, IdentityChallengeRow, MINUTES * 60, _REFUSALS)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
