"""The care of the content: `qoima fixity` and `qoima content`, at this installation's own store."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from cli.processes import end_with_parent, stop_signal
from cli.wiring import (
    access_log,
    connect,
    content_store,
    index_engine,
    log_to_stderr,
    replica_store,
    vault_engine,
)
from depository.blocks import EmbeddedStore
from depository.fixity.checkpoint import Checkpoint, Progress
from depository.fixity.collector import Collector
from depository.fixity.pace import Pace
from depository.fixity.report import Register, Reports, report_document
from depository.fixity.scrubber import Scrubber
from depository.fixity.shelves import RANGES, Shelves
from depository.fixity.store import Checks, Holdings
from depository.gate import Gate
from depository.history_store import HistoryStore
from ledger.deployment import read_deployment
from ledger.errors import Conflict, Rejected, Unavailable
from ledger.index.store import IndexStore
from ledger.journal.log import Log
from ledger.journal.model import FIXITY

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from cli.settings import Settings
    from depository.fixity.model import Scrub

__all__ = ["collect", "fixity_status", "run_scrubber", "scrub", "space"]

_MIB: Final = 1 << 20
_HOUR: Final = 3600
_POLL_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 60.0
_LOG: Final = logging.getLogger(__name__)


def scrub(settings: Settings, rate: int | None, limit: int | None) -> dict[str, Any]:
    """Check the store, or go on with a check; `rate` in MiB a second, `limit` in MiB to read.

    Raises Conflict("fixity.running"), Rejected("fixity.not-embedded"), Unavailable.
    """
    with _alone(settings):
        scrubber = _scrubber(settings, settings.scrub_rate if rate is None else rate)
        begun = scrubber.checkpoint.read()
        most = None if limit is None else limit * _MIB + (begun.size if begun else 0)
        access_log(settings).note("qoima fixity scrub")
        done = scrubber.run(lambda progress: most is not None and progress.size >= most)
        if done is not None:
            _keep_report(settings, done)
    return fixity_status(settings) if done is None else {"finished": True, **_told(done)}


def fixity_status(settings: Settings) -> dict[str, Any]:
    """The last whole check, how far the one has come that is not over, and faulty deposits."""
    checks = Checks(vault_engine(settings))
    last, progress = checks.last_scrub(), Checkpoint(settings.scrub_file).read()
    return {
        "finished": progress is None,
        "progress": None if progress is None else _so_far(progress),
        "last": None if last is None else _told(last),
        "faulty_deposits": [each.deposit for each in checks.faulty()],
    }


def run_scrubber(settings: Settings, *, supervised: bool) -> None:
    """Check the store again and again, as far apart as the settings say, until told to stop."""
    log_to_stderr(settings)
    if supervised:
        end_with_parent()
    with stop_signal() as stop:
        while not stop.wait(_POLL_SECONDS):
            if _is_due(settings):
                _scrub_until(settings, stop)


def space(settings: Settings) -> dict[str, Any]:
    """What lies in the store, and what `collect` would take away; raises as it does."""
    with _alone(settings):
        return asdict(_collector(settings).weigh(_grace(settings)))


def collect(settings: Settings) -> dict[str, Any]:
    """Take away what nobody recorded; raises as `Collector.collect`, Conflict("fixity.running")."""
    with _alone(settings):
        return asdict(_collector(settings).collect(_grace(settings)))


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One check or collection at a time."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(Gate(settings.home / "care.lock").sole())
        except BlockingIOError as error:
            raise Conflict("fixity.running") from error
        yield


def _scrub_until(settings: Settings, stop: threading.Event) -> None:
    """What hinders a check now may be over later: another check, a database that is away."""
    try:
        with _alone(settings):
            access_log(settings).note("qoima fixity run")
            done = _scrubber(settings, settings.scrub_rate).run(lambda _progress: stop.is_set())
            if done is not None:
                _keep_report(settings, done)
    except (Conflict, Unavailable) as error:
        _LOG.warning("the content is not checked: %s", error)
        stop.wait(_PATIENCE_SECONDS)


def _keep_report(settings: Settings, done: Scrub) -> None:
    """Write the report of a whole check, against the register as the index has it.

    Raises Unavailable("index.empty"), and as `read_deployment` does.
    """
    index, vault = index_engine(settings), vault_engine(settings)
    deployment = read_deployment(settings.deployment_file)
    head = IndexStore(index).head()
    if head is None:
        raise Unavailable("index.empty")
    yearly = HistoryStore(index).yearly(deployment.contracts["depository"].block)
    register = Register(
        deployment=deployment,
        head=head,
        deposits=yearly.deposits,
        standing=yearly.standing,
        log_root=Log(vault, FIXITY).root(done.place + 1),
    )
    Reports(vault).keep(report_document(done, Checks(vault).faulty(), register))


def _is_due(settings: Settings) -> bool:
    if Checkpoint(settings.scrub_file).read() is not None:
        return True
    last = Checks(vault_engine(settings)).last_scrub()
    if last is None:
        return True
    passed = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(last.ended_at)
    return passed.total_seconds() >= settings.scrub_hours * _HOUR


def _shelves(settings: Settings) -> Shelves:
    store = content_store(settings)
    if not isinstance(store, EmbeddedStore):
        raise Rejected("fixity.not-embedded")
    return Shelves(store)


def _scrubber(settings: Settings, rate: int) -> Scrubber:
    vault = vault_engine(settings)
    return Scrubber(
        shelves=_shelves(settings),
        replica=replica_store(settings),
        holdings=Holdings(index_engine(settings), vault),
        checks=Checks(vault),
        log=Log(vault, FIXITY),
        checkpoint=Checkpoint(settings.scrub_file),
        pace=Pace(rate * _MIB),
        clock=lambda: dt.datetime.now(dt.UTC),
    )


def _collector(settings: Settings) -> Collector:
    chain = connect(settings)
    return Collector(
        shelves=_shelves(settings),
        holdings=Holdings(index_engine(settings), vault_engine(settings)),
        deposits=lambda: int(chain.call("depository", "count")),
        notes=settings.home / "reached",
    )


def _grace(settings: Settings) -> float:
    return time.time() - settings.grace_days * 24 * _HOUR


def _so_far(progress: Progress) -> dict[str, Any]:
    return {
        "began_at": progress.began_at,
        "percent": progress.ranges * 100 // RANGES,
        "checked": progress.checked,
        "bytes": progress.size,
    }


def _told(scrub: Scrub) -> dict[str, Any]:
    told = asdict(scrub)
    return {"entry": told.pop("place"), "bytes": told.pop("size"), **told}
