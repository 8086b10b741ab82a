"""What the entries of one run of the scrubber tell, read back from the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from depository.fixity.events import CHECK, DAMAGED, QUARANTINE
from ledger.types import Digest

if TYPE_CHECKING:
    from depository.fixity.checkpoint import Progress
    from ledger.journal.log import Log

__all__ = ["Told"]

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """Blocks that were found damaged or missing, those found damaged, those set aside."""

    found: set[Digest] = field(default_factory=set)
    damaged: set[Digest] = field(default_factory=set)
    aside: set[Digest] = field(default_factory=set)

    @classmethod
    def of_run(cls, log: Log, progress: Progress) -> Told:
        """Read the entries of a run."""
        told, place = cls(), progress.first
        while entries := log.entries(place, _AT_ONCE):
            for entry in entries:
                told._take(json.loads(entry.text), progress.run)
            place = entries[-1].place + 1
        return told

    def _take(self, said: dict[str, str], run: str) -> None:
        if said.get("run") != run or "block" not in said:
            return
        digest = Digest(bytes.fromhex(said["block"]))
        if said["event"] == CHECK:
            self.found.add(digest)
            if said["detail"] == DAMAGED:
                self.damaged.add(digest)
        elif said["event"] == QUARANTINE:
            self.aside.add(digest)
