"""What was sent through this interface, kept in the vault for every process of it."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, update
from sqlmodel import col, select

from api.sending.tables import SentRow
from ledger.database import reading, writing
from ledger.errors import NotFound, Rejected
from ledger.types import Timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement, Engine
    from sqlmodel import Session

    from ledger.errors import Fact
    from ledger.types import TxHash

__all__ = ["KeptBounds", "Sent", "SentStore"]

_DAY: Final = 24 * 3600
_SWEPT_EVERY: Final = 256
_LONGEST_FACT: Final = 500


@dataclass(frozen=True)
class KeptBounds:
    """How much is kept, and for how many seconds: admitted, refused, and whole transactions.

    A whole transaction has 128 KiB at most, and its sender is a participant.
    """

    admitted: int = 100_000
    admitted_seconds: int = 90 * _DAY
    refused: int = 10_000
    refused_seconds: int = _DAY
    raw: int = 10_000
    raw_seconds: int = _DAY


@dataclass(frozen=True)
class Sent:
    """When a transaction was received, what the node said to it, and when it was seen indexed."""

    received_at: Timestamp
    admitted_at: Timestamp | None
    refused_at: Timestamp | None
    refusal: Rejected | None
    indexed_at: Timestamp | None
    raw: bytes | None


@dataclass(frozen=True)
class SentStore:
    """Transactions by their hash. A refusal that came after an admission is not kept: the node's
    word of before stands.
    """

    vault: Engine
    clock: Callable[[], float] = time.time
    bounds: KeptBounds = KeptBounds()
    _writes: Iterator[int] = field(default_factory=itertools.count)

    def get(self, tx_hash: TxHash) -> Sent | None:
        """What is kept of a transaction."""
        with reading(self.vault) as session:
            row = session.get(SentRow, tx_hash)
            return None if row is None else _to_sent(row)

    def raw(self, tx_hash: TxHash) -> bytes:
        """A transaction as it was signed; NotFound("transaction.not-kept", transaction=)."""
        found = self.get(tx_hash)
        if found is None or found.raw is None:
            raise NotFound("transaction.not-kept", transaction=tx_hash)
        return found.raw

    def admitted(self, tx_hash: TxHash, raw: bytes, received_at: float) -> None:
        """Keep that the node took a transaction; of one that it took before the first time."""
        with writing(self.vault) as session:
            row = session.get(SentRow, tx_hash)
            if row is None:
                row = SentRow(hash=tx_hash, received_at=int(received_at))
            if row.admitted_at is None:
                row.admitted_at = int(self.clock())
            row.raw = raw if row.indexed_at is None else None
            row.refused_at = row.refusal = None
            session.add(row)
            self._sweep_at_times(session)

    def refused(self, tx_hash: TxHash, refusal: Rejected, received_at: float) -> None:
        """Keep that the node refused a transaction, and why."""
        with writing(self.vault) as session:
            row = session.get(SentRow, tx_hash)
            if row is None:
                row = SentRow(hash=tx_hash, received_at=int(received_at))
            if row.admitted_at is None:
                row.refused_at = int(self.clock())
                row.refusal = _written(refusal)
                session.add(row)
            self._sweep_at_times(session)

    def indexed(self, tx_hash: TxHash) -> None:
        """Keep the first time that a transaction was seen indexed; it needs no keeping whole."""
        first = update(SentRow).where(
            col(SentRow.hash) == tx_hash, col(SentRow.indexed_at).is_(None)
        )
        with writing(self.vault) as session:
            session.exec(first.values(indexed_at=int(self.clock()), raw=None))

    def _sweep_at_times(self, session: Session) -> None:
        if next(self._writes) % _SWEPT_EVERY == 0:
            self._sweep(session)

    def _sweep(self, session: Session) -> None:
        """Forget what is too old or too much, the oldest first."""
        now, most = int(self.clock()), self.bounds
        admitted, whole = col(SentRow.admitted_at).is_not(None), col(SentRow.raw).is_not(None)
        refused = col(SentRow.admitted_at).is_(None)
        for some, number, seconds in (
            (admitted, most.admitted, most.admitted_seconds),
            (refused, most.refused, most.refused_seconds),
        ):
            old = _latest_beyond(session, some, number, now - seconds)
            session.exec(delete(SentRow).where(some, col(SentRow.received_at) <= old))
        old = _latest_beyond(session, whole, most.raw, now - most.raw_seconds)
        session.exec(update(SentRow).where(whole, col(SentRow.received_at) <= old).values(raw=None))


def _latest_beyond(session: Session, some: ColumnElement[bool], most: int, old: int) -> int:
    """Up to which second those go that are older than `old` or beyond the `most` newest."""
    newest_first = select(SentRow.received_at).where(some).order_by(col(SentRow.received_at).desc())
    beyond = session.exec(newest_first.offset(most).limit(1)).first()
    return old if beyond is None else max(old, beyond)


def _written(refusal: Rejected) -> str:
    facts = {
        name: value[:_LONGEST_FACT] if isinstance(value, str) else value
        for name, value in refusal.facts.items()
        if isinstance(value, str | int)
    }
    return json.dumps({"code": refusal.code, "facts": facts})


def _read(text: str) -> Rejected:
    found: dict[str, Any] = json.loads(text)
    facts: dict[str, Fact] = found["facts"]
    return Rejected(found["code"], **facts)


def _to_sent(row: SentRow) -> Sent:
    return Sent(
        received_at=Timestamp(row.received_at),
        admitted_at=_moment(row.admitted_at),
        refused_at=_moment(row.refused_at),
        refusal=None if row.refusal is None else _read(row.refusal),
        indexed_at=_moment(row.indexed_at),
        raw=row.raw,
    )


def _moment(seconds: int | None) -> Timestamp | None:
    return None if seconds is None else Timestamp(seconds)
