"""The yearly verification as one request: a whole check, its report, the act to sign (D-8)."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from depository.history import Findings
from ledger.errors import NotFound, QoimaError, Rejected
from ledger.participants.model import Role
from ledger.types import Timestamp

if TYPE_CHECKING:
    from depository.acts import Acts
    from depository.fixity.care import Care
    from depository.fixity.checkpoint import Progress
    from depository.fixity.report import Report
    from ledger.chain import Chain
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest

__all__ = ["Verifier", "WholeCheck"]

_FRESH_SECONDS: Final = 24 * 3600
_HOW: Final = "POST /v1/depository/checks"
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WholeCheck:
    """A whole check, known by the place `entry` in the log `fixity`: over when it has its report.

    `verified_at` is when it counts as done: at its end, or at the newest block if that is older.
    """

    entry: int
    running: bool
    progress: Progress | None = None
    report: Report | None = None
    verified_at: Timestamp | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What the report says; nothing before it is there."""
        return {} if self.report is None else dict(json.loads(self.report.text))

    def findings(self) -> Findings:
        """What is to be recorded; NotFound("verification.no-report") before the end."""
        if self.report is None or self.verified_at is None:
            raise NotFound("verification.no-report")
        told = self.told
        return Findings(told["checked"], told["faulty"], self.report.digest, self.verified_at)


@dataclass(frozen=True)
class Verifier:
    """Makes whole checks for the authorised body, in a thread of this process.

    A check that ended within a day is taken as it is: whoever names an authority's account can
    have the store read once a day, and no more.
    """

    care: Care
    chain: Chain
    acts: Acts
    _stop: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)

    def begin(self, sender: Address) -> WholeCheck:
        """Take the last check if it is of today, else go on with one or begin it.

        1. `sender` is an authority. 2. A check that is over is taken. 3. No other check runs.
        Raises Rejected("contract.refused"), Conflict("fixity.running").
        """
        # 1.
        if not self.chain.call("participants", "has_role", sender, int(Role.AUTHORITY)):
            raise Rejected("contract.refused", contract="participants", reason="not the authority")
        # 2.
        fresh = self._fresh()
        if fresh is not None:
            return fresh
        # 3.
        with contextlib.ExitStack() as held:
            held.enter_context(self.care.alone())
            entry = self.care.next_entry()
            work = held.pop_all()
        threading.Thread(target=self._work, args=(work,), name="whole-check", daemon=True).start()
        return WholeCheck(entry, running=True)

    def find(self, entry: int) -> WholeCheck:
        """How far a check is; NotFound("verification.no-check", entry)."""
        # In this order a check that ends meanwhile is still running, or has its report.
        running, progress = self.care.is_running(), self.care.progress()
        report = self.care.reports.since(entry)
        if report is not None:
            return self._over(entry, report)
        known = entry <= self.care.scrubber.log.size() if running else progress is not None
        if not known or (progress is not None and entry > progress.first):
            raise NotFound("verification.no-check", entry=entry)
        return WholeCheck(entry, running, progress)

    def close(self) -> None:
        """Let a check that is at work stop on its way; the next one goes on there."""
        self._stop.set()

    def draft(self, check: WholeCheck, sender: Address, basis: Digest) -> UnsignedTransaction:
        """The act that records what a check found; raises as `WholeCheck.findings` and `Acts`."""
        return self.acts.draft_verification(sender, check.findings(), basis)

    def _fresh(self) -> WholeCheck | None:
        try:
            report = self.care.reports.last()
        except NotFound:
            return None
        entry = int(json.loads(report.text)["log"]["entries"]) - 1
        check = self._over(entry, report)
        passed = self.care.scrubber.clock() - _moment(check.told["completed_at"])
        return check if passed.total_seconds() < _FRESH_SECONDS else None

    def _over(self, entry: int, report: Report) -> WholeCheck:
        completed = int(_moment(json.loads(report.text)["completed_at"]).timestamp())
        at = Timestamp(min(completed, self.chain.head().timestamp))
        return WholeCheck(entry, running=False, report=report, verified_at=at)

    def _work(self, held: contextlib.ExitStack) -> None:
        try:
            with held:
                self.care.check(_HOW, lambda _: self._stop.is_set())
        except QoimaError as error:
            _LOG.warning("the content is not checked: %s", error)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
