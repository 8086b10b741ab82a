"""The log of access to content: what was read, when, how and by whom (D-6, P-2)."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from depository.vault import access_salt
from ledger.errors import NotFound, QoimaError
from ledger.journal.log import Log
from ledger.journal.model import ACCESS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from depository.cid import Cid
    from ledger.types import Address, DepositId

__all__ = ["AccessLog", "Opened", "Reader", "Wanted"]

GRANTED: Final = "granted"
DESCRIBED: Final = "described"
TOLD: Final = "told"
WHOLE: Final = "whole"
BROKEN_OFF: Final = "broken-off"

_BLIND_BYTES: Final = 16
T = TypeVar("T")
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a deposit, a path in it, or a CID. Of a path the log has the SHA-256.

    `record` names what is neither, as `notification:3`.
    """

    deposit: DepositId | None = None
    path: str | None = None
    cid: Cid | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, and how: the operation of the interface, or the command.

    `remote` is the address of the machine; the log has a keyed digest of it, and of an `account`
    the account.
    """

    how: str
    account: Address | None = None
    remote: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Content about to be handed out: its size in bytes, None where that is not known before.

    `unchanged` tells that the reader has it already, so that nothing is handed out.
    """

    size: int | None
    chunks: Iterator[bytes]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Writes an entry, synced to the disk, before the first byte is handed out.

    What cannot be logged is not handed out. `clock` gives the present time, aware of its zone.
    """

    vault: Engine
    clock: Callable[[], dt.datetime]
    _salts: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)
    _turn: threading.Lock = field(
        default_factory=threading.Lock, init=False, repr=False, compare=False
    )

    @property
    def log(self) -> Log:
        """The log itself."""
        return Log(self.vault, ACCESS)

    def reading(
        self,
        reader: Reader,
        wanted: Wanted,
        opening: Callable[[], Opened],
        *,
        described: bool = False,
    ) -> Opened:
        """Open content for a reader, logged; what is refused is logged with its code.

        `described` tells that no content will be handed out, only its size or that it is
        unchanged. Where fewer bytes are taken than were announced, or none were, a second entry
        says how many. What is not here is no access. Raises what `opening` raises,
        Unavailable("database.failed").
        """
        try:
            opened = opening()
        except NotFound:
            raise
        except QoimaError as refusal:
            self._write(reader, wanted, refusal.code, 0)
            raise
        if described or opened.unchanged:
            self._write(reader, wanted, DESCRIBED, 0)
            return opened
        place = self._write(reader, wanted, GRANTED, opened.size)
        return Opened(opened.size, self._counted(place, opened))

    def telling(self, reader: Reader, wanted: Wanted, work: Callable[[], T]) -> T:
        """Tell a reader what is not for everybody, logged before it is told; refusals are, too.

        What is not here is no access. Raises what `work` raises,
        Unavailable("database.failed").
        """
        try:
            told = work()
        except NotFound:
            raise
        except QoimaError as refusal:
            self._write(reader, wanted, refusal.code, 0)
            raise
        self._write(reader, wanted, TOLD, 0)
        return told

    def remote(self, address: str) -> str:
        """A digest of a network address under the key of the month, which the vault has (P-4)."""
        month = self._now()[:7]
        key = self._salts.get(month) or self._salts.setdefault(
            month, access_salt(self.vault, month)
        )
        return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]

    def note(self, how: str) -> None:
        """Log that a command of the operator reads the whole store."""
        self._write(Reader(how), Wanted(), GRANTED, None)

    def _write(self, reader: Reader, wanted: Wanted, outcome: str, size: int | None) -> int:
        said: dict[str, Any] = {
            "at": self._now(),
            "how": reader.how,
            "by": self._by(reader),
            "outcome": outcome,
            "bytes": size,
            "blind": secrets.token_hex(_BLIND_BYTES),
        }
        if wanted.deposit is not None:
            said["deposit"] = wanted.deposit
        if wanted.path is not None:
            said["path"] = hashlib.sha256(wanted.path.encode()).hexdigest()
        if wanted.record is not None:
            said["record"] = wanted.record
        if wanted.cid is not None:
            said["cid"] = str(wanted.cid)
        return self._append(said)

    def _append(self, said: dict[str, Any]) -> int:
        """One thread after another: SQLite lets a writer who is passed over wait in vain."""
        with self._turn:
            return self.log.append(said)

    def _counted(self, place: int, opened: Opened) -> Iterator[bytes]:
        taken, outcome = 0, BROKEN_OFF
        try:
            for chunk in opened.chunks:
                yield chunk
                taken += len(chunk)
            outcome = WHOLE
        except QoimaError as error:
            outcome = error.code
            raise
        finally:
            if outcome != WHOLE or opened.size is None:
                self._end(place, outcome, taken)

    def _end(self, place: int, outcome: str, taken: int) -> None:
        said = {
            "at": self._now(),
            "ends": place,
            "outcome": outcome,
            "bytes": taken,
            "blind": secrets.token_hex(_BLIND_BYTES),
        }
        try:
            self._append(said)
        except QoimaError:
            _LOG.critical("the end of a reading could not be logged: %s", said)

    def _by(self, reader: Reader) -> dict[str, str]:
        if reader.account is not None:
            return {"account": reader.account}
        if reader.remote is None:
            return {"command": "operator"}
        return {"remote": self.remote(reader.remote)}

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
