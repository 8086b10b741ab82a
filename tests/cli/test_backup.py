"""`qoima backup` and `qoima restore`: a whole installation, taken while it runs, made again."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import here, up
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_TITLES = ("--title-kk", "Сақтық", "--title-ru", "Запас", "--title-en", "Spare")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")


@pytest.fixture(scope="module")
def number(installation: Up, people: People, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A deposit with a file of several blocks."""
    folder = tmp_path_factory.mktemp("spare")
    (folder / "large.bin").write_bytes(bytes(range(256)) * 10_000)
    (folder / "ән.txt").write_text("Кең дала")
    return str(installation.qoima("deposit", str(folder), *_SAID).answer["number"])


@pytest.fixture(scope="module")
def taken(installation: Up, number: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the running installation."""
    to = tmp_path_factory.mktemp("kept") / "backup"
    answer = installation.qoima("backup", str(to), "--keys").answer
    assert answer["content"]["broken"] == 0
    assert answer["content"]["packages"] >= 1
    assert answer["vault"]["rows"] >= 1
    assert answer["chain"]["head"] >= 1
    return to


def _restored(source: Path, home: Path) -> Ran:
    return here("restore", str(source), "--json", QOIMA_HOME=str(home))


def _refused(ran: Ran) -> tuple[int, str]:
    return ran.code, ran.refusal["code"]


def test_what_was_backed_up_lives_again(
    installation: Up, people: People, number: str, taken: Path, tmp_path: Path
) -> None:
    home = tmp_path / "again"
    answer = _restored(taken, home).answer
    assert answer["chain"] == json.loads((taken / "backup.json").read_text())["chain"]
    assert not list((home / "node" / "keys").glob("password"))
    (home / "node" / "keys" / "password").write_text(PASSWORD + "\n")
    with up(home) as again:
        deadline = time.monotonic() + 60
        while (found := again.qoima("deposit", "show", number)).code != 0:
            assert time.monotonic() < deadline, found.err
            time.sleep(0.2)
        before = installation.qoima("deposit", "show", number).answer["data"]
        assert found.answer["data"] == before
        who = ("participant", "show", people["depositor"])
        named = again.qoima(*who).answer["data"]
        assert named["name"] == installation.qoima(*who).answer["data"]["name"] is not None
        got = tmp_path / "got"
        assert again.qoima("deposit", "get", number, str(got)).code == 0
        assert (got / "large.bin").read_bytes() == bytes(range(256)) * 10_000
        assert (got / "ән.txt").read_text() == "Кең дала"


def test_nothing_is_overwritten(installation: Up, taken: Path, tmp_path: Path) -> None:
    assert _refused(installation.qoima("backup", str(taken))) == (1, "backup.exists")
    assert _refused(installation.qoima("restore", str(taken))) == (1, "home.exists")
    home = tmp_path / "home"
    assert _restored(taken, home).code == 0
    shutil.rmtree(home / "node")
    assert _refused(_restored(taken, home)) == (1, "vault.not-empty")


def test_damage_to_a_backup_is_found(taken: Path, tmp_path: Path) -> None:
    assert _refused(_restored(tmp_path / "none", tmp_path / "home")) == (1, "backup.missing")
    for place, name in enumerate(("vault.jsonl", "packages.txt", "backup.json")):
        copy = shutil.copytree(taken, tmp_path / str(place))
        (copy / name).write_bytes((copy / name).read_bytes()[:-2])
        refused = _restored(copy, tmp_path / f"home-{place}")
        assert _refused(refused) == (4, "backup.damaged")
        assert not (tmp_path / f"home-{place}" / "node").exists()
    copy = shutil.copytree(taken, tmp_path / "content-damaged")
    block = max((copy / "content" / "blocks").rglob("1220*"), key=lambda each: each.stat().st_size)
    whole = block.read_bytes()
    block.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    assert _refused(_restored(copy, tmp_path / "home-content")) == (4, "backup.damaged")
    assert not (tmp_path / "home-content" / "node").exists()


def test_a_store_that_is_not_whole_is_told_and_the_rest_is_kept(
    installation: Up, number: str, tmp_path: Path
) -> None:
    blocks = installation.home / "content" / "blocks"
    root = installation.qoima("deposit", "show", number).answer["data"]["root"][2:]
    place = blocks / root[:2] / f"1220{root}"
    hidden = place.rename(tmp_path / "hidden")
    try:
        to = tmp_path / "backup"
        ran = installation.qoima("backup", str(to))
        assert _refused(ran) == (4, "backup.incomplete")
        assert f"{root} broken\n" in (to / "packages.txt").read_text()
        answer = _restored(to, tmp_path / "home").answer
        assert answer["content"]["broken"] == 1
    finally:
        hidden.rename(place)
