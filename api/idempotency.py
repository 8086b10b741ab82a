"""`Idempotency-Key`: a request repeated with its key gets the first answer, and is done once.

The answer is kept after the work is done. Should the process die in between, what it made is found
again, since whoever takes the claim over draws the same bytes for its id. An answer that holds a
secret is kept encrypted, by what the vault does not have: the key that the client chose.
"""

from __future__ import annotations

import hmac
import itertools
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
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

__all__ = ["KEPT_SECONDS", "Answer", "Claim", "Idempotency", "IdempotencyRow", "check_key"]

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
_SEED_BYTES: Final = 32
_NONCE_BYTES: Final = 12


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
    seed: bytes | None = None
    nonce: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """The body of an answer, the language in which it speaks, its status and further headers;
    `secret` when the vault must not tell it, `replayed` when it is an old one.
    """

    body: bytes
    language: str
    status: int = 201
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: bool = False
    replayed: bool = False


@dataclass(frozen=True, repr=False)
class Claim:
    """What a request at work may ask for; without a key it draws other bytes each time."""

    renew: Callable[[], None] = lambda: None
    _material: bytes = field(default_factory=lambda: secrets.token_bytes(_SEED_BYTES))

    def draw(self, size: int) -> bytes:
        """Random bytes for what is made: the same whenever this request is done again under its
        key, and beyond anyone's reach who has the vault, but not the key.
        """
        return _derived(self._material, b"made", size)


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
        work: Callable[[Claim], Answer],
    ) -> Answer:
        """Do `work` unless it was done under this key; long work renews the claim it is given.

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
            seed = self._claim(route, key, fingerprint, holder)
            if seed is not None:
                break
        material = _material(key, seed)
        try:
            answer = work(Claim(lambda: self._renew(route, key, holder), material))
        except BaseException:
            self._release(route, key, holder)
            raise
        self._finish(route, key, holder, material, answer)
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

    def _claim(self, route: str, key: str, fingerprint: Digest, holder: str) -> bytes | None:
        """Take the key if it is free, or if whoever held it has gone; what it has been drawn from
        since the first claim.
        """
        now, seed = int(self.clock()), secrets.token_bytes(_SEED_BYTES)
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
                        route=route,
                        key=key,
                        fingerprint=fingerprint,
                        holder=holder,
                        touched_at=now,
                        seed=seed,
                    )
                )
                return seed if _flushed(session) else None
            _same(row, fingerprint)
            if row.answer is not None or _leased(row, now):
                return None
            seed = row.seed or b""
            taken = session.exec(
                update(IdempotencyRow)
                .where(*_held(route, key, row.holder))
                .values(holder=holder, touched_at=now)
            )
            return seed if taken.rowcount else None

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
            body, secret = row.answer, row.nonce is not None
            if row.nonce is not None:
                body = _cipher(_material(key, row.seed or b"")).decrypt(row.nonce, body, None)
            return Answer(body, row.language or "", status, headers, secret, replayed=True), False

    def _renew(self, route: str, key: str, holder: str) -> None:
        self._change(route, key, holder, touched_at=int(self.clock()))

    def _finish(self, route: str, key: str, holder: str, material: bytes, answer: Answer) -> None:
        nonce = secrets.token_bytes(_NONCE_BYTES) if answer.secret else None
        body = answer.body
        if nonce is not None:
            body = _cipher(material).encrypt(nonce, body, None)
        self._change(
            route,
            key,
            holder,
            answer=body,
            nonce=nonce,
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


def _material(key: str, seed: bytes) -> bytes:
    """What a claim draws from: half of it the vault has, half of it the client."""
    return hmac.digest(seed, key.encode(), "sha256")


def _derived(material: bytes, purpose: bytes, size: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=purpose).derive(material)


def _cipher(material: bytes) -> AESGCM:
    return AESGCM(_derived(material, b"answer", 32))


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
