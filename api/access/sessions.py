"""Sessions of people: short access, renewed by a secret that changes each time it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import CursorResult, delete, update
from sqlmodel import col, select

from api.access.tables import SessionRow
from api.access.tokens import Kind, Token
from ledger.database import in_turn, reading, writing
from ledger.errors import Rejected
from ledger.types import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlmodel import Session as Sql

__all__ = ["ACCESS_SECONDS", "PAGE_SECONDS", "Granted", "Session", "Sessions"]

ACCESS_SECONDS: Final = 600
"""How long an access token is good for."""

PAGE_SECONDS: Final = 12 * 3600
"""How long a session of the pages is good for."""

_RENEWABLE_SECONDS: Final = 24 * 3600
_LONGEST_SECONDS: Final = 30 * 24 * 3600
_MOST_OF_ACCOUNT: Final = 20


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in of an account."""

    id: str
    account: Address
    good_until: int


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """The secrets of a session, shown once; a session of the pages cannot be refreshed."""

    session: Session
    access: Token
    refresh: Token | None


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions in the vault, shared by every process of the API; `clock` is seconds since 1970."""

    engine: Engine
    clock: Callable[[], float]

    def begin(self, account: Address, kind: Kind) -> Granted:
        """A new session, by token (`ACCESS`) or of the pages (`PAGE`).

        An account has 20 at most: the one that began first ends.
        """
        now = int(self.clock())
        access = Token.new(kind)
        refresh = Token.new(Kind.REFRESH, access.id) if kind is Kind.ACCESS else None
        good_until = now + (PAGE_SECONDS if refresh is None else ACCESS_SECONDS)
        row = SessionRow(
            id=access.id,
            account=account,
            access=access.digest,
            refresh=None if refresh is None else refresh.digest,
            begun_at=now,
            good_until=good_until,
            renewable_until=good_until if refresh is None else now + _RENEWABLE_SECONDS,
            ends_at=now + _LONGEST_SECONDS,
        )
        with writing(self.engine) as session:
            in_turn(session, f"access_session {account}")
            _sweep(session, account, now)
            session.add(row)
        return Granted(Session(access.id, account, good_until), access, refresh)

    def find(self, token: Token) -> Session:
        """The session that an access token or a cookie opens.

        Raises Rejected("access.bad-token"), Rejected("access.expired").
        """
        with reading(self.engine) as session:
            row = session.get(SessionRow, token.id)
            if row is None or not token.is_kept_as(row.access):
                raise Rejected("access.bad-token")
            if token.kind is not (Kind.PAGE if row.refresh is None else Kind.ACCESS):
                raise Rejected("access.bad-token")
            if row.good_until <= self.clock():
                raise Rejected("access.expired")
            return _to_session(row)

    def owner(self, token: Token) -> Address:
        """Whose session a refresh token would renew.

        One that was spent ends the session: whoever stole it, or was robbed of it, has used it
        before (RFC 9700 §4.14.2). The id of a session is known to nobody who had no token of it.
        Raises Rejected("access.refresh-reused") of such a one, Rejected("access.bad-token").
        """
        with reading(self.engine) as session:
            row = session.get(SessionRow, token.id)
            if row is None or row.refresh is None or row.renewable_until <= self.clock():
                raise Rejected("access.bad-token")
            if token.is_kept_as(row.refresh):
                return Address(row.account)
        self.end(token.id)
        raise Rejected("access.refresh-reused")

    def renew(self, token: Token) -> Granted:
        """New secrets for a session; those of before are good no more. Raises as `owner`."""
        now = int(self.clock())
        account = self.owner(token)
        access, refresh = (Token.new(kind, token.id) for kind in (Kind.ACCESS, Kind.REFRESH))
        renewing = update(SessionRow).where(
            col(SessionRow.id) == token.id, col(SessionRow.refresh) == token.digest
        )
        with writing(self.engine) as session:
            row = session.get(SessionRow, token.id)
            ends_at = now if row is None else row.ends_at
            good_until = min(now + ACCESS_SECONDS, ends_at)
            done = session.execute(
                renewing.values(
                    access=access.digest,
                    refresh=refresh.digest,
                    good_until=good_until,
                    renewable_until=min(now + _RENEWABLE_SECONDS, ends_at),
                )
            )
            if isinstance(done, CursorResult) and done.rowcount == 1:
                return Granted(Session(token.id, account, good_until), access, refresh)
        self.end(token.id)
        raise Rejected("access.refresh-reused")

    def end(self, session_id: str) -> None:
        """End a session at once, in every process."""
        with writing(self.engine) as session:
            session.execute(delete(SessionRow).where(col(SessionRow.id) == session_id))


def _sweep(session: Sql, account: Address, now: int) -> None:
    """Forget what is over, and the oldest of an account that has too many."""
    session.execute(delete(SessionRow).where(col(SessionRow.renewable_until) <= now))
    mine = (
        select(SessionRow.id)
        .where(SessionRow.account == account)
        .order_by(col(SessionRow.begun_at).desc(), col(SessionRow.id))
        .offset(_MOST_OF_ACCOUNT - 1)
    )
    surplus = session.exec(mine).all()
    session.execute(delete(SessionRow).where(col(SessionRow.id).in_(surplus)))


def _to_session(row: SessionRow) -> Session:
    return Session(row.id, Address(row.account), row.good_until)
