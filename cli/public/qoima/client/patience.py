"""How long a question is asked again: when the server is busy, or the connection broke."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

from ledger.errors import Unavailable
from qoima.client.errors import BrokenError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BUSY", "TOO_MANY", "Patience"]

_Answer = TypeVar("_Answer")

BUSY: Final = frozenset({429, 503})
"""Too many questions, and a part of the server that does not answer."""

TOO_MANY: Final = frozenset({429})
"""For those who wait for the rest themselves."""

_BREAKS: Final = 3
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 15.0
_SHORTEST_WAIT: Final = 0.1


@dataclass(frozen=True)
class Patience:
    """At most `seconds` from the first attempt to the beginning of the last; 0 asks once.

    `told` hears how long each wait is, before it. A server's Retry-After (RFC 9110 §10.2.3) is
    kept to, and a longer one than there is patience for ends the attempts at once.
    """

    seconds: float = 60.0
    told: Callable[[float], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def asked(
        self,
        attempt: Callable[[], _Answer],
        *,
        repeatable: bool,
        busy: frozenset[int] = BUSY,
    ) -> _Answer:
        """The answer of an attempt, made again while the server says that it is `busy`.

        After a connection that broke it is made again, a few times, only if it is `repeatable`:
        if doing it twice does nothing twice. Raises what the last attempt raised.
        """
        end = self.clock() + self.seconds
        for failures in count():
            try:
                return attempt()
            except Unavailable as error:
                wait = _wait(error, failures, busy, repeatable=repeatable)
                if wait is None or self.clock() + wait > end:
                    raise
            if self.told is not None:
                self.told(wait)
            self.sleep(wait)
        raise AssertionError  # pragma: no cover - count() has no end


def _wait(
    error: Unavailable, failures: int, busy: frozenset[int], *, repeatable: bool
) -> float | None:
    """Seconds until the next attempt; None if there is to be none."""
    backoff = min(_FIRST_WAIT * 2.0**failures, _LONGEST_WAIT)
    if isinstance(error, ProblemError):
        if error.status not in busy:
            return None
        asked = error.retry_after
        return backoff if asked is None else max(asked, _SHORTEST_WAIT)
    again = repeatable and isinstance(error, BrokenError) and failures < _BREAKS
    return backoff if again else None
