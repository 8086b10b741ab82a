"""How a follower stands towards its source, for people, programs and logs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Standing", "Status"]


class Standing(StrEnum):
    """What the last look at the source gave."""

    STARTING = "starting"
    FOLLOWING = "following"
    CATCHING_UP = "catching-up"
    SOURCE_BEHIND = "source-behind"
    SOURCE_UNREACHABLE = "source-unreachable"
    AHEAD_OF_CLOCK = "ahead-of-clock"
    """The next block's time has not come yet on this machine's clock."""


@dataclass(frozen=True)
class Status:
    """Heights in blocks; the source's as it was last told.

    `since` is the Unix second from which on it has stood so.
    """

    source: str
    standing: Standing
    head: int
    source_head: int | None
    since: int
    detail: str | None = None

    @property
    def lag(self) -> int | None:
        """How many blocks are still to come; None as long as the source has said nothing."""
        return None if self.source_head is None else max(0, self.source_head - self.head)

    def as_json(self) -> dict[str, Any]:
        """The answer of `qoima_following`."""
        return {
            "source": self.source,
            "standing": str(self.standing),
            "head": self.head,
            "sourceHead": self.source_head,
            "lag": self.lag,
            "since": self.since,
            "detail": self.detail,
        }
