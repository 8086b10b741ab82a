"""Whole checks of an installation's store: one at a time, each ending with its report (D-8)."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.fixity.report import Register, Reports, report_document
from depository.history_store import HistoryStore
from ledger.errors import Conflict, Unavailable
from ledger.index.store import IndexStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from depository.access_log import AccessLog
    from depository.fixity.checkpoint import Progress
    from depository.fixity.model import Scrub
    from depository.fixity.scrubber import Scrubber
    from depository.gate import Gate
    from ledger.deployment import Deployment

__all__ = ["Care", "alone"]

_TRIES: Final = 4
_PAUSE_SECONDS: Final = 0.02


@contextlib.contextmanager
def alone(gate: Gate) -> Iterator[None]:
    """One check or collection at a time; Conflict("fixity.running").

    Whoever only asks whether one runs is inside for a moment, which is waited for.
    """
    with contextlib.ExitStack() as held:
        for left in reversed(range(_TRIES)):
            try:
                held.enter_context(gate.sole())
                break
            except BlockingIOError as error:
                if not left:
                    raise Conflict("fixity.running") from error
                time.sleep(_PAUSE_SECONDS)
        yield


@dataclass(frozen=True)
class Care:
    """Checks a store by `scrubber`, against the register of `deployment` as `index` has it.

    `gate` is closed while a check runs; `accesses` logs that one reads the whole store.
    """

    scrubber: Scrubber
    index: Engine
    deployment: Deployment
    accesses: AccessLog
    gate: Gate

    @property
    def reports(self) -> Reports:
        """The reports of whole checks."""
        return Reports(self.scrubber.checks.vault)

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Keep others from checking meanwhile; Conflict("fixity.running")."""
        return alone(self.gate)

    def is_running(self) -> bool:
        """Whether a check or a collection is at work."""
        return self.gate.is_closed()

    def progress(self) -> Progress | None:
        """How far a check has come that is not over."""
        return self.scrubber.checkpoint.read()

    def next_entry(self) -> int:
        """The place in the log from which the check stands that is not over, or the next one."""
        begun = self.progress()
        return self.scrubber.log.size() if begun is None else begun.first

    def check(self, how: str, enough: Callable[[Progress], bool]) -> Scrub | None:
        """Go on with a check or begin one, to be called by who is `alone`.

        A whole one leaves its report. `how` is what the log of access says of it. None when it
        stopped before its end, since that was `enough`. Raises as `Scrubber.run`, and
        Unavailable("index.empty").
        """
        self.accesses.note(how)
        done = self.scrubber.run(enough)
        if done is not None:
            faulty = self.scrubber.checks.faulty()
            self.reports.keep(report_document(done, faulty, self._register(done)))
        return done

    def _register(self, done: Scrub) -> Register:
        head = IndexStore(self.index).head()
        if head is None:
            raise Unavailable("index.empty")
        founded = self.deployment.contracts["depository"].block
        yearly = HistoryStore(self.index).yearly(founded)
        return Register(
            deployment=self.deployment,
            head=head,
            deposits=yearly.deposits,
            standing=yearly.standing,
            log_root=self.scrubber.log.root(done.place + 1),
        )
