"""`Idempotency-Key`: a request repeated with its key gets the first answer, and is done once."""

from __future__ import annotations

import itertools
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from api.doors import Doors
from ledger.database import VaultRow, reading, writing
from ledger.errors import Conflict, Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import ColumnElement, Engine

    from ledger.types import Digest

__all__ = ["KEPT_SECONDS", "Answer", "Idempotency", "IdempotencyRow", "check_key"]

KEPT_SECONDS: Final = 7 * 24 * 3600
"""How long an answer is kept."""

_LEASE_SECONDS: Final = 60
"""A claim that was not renewed for so long belongs to a process that died."""

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_POLL_SECONDS: Final = 0.1
_PATIENCE_SECONDS: Final = 60
_WAITING: Final = 8
"""How many may wait for the answers of others: each holds a thread of the server."""
_RETRY_SECONDS: Final = 1
_SWEPT_EVERY: Final = 256
_MOST: Final = 500_000


class IdempotencyRow(VaultRow, table=True):
    """A claim on a key and, once done, the answer. Times are seconds since 1970."""

    __tablename__ = "idempotency_keys"

    route: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: bytes
    holder: str
    touched_at: int = Field(index=True)
    answer: bytes | None = None
    language: str | None = None
    status: int | None = None
    headers: str | None = None


@dataclass(frozen=True)
class Answer:
    """The body of an answer, the language in which it speaks, its status and further headers;
    `replayed` when it is an old one.
    """

    body: bytes
    language: str
    status: int = 201
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


def check_key(key: str) -> None:
    """Refuse a key that is not 1 to 200 visible ASCII characters: idempotency.bad-key."""
    if not _KEY.fullmatch(key):
        raise Rejected("idempotency.bad-key", most=200)


@dataclass(frozen=True)
class Idempotency:
    """Claims and answers in the vault, shared by every process of the API.

    Kept for a week, the 500,000 latest at most.
    """

    vault: Engine
    clock: Callable[[], float] = time.time
    most: int = _MOST
    _places: Doors = field(default_factory=lambda: Doors(_WAITING))
    _claims: Iterator[int] = field(default_factory=itertools.count)

    def once(
        self,
        route: str,
        key: str,
        fingerprint: Digest,
        work: Callable[[Callable[[], None]], Answer],
    ) -> Answer:
        """Do `work` unless it was done under this key; long work calls what it is given to renew.

        A failure of `work` frees the key. Raises Conflict("idempotency.key-reused") for another
        request under the same key, Unavailable("idempotency.in-progress", retry_after=) when the
        first one is still at work after a minute, or at once when too many wait.
        """
        holder = secrets.token_hex(16)
        deadline = self.clock() + _PATIENCE_SECONDS
        while True:
            found = self._awaited(route, key, fingerprint, deadline)
            if found is not None:
                return found
            if self._claim(route, key, fingerprint, holder):
                break
        try:
            answer = work(lambda: self._renew(route, key, holder))
        except BaseException:
            self._release(route, key, holder)
            raise
        self._finish(route, key, holder, answer)
        return answer

    def _awaited(self, route: str, key: str, fingerprint: Digest, deadline: float) -> Answer | None:
        """The answer of who holds the key; None when the key may be taken."""
        found, taken = self._answer(route, key, fingerprint)
        if found is not None or not taken:
            return found
        busy = Unavailable("idempotency.in-progress", retry_after=_RETRY_SECONDS)
        with self._places.place(busy):
            while taken and found is None:
                if self.clock() > deadline:
                    raise busy
                time.sleep(_POLL_SECONDS)
                found, taken = self._answer(route, key, fingerprint)
        return found

    def _claim(self, route: str, key: str, fingerprint: Digest, holder: str) -> bool:
        """Take the key if it is free, or if whoever held it has gone."""
        now = int(self.clock())
        with writing(self.vault) as session:
            if next(self._claims) % _SWEPT_EVERY == 0:
                self._sweep(session, now)
            row = session.get(IdempotencyRow, (route, key))
            if row is not None and _expired(row, now):
                session.delete(row)
                session.flush()
                row = None
            if row is None:
                session.add(
                    IdempotencyRow(
                        route=route, key=key, fingerprint=fingerprint, holder=holder, touched_at=now
                    )
                )
                return _flushed(session)
            _same(row, fingerprint)
            if row.answer is not None or _leased(row, now):
                return False
            taken = session.exec(
                update(IdempotencyRow)
                .where(*_held(route, key, row.holder))
                .values(holder=holder, touched_at=now)
            )
            return bool(taken.rowcount)

    def _sweep(self, session: Session, now: int) -> None:
        """Forget what is too old or too much, the oldest first."""
        touched = col(IdempotencyRow.touched_at)
        newest_first = select(IdempotencyRow.touched_at).order_by(touched.desc())
        beyond = session.exec(newest_first.offset(self.most).limit(1)).first()
        old = max(now - KEPT_SECONDS - 1, 0 if beyond is None else beyond)
        session.exec(delete(IdempotencyRow).where(touched <= old))

    def _answer(self, route: str, key: str, fingerprint: Digest) -> tuple[Answer | None, bool]:
        """The answer under a key, and whether somebody is at work on it."""
        with reading(self.vault) as session:
            row, now = session.get(IdempotencyRow, (route, key)), int(self.clock())
            if row is None or _expired(row, now):
                return None, False
            _same(row, fingerprint)
            if row.answer is None:
                return None, _leased(row, now)
            headers = {} if row.headers is None else json.loads(row.headers)
            status = 201 if row.status is None else row.status
            return Answer(row.answer, row.language or "", status, headers, replayed=True), False

    def _renew(self, route: str, key: str, holder: str) -> None:
        self._change(route, key, holder, touched_at=int(self.clock()))

    def _finish(self, route: str, key: str, holder: str, answer: Answer) -> None:
        self._change(
            route,
            key,
            holder,
            answer=answer.body,
            language=answer.language,
            status=answer.status,
            headers=json.dumps(dict(answer.headers)),
        )

    def _change(self, route: str, key: str, holder: str, **values: object) -> None:
        with writing(self.vault) as session:
            session.exec(update(IdempotencyRow).where(*_held(route, key, holder)).values(**values))

    def _release(self, route: str, key: str, holder: str) -> None:
        with writing(self.vault) as session:
            session.exec(delete(IdempotencyRow).where(*_held(route, key, holder)))


def _held(route: str, key: str, holder: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(IdempotencyRow.route) == route,
        col(IdempotencyRow.key) == key,
        col(IdempotencyRow.holder) == holder,
    )


def _expired(row: IdempotencyRow, now: int) -> bool:
    """Whether an answer has been kept for long enough."""
    return row.touched_at < now - KEPT_SECONDS


def _leased(row: IdempotencyRow, now: int) -> bool:
    """Whether a claim without an answer is still that of somebody at work."""
    return row.touched_at >= now - _LEASE_SECONDS


def _flushed(session: Session) -> bool:
    """Whether the new claim is the first; on SQLite it is, elsewhere two may race."""
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        return False
    return True


def _same(row: IdempotencyRow, fingerprint: Digest) -> None:
    if row.fingerprint != fingerprint:
        raise Conflict("idempotency.key-reused", key=row.key)
