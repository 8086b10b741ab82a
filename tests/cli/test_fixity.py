"""`qoima fixity` and `qoima content`: the operator checks, repairs and clears the store."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cli.settings import Settings
from cli.wiring import access_log, vault_engine
from depository.gate import Gate
from ledger.journal.log import Log
from tests.cli.program import new_home, up

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_TITLES = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")
_LONG_AGO = 1_000_000_000
_SLOWEST = 60.0


def _refused(ran: Ran) -> tuple[int, str]:
    return ran.code, ran.refusal["code"]


@pytest.fixture
def deposited(installation: Up, people: People, tmp_path: Path) -> str:
    """A new deposit, by its number."""
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "main.py").write_text(f"# {tmp_path}")
    done = installation.qoima("deposit", str(folder), *_SAID)
    assert done.code == 0, done.err
    return str(done.answer["number"])


def _block(installation: Up, number: str) -> Path:
    """The root block of a deposit."""
    root = str(installation.qoima("deposit", "show", number).answer["data"]["root"])[2:]
    return installation.home / "content" / "blocks" / root[:2] / f"1220{root}"


def _fixity(installation: Up, path: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{installation.url}/v1/{path}/fixity").json()["data"]
    return found


def test_a_damaged_deposit_is_found_named_and_repaired(
    installation: Up, deposited: str, tmp_path: Path
) -> None:
    block, replica = _block(installation, deposited), tmp_path / "replica"
    copy = replica / "blocks" / block.parent.name / block.name
    copy.parent.mkdir(parents=True)
    good = block.read_bytes()
    copy.write_bytes(good)
    block.chmod(0o644)
    block.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    scrub = ("fixity", "scrub", "--rate", "0")
    found = installation.qoima(*scrub).answer
    assert (found["finished"], found["damaged"], found["recovered"]) == (True, 1, 0)
    told = installation.qoima("fixity", "status").answer
    assert told["faulty_deposits"] == [int(deposited)]
    check = _fixity(installation, f"deposits/{deposited}")
    assert (check["blocks"], check["faulty"]) == (1, 1)
    page = httpx.get(f"{installation.url}/en/deposits/{deposited}").text
    assert "damaged or missing in part" in page
    mended = installation.qoima(*scrub, QOIMA_REPLICA_URL=replica.as_uri()).answer
    assert (mended["missing"], mended["recovered"], mended["faulty"]) == (1, 1, 0)
    assert block.read_bytes() == good
    assert _fixity(installation, f"deposits/{deposited}")["faulty"] == 0
    whole = _fixity(installation, "depository")
    assert (whole["faulty"], whole["last"]["recovered"]) == ([], 1)
    log = installation.qoima("journal", "entries", "fixity", "--limit", "200").answer
    events = [each["event"] for each in log if each.get("block") == block.name[4:]]
    found_twice = ["fixity check", "quarantine", "fixity check"]
    assert events == [*found_twice, "fixity check", "recovery"]
    accesses = access_log(Settings(home=installation.home)).log.entries(0)
    assert any(b'"how":"qoima fixity scrub"' in each.text for each in accesses)


def test_the_whole_depository_is_verified_with_one_command(
    installation: Up, deposited: str
) -> None:
    """The digest on the chain is that of the report, whose figures are those on the chain."""
    verify = ("fixity", "verify", "--basis", "5a" * 32, "--key")
    assert _refused(installation.qoima(*verify, "operator")) == (1, "contract.refused")
    done = installation.qoima(*verify, "authority").answer
    last = installation.qoima("deposit", "yearly").answer["data"]["last"]
    assert last["report"] == done["report"]
    answer = httpx.get(f"{installation.url}/v1/depository/reports/{last['report']}")
    assert "0x" + hashlib.sha256(answer.content).hexdigest() == last["report"]
    report = answer.json()
    assert (report["checked"], report["faulty"]) == (last["checked"], last["faulty"])
    assert report["register"]["deposits"] >= 1
    log = Log(vault_engine(Settings(home=installation.home)), "fixity")
    assert "0x" + log.root(report["log"]["entries"]).hex() == report["log"]["root"]
    newest = httpx.get(f"{installation.url}/v1/depository/reports/last")
    assert newest.content == answer.content
    nothing = httpx.get(f"{installation.url}/v1/depository/reports/0x{'00' * 32}")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "verification.report-not-held")


def test_one_check_or_collection_runs_at_a_time_and_of_a_store_that_is_there(
    installation: Up, deposited: str
) -> None:
    with Gate(installation.home / "care.lock").sole():
        assert _refused(installation.qoima("fixity", "scrub")) == (1, "fixity.running")
        for word in ("status", "collect"):
            assert _refused(installation.qoima("content", word)) == (1, "fixity.running")
    nowhere = installation.qoima("fixity", "scrub", QOIMA_REPLICA_URL="https://example.org")
    assert _refused(nowhere) == (2, "settings.content-store")


def test_content_that_nobody_recorded_is_collected(installation: Up, deposited: str) -> None:
    blocks = installation.home / "content" / "blocks"
    weighed = installation.qoima("content", "status").answer
    stray = blocks / "00" / ("1220" + "00" * 32)
    stray.write_bytes(b"of an upload that was never deposited")
    os.utime(stray, (_LONG_AGO, _LONG_AGO))
    collected = installation.qoima("content", "collect").answer
    assert collected["unrecorded"] == weighed["unrecorded"] + 1
    assert not stray.exists()
    assert _block(installation, deposited).exists()


def test_up_checks_the_store_by_itself_where_the_settings_say_so(tmp_path: Path) -> None:
    with up(new_home(tmp_path / "home"), QOIMA_SCRUB_HOURS="1") as running:
        deadline = time.monotonic() + _SLOWEST
        while _fixity(running, "depository")["last"] is None:
            assert time.monotonic() < deadline
            time.sleep(0.2)
