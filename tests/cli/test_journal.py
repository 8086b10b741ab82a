"""`qoima journal`: the operator opens a log, records its heads, and has them reckoned anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.settings import Settings
from cli.wiring import vault_engine
from ledger.database import writing
from ledger.journal.log import Log
from ledger.journal.tables import LogEntryRow

if TYPE_CHECKING:
    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_PURPOSE = "5a" * 32


def _log(installation: Up, name: str) -> Log:
    return Log(vault_engine(Settings(home=installation.home)), name)


def _refused(ran: Ran) -> tuple[int, str]:
    return ran.code, ran.refusal["code"]


def test_a_log_is_opened_grows_and_is_verified(installation: Up, people: People) -> None:
    """Entries that were recorded are then altered, and that does not pass."""
    opening = ("journal", "open", "requests", "--purpose", _PURPOSE, "--key")
    assert _refused(installation.qoima(*opening, "depositor")) == (1, "contract.refused")
    installation.qoima(*opening, "operator").answer  # noqa: B018 - it must have succeeded
    append = ("journal", "append", "requests", "--key", "operator")
    assert _refused(installation.qoima(*append)) == (1, "journal.empty")
    log = _log(installation, "requests")
    log.append({"what": "asked"}, {"what": "answered"})
    done = installation.qoima(*append).answer
    assert done["number"] == 1
    assert _refused(installation.qoima(*append)) == (1, "contract.refused")
    told = installation.qoima("journal", "status").answer
    (found,) = [each for each in told if each["name"] == "requests"]
    assert (found["heads"], found["recorded_entries"], found["entries"]) == (1, 2, 2)
    shown = installation.qoima("journal", "entries", "requests", "--from", "1").answer
    assert [(each["place"], each["what"]) for each in shown] == [(1, "answered")]
    verified = installation.qoima("journal", "verify", "requests").answer
    assert (verified["heads"], verified["entries"]) == (1, 2)
    with writing(log.engine) as session:
        session.get_one(LogEntryRow, ("requests", 0)).text = b'{"what":"never asked"}'
    broken = installation.qoima("journal", "verify", "requests")
    assert _refused(broken) == (4, "journal.entry-differs")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("append", "no-such-log", "--key", "operator"), "journal.no-such-stream"),
        (("verify", "no-such-log"), "journal.no-such-stream"),
        (("entries", "no-such-log"), "journal.no-such-entry"),
    ],
)
def test_what_is_not_there_is_refused(
    installation: Up, people: People, words: tuple[str, ...], code: str
) -> None:
    assert _refused(installation.qoima("journal", *words)) == (1, code)
