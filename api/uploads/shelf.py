"""Uploads on the disk: one writer at a time, and no byte acknowledged before it is synced."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from api.uploads.model import Kept, UploadBounds, Wished
from api.uploads.tables import UploadStore
from ledger.errors import Conflict, NotFound, Rejected, Unavailable, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from ledger.types import Address

__all__ = ["ID_BYTES", "Appending", "Shelf"]

ID_BYTES: Final = 24
"""Of which an id is made."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{32}")
_PIECE: Final = 1 << 20
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass
class Appending:
    """The one writer of an upload, who holds its file's lock until `close`.

    What lies in the file beyond the recorded offset was never acknowledged and is cut off.
    """

    kept: Kept
    _handle: int
    _store: UploadStore
    written: int = 0

    @property
    def room(self) -> int:
        """How many bytes are still to come."""
        return self.kept.length - self.kept.offset - self.written

    def write(self, data: bytes) -> None:
        """Add bytes to the file; they are not acknowledged yet.

        Raises Rejected("upload.too-long", size) for more than was said at creation,
        Unavailable("upload.store-full") when the disk is full.
        """
        if len(data) > self.room:
            raise Rejected("upload.too-long", size=self.kept.length)
        rest = memoryview(data)
        try:
            while rest:
                done = os.pwrite(self._handle, rest, self.kept.offset + self.written)
                self.written += done
                rest = rest[done:]
        except OSError as error:
            raise _of_disk(error) from error

    def keep(self) -> Kept:
        """Sync what was written, then record the offset; only now may it be acknowledged."""
        if self.written:
            try:
                os.fdatasync(self._handle)
            except OSError as error:
                raise _of_disk(error) from error
            kept = replace(self.kept, offset=self.kept.offset + self.written)
            self._store.advance(kept.id, kept.offset)
            self.kept, self.written = kept, 0
        return self.kept

    def close(self) -> None:
        """Let the lock go; what was not kept is lost."""
        os.close(self._handle)


@dataclass(frozen=True)
class Shelf:
    """The uploads of an installation: files in a folder, their offsets in the vault."""

    vault: Engine
    bounds: UploadBounds
    clock: Callable[[], float] = time.time
    _store: UploadStore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the folder, readable by its owner only."""
        object.__setattr__(self, "_store", UploadStore(self.vault))
        self.bounds.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def create(self, wished: Wished, drawn: bytes) -> Kept:
        """Enter an upload whose id is what was drawn, 24 random bytes; what has expired goes
        first. One that is there already is told as it is.

        Raises Rejected("upload.too-large", limit, size), Unavailable("upload.store-full"), and
        Rejected("upload.too-many" | "upload.too-many-here", limit, retry_after).
        """
        if wished.length > self.bounds.max_bytes:
            raise Rejected("upload.too-large", limit=self.bounds.max_bytes, size=wished.length)
        self.sweep()
        kept = Kept(
            id=urlsafe_b64encode(drawn).decode(),
            sender=wished.sender,
            length=wished.length,
            offset=0,
            metadata=wished.metadata,
            sha256=wished.sha256,
            expires_at=int(self.clock()) + self.bounds.seconds,
            remote=wished.remote,
        )
        found = self._store.add(kept, self.bounds, int(self.clock()))
        try:
            os.close(os.open(self._file(kept.id), os.O_CREAT | os.O_WRONLY, 0o600))
            _sync_folder(self.bounds.folder)
        except OSError as error:
            self._store.remove(kept.id)
            raise _of_disk(error) from error
        return found

    def find(self, upload_id: str) -> Kept:
        """An upload; NotFound("upload.unknown"), NotFound("upload.expired")."""
        if not _ID.fullmatch(upload_id):
            raise NotFound("upload.unknown")
        kept = self._store.find(upload_id)
        if kept.expires_at <= self.clock():
            raise NotFound("upload.expired")
        return kept

    def append(self, upload_id: str, offset: int) -> Appending:
        """Become the writer of an upload at `offset`; to be closed.

        Raises as `find`, Conflict("upload.busy") while another writes or reads it,
        Conflict("upload.offset-differs", expected, given), VerificationError("upload.damaged").
        """
        handle = self._locked(upload_id, fcntl.LOCK_EX)
        try:
            kept = self.find(upload_id)
            if kept.offset != offset:
                raise Conflict("upload.offset-differs", expected=kept.offset, given=offset)
            _check_size(handle, kept.offset)
            os.ftruncate(handle, kept.offset)
        except BaseException:
            os.close(handle)
            raise
        return Appending(kept, handle, self._store)

    @contextmanager
    def reading(
        self,
        upload_id: str,
        sender: Address,
        sha256: Digest | None,
        progress: Callable[[int], None],
    ) -> Iterator[Path]:
        """The file of a whole upload of `sender`, hashed first; nobody alters it meanwhile.

        The SHA-256 that was given with the upload and the one given here must both be that of its
        bytes, and one of them must be given. `progress` is told of each piece: its bytes.
        Raises as `append`, Rejected("upload.sender-differs"), Rejected("upload.no-digest"),
        Conflict("upload.unfinished", offset, size), Rejected("upload.digest-differs", expected,
        actual).
        """
        handle = self._locked(upload_id, fcntl.LOCK_SH)
        try:
            kept = self.find(upload_id)
            _check_whole(kept, sender)
            _check_size(handle, kept.length)
            wanted = {each for each in (kept.sha256, sha256) if each is not None}
            if not wanted:
                raise Rejected("upload.no-digest")
            actual = _hashed(handle, kept.length, progress)
            for each in wanted - {actual}:
                raise Rejected("upload.digest-differs", expected=each.hex(), actual=actual.hex())
            yield self._file(upload_id)
        finally:
            os.close(handle)

    def terminate(self, upload_id: str) -> None:
        """Remove an upload; raises as `find`, Conflict("upload.busy")."""
        self.find(upload_id)
        self._remove(upload_id)

    def sweep(self) -> None:
        """Remove the uploads whose time is over, and files that no upload knows.

        One that is written or read at the moment goes another time.
        """
        for upload_id in self._store.expired(int(self.clock())):
            with suppress(Conflict):
                self._remove(upload_id)
        files = {path.name for path in self.bounds.folder.iterdir()}
        for name in files - self._store.known(files):
            self._file(name).unlink(missing_ok=True)

    def _remove(self, upload_id: str) -> None:
        try:
            handle = self._locked(upload_id, fcntl.LOCK_EX)
        except NotFound:
            self._store.remove(upload_id)
            return
        try:
            self._store.remove(upload_id)
            self._file(upload_id).unlink(missing_ok=True)
        finally:
            os.close(handle)

    def _locked(self, upload_id: str, how: int) -> int:
        if not _ID.fullmatch(upload_id):
            raise NotFound("upload.unknown")
        try:
            handle = os.open(self._file(upload_id), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            raise NotFound("upload.unknown") from None
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise Conflict("upload.busy") from None
        return handle

    def _file(self, upload_id: str) -> Path:
        return self.bounds.folder / upload_id


def _check_whole(kept: Kept, sender: Address) -> None:
    if kept.sender != sender:
        raise Rejected("upload.sender-differs")
    if kept.offset != kept.length:
        raise Conflict("upload.unfinished", offset=kept.offset, size=kept.length)


def _check_size(handle: int, least: int) -> None:
    if os.fstat(handle).st_size < least:
        raise VerificationError("upload.damaged")


def _hashed(handle: int, length: int, progress: Callable[[int], None]) -> Digest:
    sha256 = hashlib.sha256()
    at = 0
    while at < length:
        piece = os.pread(handle, min(_PIECE, length - at), at)
        if not piece:
            raise VerificationError("upload.damaged")
        sha256.update(piece)
        at += len(piece)
        progress(len(piece))
    return Digest(sha256.digest())


def _of_disk(error: OSError) -> Exception:
    return Unavailable("upload.store-full") if error.errno in _FULL else error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
