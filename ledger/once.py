"""What is given out to be used once and within a time: kept in the vault, bounded in number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from sqlalchemy import BigInteger, CursorResult, delete, func, inspect, update
from sqlmodel import Field, col, select

from ledger.database import VaultRow, in_turn, reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from ledger.errors import QoimaError

__all__ = ["Once", "OnceRow", "Refusals"]

_MOST: Final = 20_000
_MOST_OF_REMOTE: Final = 100


class OnceRow(VaultRow):
    """Columns of what is used once: `remote` is the keyed digest of the network that asked for it;
    times are seconds since 1970.
    """

    remote: str = Field(index=True)
    expires_at: int = Field(sa_type=BigInteger)
    spent: bool


_R = TypeVar("_R", bound=OnceRow)


@dataclass(frozen=True, slots=True)
class Refusals:
    """How each refusal is made; `too_many` is given how many there may be and after how many
    seconds there will be fewer.
    """

    too_many: Callable[[int, int], QoimaError]
    busy: Callable[[], QoimaError]
    unknown: Callable[[], QoimaError]
    spent: Callable[[], QoimaError]


@dataclass(frozen=True, slots=True)
class Once(Generic[_R]):
    """Rows of a table by its key, shared by every process; `clock` is seconds since 1970."""

    engine: Engine
    clock: Callable[[], float]
    table: type[_R]
    seconds: int
    refusals: Refusals

    def now(self) -> int:
        """Whole seconds since 1970."""
        return int(self.clock())

    def keep(self, row: _R) -> None:
        """Add a row, and let go of those whose time is over.

        Raises `too_many` when its network has a hundred unspent, `busy` when there are 20,000.
        """
        counting = select(func.count()).select_from(self.table)
        unspent = counting.where(
            col(self.table.remote) == row.remote, col(self.table.spent).is_(False)
        )
        with writing(self.engine) as session:
            in_turn(session, str(self.table.__tablename__))
            session.execute(delete(self.table).where(col(self.table.expires_at) <= self.now()))
            if session.exec(counting).one() >= _MOST:
                raise self.refusals.busy()
            if session.exec(unspent).one() >= _MOST_OF_REMOTE:
                raise self.refusals.too_many(_MOST_OF_REMOTE, self.seconds)
            session.add(row)

    def find(self, key: str) -> _R:
        """A row that can be spent; raises as `spend`."""
        with reading(self.engine) as session:
            row = self._live(session.get(self.table, key))
            session.expunge(row)
            return row

    def spend(self, key: str) -> None:
        """Use a row, once, whichever process is asked.

        Raises `unknown` for one that was not given out here or whose time is over, `spent` for one
        that was used.
        """
        unspent = update(self.table).where(
            self._key() == key,
            col(self.table.spent).is_(False),
            col(self.table.expires_at) > self.now(),
        )
        with writing(self.engine) as session:
            done = session.execute(unspent.values(spent=True))
            if isinstance(done, CursorResult) and done.rowcount == 1:
                return
            self._live(session.get(self.table, key))
            raise self.refusals.spent()

    def _live(self, row: _R | None) -> _R:
        if row is None or row.expires_at <= self.now():
            raise self.refusals.unknown()
        if row.spent:
            raise self.refusals.spent()
        return row

    def _key(self) -> Any:
        return inspect(self.table).primary_key[0]
