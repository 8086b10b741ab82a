"""How far a scrub has come: a small file that is on the disk before the scrub goes on."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from depository.durable import flush, not_writable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Checkpoint", "Progress"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: ranges checked, the last deposit walked, what was read.

    After deposits come batches: the last part is a list, at place -1, or a record at its own.

    `first` is the place in the log from which the entries of the run stand.
    """

    run: str
    began_at: str
    first: int
    ranges: int = 0
    deposit: int = 0
    batch: int = 0
    place: int = 0
    checked: int = 0
    size: int = 0

    def past_range(self, checked: int, size: int) -> Progress:
        """After one more range."""
        return replace(
            self, ranges=self.ranges + 1, checked=self.checked + checked, size=self.size + size
        )

    def past_deposit(self, number: int, checked: int, size: int) -> Progress:
        """After one more deposit, and the blocks that were hashed again on the way."""
        return replace(self, deposit=number, checked=self.checked + checked, size=self.size + size)

    def past_part(self, place: tuple[int, int], checked: int, size: int) -> Progress:
        """After one more list or record of a batch."""
        batch, at = place
        whole = self.checked + checked, self.size + size
        return replace(self, batch=batch, place=at, checked=whole[0], size=whole[1])


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The file at `path`; a crash leaves one before it or the new one, whole.

    With the one before a range is read again, which changes nothing.
    """

    path: Path

    def read(self) -> Progress | None:
        """Where a run stands that is not over; None when there is none or its file is no such."""
        try:
            return Progress(**json.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            return None

    def write(self, progress: Progress) -> None:
        """Keep where a run stands. Raises Unavailable("content.not-writable", reason)."""
        new = self.path.with_suffix(".new")
        try:
            new.write_text(json.dumps(asdict(progress)), encoding="ascii")
            flush([new], self.path.parent)
            new.replace(self.path)
        except OSError as error:
            raise not_writable(error) from error

    def clear(self) -> None:
        """Forget a run that is over."""
        if os.path.lexists(self.path):
            self.path.unlink()
