"""Large content on its way to the server: in pieces, over broken connections (tus 1.0)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Unavailable
from qoima.client.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from qoima.client.http import Client

__all__ = ["PIECE_BYTES", "Content", "Sending", "measured"]

PIECE_BYTES: Final = 4 << 20
"""How much is sent at a time; so much at most is sent again after a break."""

_PATH: Final = "/v1/uploads"
_VERSION: Final = {"Tus-Resumable": "1.0.0"}
_PASSING: Final = frozenset({408, 409, 423, 460, 502, 503, 504})
_GONE: Final = frozenset({404, 410})
_TRIES: Final = 9
_LONGEST_WAIT: Final = 15.0
_KEPT_SECONDS: Final = 14 * 24 * 3600


@dataclass(frozen=True)
class Content:
    """Bytes to send: how many, their SHA-256 in hexadecimal digits, and they from an offset on.

    `pieces` may be asked again and must give the same bytes each time.
    """

    length: int
    sha256: str
    pieces: Callable[[int], Iterator[bytes]]


def measured(pieces: Callable[[int], Iterator[bytes]]) -> Content:
    """Content by reading it once."""
    length, sha256 = 0, hashlib.sha256()
    for piece in pieces(0):
        length += len(piece)
        sha256.update(piece)
    return Content(length, sha256.hexdigest(), pieces)


@dataclass
class Sending:
    """One content on its way in the name of `sender`.

    `folder` remembers under which id the server knows it, so that a program that was killed goes
    on where the server stands. `told` is told of each piece that the server has on its disk: its
    bytes.
    """

    client: Client
    sender: str
    content: Content
    folder: Path
    told: Callable[[int], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    _offset: int = field(default=0, init=False)

    def send(self) -> str:
        """Send what the server does not have yet; the id of the upload.

        After a break it goes on from the byte that the server names. Raises ProblemError, and
        Unavailable `server.unreachable` (url) when nothing gets through for a minute or more.
        """
        upload, failures = self.known(), 0
        while True:
            try:
                upload = upload or self._begin()
                for _ in self._go_on(upload):
                    failures = 0
                return upload
            except (Unavailable, ProblemError) as error:
                if isinstance(error, ProblemError) and error.status in _GONE and upload:
                    self.forget()
                    upload = None
                elif not _passes(error):
                    raise
                failures += 1
                if failures >= _TRIES:
                    raise
                self.sleep(min(2.0 ** (failures - 1), _LONGEST_WAIT))

    def known(self) -> str | None:
        """The id under which the server knows it, if it was begun."""
        try:
            note: Any = json.loads(self._note.read_text("utf-8"))
            upload = note["upload"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return upload if isinstance(upload, str) and upload.isascii() else None

    def forget(self) -> None:
        """Neither here nor at the server is anything of it needed any more."""
        upload = self.known()
        self._note.unlink(missing_ok=True)
        if upload:
            try:
                self.client.send("DELETE", f"{_PATH}/{upload}", _VERSION)
            except (Unavailable, ProblemError):
                return  # it expires

    def _go_on(self, upload: str) -> Iterator[None]:
        """Send the rest, piece by piece; yield whenever the server has more than before."""
        path = f"{_PATH}/{upload}"
        at = int(self._sent("HEAD", path)["upload-offset"])
        self._stands_at(at)
        rest = self.content.pieces(at) if at < self.content.length else iter(())
        for piece in _joined(rest):
            checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode()
            headers = {
                "Content-Type": "application/offset+octet-stream",
                "Upload-Checksum": f"sha256 {checksum}",
                "Upload-Offset": str(at),
            }
            at = int(self._sent("PATCH", path, headers, piece)["upload-offset"])
            self._stands_at(at)
            yield

    def _begin(self) -> str:
        said = {"sender": self.sender, "sha256": self.content.sha256}
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items()
        )
        headers = {"Upload-Length": str(self.content.length), "Upload-Metadata": metadata}
        upload = self._sent("POST", _PATH, headers)["location"].rpartition("/")[2]
        _remember(self._note, {"upload": upload})
        return upload

    def _sent(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Mapping[str, str]:
        """The headers of an answer; Unavailable `server.strange-answer` (url) if one is missing."""
        answer = self.client.send(method, path, {**_VERSION, **(headers or {})}, body)
        needed = "location" if method == "POST" else "upload-offset"
        if needed not in answer or (needed != "location" and not answer[needed].isdecimal()):
            raise Unavailable("server.strange-answer", url=self.client.url)
        return answer

    def _stands_at(self, offset: int) -> None:
        if self.told:
            self.told(offset - self._offset)
        self._offset = offset

    @property
    def _note(self) -> Path:
        named = f"{self.client.url}\n{self.sender}\n{self.content.sha256}"
        return self.folder / f"{hashlib.sha256(named.encode()).hexdigest()[:32]}.json"


def _passes(error: Exception) -> bool:
    """Whether the same may succeed a little later."""
    if isinstance(error, ProblemError):
        return error.status in _PASSING
    return isinstance(error, Unavailable) and error.code == "server.unreachable"


def _joined(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of PIECE_BYTES; the last may be smaller."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        while len(gathered) >= PIECE_BYTES:
            yield bytes(gathered[:PIECE_BYTES])
            del gathered[:PIECE_BYTES]
    if gathered:
        yield bytes(gathered)


def _remember(note: Path, facts: Mapping[str, str]) -> None:
    """Write a note whole or not at all; those that nobody came back for go."""
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in note.parent.glob("*.json"):
        if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    made = note.with_suffix(f".{os.getpid()}")
    made.write_text(json.dumps(facts), "utf-8")
    made.replace(note)
