"""`Idempotency-Key`: a request repeated with its key gets the first answer, and is done once."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col

from ledger.database import VaultRow, reading, writing
from ledger.errors import Conflict, Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

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


class IdempotencyRow(VaultRow, table=True):
    """A claim on a key and, once done, the answer. Times are seconds since 1970."""

    __tablename__ = "idempotency_keys"

    route: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: bytes
    holder: str
    touched_at: int
    answer: bytes | None = None
    language: str | None = None


@dataclass(frozen=True)
class Answer:
    """The body of a 201 and the language in which it speaks; `replayed` when it is an old one."""

    body: bytes
    language: str
    replayed: bool = False


def check_key(key: str) -> None:
    """Refuse a key that is not 1 to 200 visible ASCII characters: idempotency.bad-key."""
    if not _KEY.fullmatch(key):
        raise Rejected("idempotency.bad-key", most=200)


@dataclass(frozen=True)
class Idempotency:
    """Claims and answers in the vault, shared by every process of the API."""

    vault: Engine
    clock: Callable[[], float] = time.time

    def once(
        self,
        route: str,
        key: str,
        fingerprint: Digest,
        work: Callable[[Callable[[], None]], Answer],
    ) -> Answer:
        """Do `work` unless it was done under this key; long work calls what it is given to renew.

        A failure of `work` frees the key. Raises Conflict("idempotency.key-reused") for another
        request under the same key, Unavailable("idempotency.in-progress") when the first one
        is still at work after a minute.
        """
        holder = secrets.token_hex(16)
        deadline = self.clock() + _PATIENCE_SECONDS
        while not self._claim(route, key, fingerprint, holder):
            found = self._answer(route, key, fingerprint)
            if found is not None:
                return found
            if self.clock() > deadline:
                raise Unavailable("idempotency.in-progress")
            time.sleep(_POLL_SECONDS)
        try:
            answer = work(lambda: self._renew(route, key, holder))
        except BaseException:
            self._release(route, key, holder)
            raise
        self._finish(route, key, holder, answer)
        return answer

    def _claim(self, route: str, key: str, fingerprint: Digest, holder: str) -> bool:
        """Take the key if it is free, or if whoever held it has gone."""
        now = int(self.clock())
        with writing(self.vault) as session:
            expired = col(IdempotencyRow.touched_at) < now - KEPT_SECONDS
            session.exec(delete(IdempotencyRow).where(expired))
            row = session.get(IdempotencyRow, (route, key))
            if row is None:
                session.add(
                    IdempotencyRow(
                        route=route, key=key, fingerprint=fingerprint, holder=holder, touched_at=now
                    )
                )
                return _flushed(session)
            _same(row, fingerprint)
            if row.answer is not None or row.touched_at >= now - _LEASE_SECONDS:
                return False
            taken = session.exec(
                update(IdempotencyRow)
                .where(*_held(route, key, row.holder))
                .values(holder=holder, touched_at=now)
            )
            return bool(taken.rowcount)

    def _answer(self, route: str, key: str, fingerprint: Digest) -> Answer | None:
        with reading(self.vault) as session:
            row = session.get(IdempotencyRow, (route, key))
            if row is None or row.answer is None:
                return None
            _same(row, fingerprint)
            return Answer(row.answer, row.language or "", replayed=True)

    def _renew(self, route: str, key: str, holder: str) -> None:
        self._change(route, key, holder, touched_at=int(self.clock()))

    def _finish(self, route: str, key: str, holder: str, answer: Answer) -> None:
        self._change(route, key, holder, answer=answer.body, language=answer.language)

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
