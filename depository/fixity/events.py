"""Entries of the log `fixity`, named as PREMIS names events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from depository.fixity.model import Concerned
    from ledger.types import Digest

__all__ = ["CHECK", "DAMAGED", "MISSING", "QUARANTINE", "RECOVERY", "Events"]

CHECK: Final = "fixity check"
QUARANTINE: Final = "quarantine"
RECOVERY: Final = "recovery"
"""Terms of the Library of Congress, id.loc.gov/vocabulary/preservation/eventType: fix, qua, rec."""

DAMAGED: Final = "damaged"
MISSING: Final = "missing"

_MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Events:
    """Writes entries of one run of the scrubber; `at` is the present time, RFC 3339."""

    run: str
    at: str

    def found(self, digest: Digest, detail: str, whose: Concerned) -> dict[str, Any]:
        """A block is damaged or missing; of the deposits that it belongs to the first twenty, and
        of the records of batches, if there are any.
        """
        told: dict[str, Any] = {"detail": detail, "deposits": whose.deposits[:_MOST_NAMED]}
        if whose.records:
            told["records"] = whose.records[:_MOST_NAMED]
        return {**self._of(CHECK, "fail", digest), **told}

    def aside(self, digest: Digest) -> dict[str, Any]:
        """A damaged block was moved into quarantine."""
        return self._of(QUARANTINE, "success", digest)

    def recovered(self, digest: Digest) -> dict[str, Any]:
        """A block was written anew from the second store."""
        return self._of(RECOVERY, "success", digest)

    def ended(self, faulty: int, figures: dict[str, int]) -> dict[str, Any]:
        """The whole store was checked; `faulty` blocks are damaged or missing still."""
        outcome = "fail" if faulty else "success"
        return {"at": self.at, "run": self.run, "event": CHECK, "outcome": outcome, **figures}

    def _of(self, event: str, outcome: str, digest: Digest) -> dict[str, Any]:
        told = {"event": event, "outcome": outcome, "block": digest.hex()}
        return {"at": self.at, "run": self.run, **told}
