"""A download that goes on after a break: the rest is asked for, as long as it is of the same."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import Unavailable
from qoima.client.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qoima.client.http import Client

__all__ = ["Download"]

_TRIES: Final = 9
_LONGEST_WAIT: Final = 15.0
_PASSING: Final = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Download:
    """What is at `path` of the server, to be put beside `output` until it is whole.

    `told` is told of each piece: its bytes.
    """

    client: Client
    path: str
    output: Path
    told: Callable[[int], None]
    sleep: Callable[[float], None] = time.sleep

    def fetch(self) -> Path:
        """The file with all of it; what an earlier run has left of the same is not fetched again.

        Raises ProblemError; Unavailable `server.strange-answer` (url), and
        `server.unreachable` (url) when nothing gets through for a minute or more.
        """
        size, tag = self._standing()
        named = hashlib.sha256(tag.encode()).hexdigest()[:16]
        part = self.output.with_name(f".{self.output.name}.{named}.part")
        part.touch()
        self.told(part.stat().st_size)
        failures = 0
        while (had := part.stat().st_size) < size:
            try:
                self._go_on(part, had, tag)
            except (Unavailable, ProblemError) as error:
                if isinstance(error, ProblemError) and error.status not in _PASSING:
                    raise
                failures = 1 if part.stat().st_size > had else failures + 1
                if failures >= _TRIES:
                    raise
                self.sleep(min(2.0 ** (failures - 1), _LONGEST_WAIT))
        return part

    def _standing(self) -> tuple[int, str]:
        said = self.client.send("HEAD", self.path, {})
        size, tag = said.get("content-length", ""), said.get("etag", "")
        if not size.isdecimal() or not tag.startswith('"'):
            raise Unavailable("server.strange-answer", url=self.client.url)
        return int(size), tag

    def _go_on(self, part: Path, start: int, tag: str) -> None:
        with self.client.rest(self.path, start, tag) as pieces, part.open("ab") as file:
            if pieces is None:
                raise Unavailable("server.strange-answer", url=self.client.url)
            for piece in pieces:
                file.write(piece)
                self.told(len(piece))
