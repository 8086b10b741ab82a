"""Keys of machines: named, for some scopes, until a day; shown once and kept as a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import CursorResult, delete, func
from sqlmodel import col, select

from api.access.model import OF_KEYS, Scope
from api.access.tables import KeyRow
from ledger.database import in_turn, reading, writing
from ledger.errors import NotFound, Rejected
from ledger.types import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine

    from api.access.tokens import Token

__all__ = ["MOST", "MOST_DAYS", "Key", "Keys"]

MOST: Final = 50
"""Keys of one account."""

MOST_DAYS: Final = 366
"""Days after which a key ends at the latest."""

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. Times are seconds since 1970; `used_on` is a day's beginning."""

    id: str
    account: Address
    name: str
    scopes: frozenset[Scope]
    created_at: int
    expires_at: int
    used_on: int | None


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys in the vault, shared by every process of the API; `clock` gives seconds since 1970."""

    engine: Engine
    clock: Callable[[], float]

    def add(
        self, account: Address, name: str, scopes: Iterable[Scope], days: int, token: Token
    ) -> Key:
        """A new key, whose secret is shown once; as it is, if it is there. Those that are over
        are forgotten.

        Raises Rejected("api-key.bad-scope", scope=) for a scope that no key has,
        Rejected("api-key.too-many", limit=).
        """
        wanted = frozenset(scopes)
        for scope in sorted(wanted - OF_KEYS):
            raise Rejected("api-key.bad-scope", scope=scope.value)
        now = int(self.clock())
        row = KeyRow(
            id=token.id,
            account=account,
            name=name,
            scopes=" ".join(sorted(wanted)),
            secret=token.digest,
            created_at=now,
            expires_at=now + days * _DAY,
            used_on=None,
        )
        counting = select(func.count()).where(KeyRow.account == account)
        with writing(self.engine) as session:
            in_turn(session, f"access_key {account}")
            session.execute(delete(KeyRow).where(col(KeyRow.expires_at) <= now))
            made = session.get(KeyRow, row.id)
            if made is not None:
                return _to_key(made)
            if session.exec(counting).one() >= MOST:
                raise Rejected("api-key.too-many", limit=MOST)
            session.add(row)
            return _to_key(row)

    def all(self, account: Address) -> tuple[Key, ...]:
        """The keys of an account, the oldest first."""
        mine = select(KeyRow).where(KeyRow.account == account)
        with reading(self.engine) as session:
            rows = session.exec(mine.order_by(col(KeyRow.created_at), col(KeyRow.id)))
            return tuple(_to_key(row) for row in rows)

    def remove(self, account: Address, key_id: str) -> None:
        """End a key of an account at once; NotFound("api-key.unknown", key=)."""
        mine = delete(KeyRow).where(col(KeyRow.id) == key_id, col(KeyRow.account) == account)
        with writing(self.engine) as session:
            done = session.execute(mine)
            if not isinstance(done, CursorResult) or done.rowcount != 1:
                raise NotFound("api-key.unknown", key=key_id[:80])

    def find(self, token: Token) -> Key:
        """The key that a secret is, whose use today is noted.

        Raises Rejected("access.bad-token"), Rejected("access.expired").
        """
        now = self.clock()
        with reading(self.engine) as session:
            row = session.get(KeyRow, token.id)
            if row is None or not token.is_kept_as(row.secret):
                raise Rejected("access.bad-token")
            if row.expires_at <= now:
                raise Rejected("access.expired")
            found = _to_key(row)
        self._note(found, int(now) // _DAY)
        return found

    def _note(self, key: Key, today: int) -> None:
        """Write down the day of a use, once a day."""
        if key.used_on == today * _DAY:
            return
        with writing(self.engine) as session:
            row = session.get(KeyRow, key.id)
            if row is not None:
                row.used_on = today
                session.add(row)


def _to_key(row: KeyRow) -> Key:
    return Key(
        id=row.id,
        account=Address(row.account),
        name=row.name,
        scopes=frozenset(Scope(each) for each in row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_on=None if row.used_on is None else row.used_on * _DAY,
    )
