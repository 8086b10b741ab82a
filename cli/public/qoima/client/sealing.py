"""Encrypts what is not for the public before it leaves this machine, and opens it again (age)."""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from depository.staging import Staging
from ledger.errors import Rejected, VerificationError
from ledger.types import Digest
from qoima.client.errors import InputError
from qoima.client.upload import tar_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from _typeshed import ReadableBuffer
    from pyrage import ssh, x25519

    from qoima.client.deposits import Payload

    Recipient = x25519.Recipient | ssh.Recipient
    Identity = x25519.Identity | ssh.Identity

__all__ = ["CONCLUSION", "CONTENT", "Sealed", "read_recipients", "sealed", "unseal"]

CONTENT: Final = "content.tar.age"
"""The one file that a limited package consists of: the tree as a tar, encrypted."""

CONCLUSION: Final = "conclusion.age"
"""The expert conclusion of such a package, encrypted by itself (D-10)."""

_PIECE: Final = 1 << 20
_MAX_LIST_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class Sealed:
    """An encrypted payload, and the SHA-256 of the encrypted conclusion if there is one."""

    payload: Payload
    conclusion: Digest | None


def read_recipients(texts: Sequence[str]) -> list[Recipient]:
    """Recipients of the age format: `age1…`, `ssh-ed25519 …`, `ssh-rsa …`, or files of such lines.

    Raises InputError `input.recipient-malformed` (recipient), `input.file-unreadable` (path).
    """
    return [_recipient(line) for text in texts for line in _lines(text)]


@contextmanager
def sealed(
    payload: Payload,
    recipients: Sequence[Recipient],
    conclusion: Path | None,
    folder: Path,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Sealed]:
    """Encrypt a payload, and its conclusion, into a place under `folder` that goes in the end.

    `progress` is told of each piece of plaintext: its bytes. Nothing but ciphertext is written.
    Raises InputError `input.file-unreadable` (path), and what the payload's entries raise.
    """
    staging = Staging(folder)
    staging.sweep()
    place = staging.make()
    try:
        tree = place.folder / "tree"
        tree.mkdir()
        _encrypt(tar_pieces(payload.entries()), tree / CONTENT, recipients, progress)
        digest = None
        if conclusion is not None:
            _encrypt(_pieces(conclusion), tree / CONCLUSION, recipients, None)
            digest = Digest(hashlib.sha256((tree / CONCLUSION).read_bytes()).digest())
        yield Sealed(replace(payload, path=tree, exclude=None, as_file=False), digest)
    finally:
        place.remove()


def unseal(
    file: Path, target: Path, identities: Sequence[Identity], progress: Callable[[int], None]
) -> None:
    """Decrypt `file` into `target`; `progress` is told of each piece of plaintext: its bytes.

    Raises Rejected `limited.not-encrypted` (name) and `limited.no-matching-key` (path),
    VerificationError `limited.damaged` (path), InputError `input.file-unreadable` (path).
    """
    import pyrage

    from depository.encrypted import HEAD_BYTES, is_encrypted

    try:
        with file.open("rb") as source, target.open("xb") as sink:
            if not is_encrypted(source.read(HEAD_BYTES), file.stat().st_size):
                raise Rejected("limited.not-encrypted", name=file.name)
            source.seek(0)
            pyrage.decrypt_io(source, _Told(sink, progress), list(identities))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise Rejected("limited.no-matching-key", path=str(file)) from error
        raise VerificationError("limited.damaged", path=str(file)) from error
    except OSError as error:
        if error.errno is None:  # the library's word for a payload that was altered or cut
            raise VerificationError("limited.damaged", path=str(file)) from error
        raise InputError("input.file-unreadable", path=str(file)) from error


def _encrypt(
    pieces: Iterable[bytes],
    target: Path,
    recipients: Sequence[Recipient],
    progress: Callable[[int], None] | None,
) -> None:
    import pyrage

    source = _Pieces(iter(pieces), progress)
    with target.open("xb") as sink:
        try:
            pyrage.encrypt_io(source, sink, list(recipients))
        except pyrage.EncryptError:
            # The library tells what its source raised in words only.
            if source.error is not None:
                raise source.error from None
            raise


class _Pieces(io.BufferedIOBase):
    """A file of pieces that come one by one; keeps what ended them."""

    def __init__(self, pieces: Iterator[bytes], progress: Callable[[int], None] | None) -> None:
        self._pieces = pieces
        self._progress = progress
        self._rest = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece)
        except BaseException as error:
            self.error = error
            raise
        taken = bytes(self._rest if size is None or size < 0 else self._rest[:size])
        self._rest = self._rest[len(taken) :]
        if self._progress is not None:
            self._progress(len(taken))
        return taken


class _Told(io.BufferedIOBase):
    """A file that tells how much is written into it."""

    def __init__(self, sink: IO[bytes], progress: Callable[[int], None]) -> None:
        self._sink = sink
        self._progress = progress

    def write(self, data: ReadableBuffer, /) -> int:
        written = self._sink.write(data)
        self._progress(written)
        return written

    def flush(self) -> None:
        self._sink.flush()


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise InputError("input.file-unreadable", path=str(path)) from error


def _lines(text: str) -> Iterator[str]:
    """The recipient itself, or those of the file that is named."""
    if text.startswith(("age1", "ssh-")):
        yield text
        return
    path = Path(text)
    try:
        with path.open(encoding="utf-8") as file:
            listed = file.read(_MAX_LIST_BYTES)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("input.file-unreadable", path=text) from error
    for line in map(str.strip, listed.splitlines()):
        if line and not line.startswith("#"):
            yield line


def _recipient(line: str) -> Recipient:
    from pyrage import RecipientError, ssh, x25519

    read = ssh.Recipient.from_str if line.startswith("ssh-") else x25519.Recipient.from_str
    try:
        return read(line)
    except RecipientError as error:
        raise InputError("input.recipient-malformed", recipient=line[:80]) from error
