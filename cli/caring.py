"""The care of the content: `qoima fixity` and `qoima content`, at this installation's own store."""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from cli.processes import end_with_parent, stop_signal
from cli.wiring import (
    care,
    care_gate,
    connect,
    content_store,
    index_engine,
    log_to_stderr,
    vault_engine,
)
from depository.blocks import EmbeddedStore
from depository.fixity.care import alone
from depository.fixity.checkpoint import Checkpoint, Progress
from depository.fixity.collector import Collector
from depository.fixity.model import RANGES
from depository.fixity.shelves import Shelves
from depository.fixity.store import Checks, Holdings
from ledger.errors import Conflict, Unavailable

if TYPE_CHECKING:
    import threading

    from cli.settings import Settings
    from depository.fixity.model import Scrub
    from depository.kubo.collector import KuboCollector

__all__ = ["collect", "fixity_status", "run_scrubber", "scrub", "space"]

_MIB: Final = 1 << 20
_HOUR: Final = 3600
_POLL_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 60.0
_LOG: Final = logging.getLogger(__name__)


def scrub(settings: Settings, rate: int | None, limit: int | None) -> dict[str, Any]:
    """Check the store, or go on with a check; `rate` in MiB a second, `limit` in MiB to read.

    Raises Conflict("fixity.running"), Unavailable.
    """
    caring = care(settings, settings.scrub_rate if rate is None else rate)
    with caring.alone():
        begun = caring.progress()
        most = None if limit is None else limit * _MIB + (begun.size if begun else 0)
        done = caring.check(
            "qoima fixity scrub", lambda progress: most is not None and progress.size >= most
        )
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
    with alone(care_gate(settings)):
        return asdict(_collector(settings).weigh(_grace(settings)))


def collect(settings: Settings) -> dict[str, Any]:
    """Take away what nobody recorded; raises as `Collector.collect`, Conflict("fixity.running")."""
    with alone(care_gate(settings)):
        return asdict(_collector(settings).collect(_grace(settings)))


def _scrub_until(settings: Settings, stop: threading.Event) -> None:
    """What hinders a check now may be over later: another check, a database that is away."""
    try:
        caring = care(settings, settings.scrub_rate)
        with caring.alone():
            caring.check("qoima fixity run", lambda _: stop.is_set())
    except (Conflict, Unavailable) as error:
        _LOG.warning("the content is not checked: %s", error)
        stop.wait(_PATIENCE_SECONDS)


def _is_due(settings: Settings) -> bool:
    if Checkpoint(settings.scrub_file).read() is not None:
        return True
    last = Checks(vault_engine(settings)).last_scrub()
    if last is None:
        return True
    passed = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(last.ended_at)
    return passed.total_seconds() >= settings.scrub_hours * _HOUR


def _collector(settings: Settings) -> Collector | KuboCollector:
    chain, store = connect(settings), content_store(settings)
    holdings = Holdings(index_engine(settings), vault_engine(settings))

    def deposits() -> int:
        counts = (chain.call("depository", each) for each in ("count", "batches_count"))
        return sum(map(int, counts))

    if isinstance(store, EmbeddedStore):
        return Collector(Shelves(store), holdings, deposits, settings.home / "reached")
    from depository.kubo.collector import KuboCollector

    return KuboCollector(store, holdings, deposits)


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
