"""Help and the pages that are made of the program."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from api.problems import CODE_STATUS
from cli.documents import pages
from cli.settings import PREFIX, Settings
from tests.cli.program import qoima
from tests.support.refusals import constructions

if TYPE_CHECKING:
    from pathlib import Path

_HEAVY = ("web3", "eth", "eth_account", "fastapi", "sqlalchemy", "httpx", "pydantic", "rich")


def test_help_imports_nothing_that_takes_long() -> None:
    source = (
        "import sys\n"
        "from cli.main import run\n"
        "sys.argv = ['qoima', '--help']\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert "Usage: qoima" in done.stdout
    assert not set(_HEAVY) & set(done.stderr.split())


def test_help_takes_less_than_half_a_second_of_computing() -> None:
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    durations = []
    for _ in range(3):
        before = spent()
        assert qoima("--help").code == 0
        durations.append(spent() - before)
    assert min(durations) < 0.5


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[Path, str]]:
    """The pages by name: where each lies, and what the program says today."""
    return {path.name: (path, text) for path, text in pages().items()}


def test_the_generated_pages_are_what_the_program_says_today(
    made: dict[str, tuple[Path, str]],
) -> None:
    assert sorted(made) == ["cli.md", "problems.md", "settings.md"]
    for path, text in made.values():
        assert path.read_text("utf-8") == text, "run python -m cli.documents"


def test_every_setting_is_documented_with_a_meaning(made: dict[str, tuple[Path, str]]) -> None:
    _, page = made["settings.md"]
    for name, field in Settings.model_fields.items():
        assert f"`{PREFIX}{name.upper()}`" in page
        assert field.description


def test_every_problem_that_is_phrased_is_documented(made: dict[str, tuple[Path, str]]) -> None:
    _, page = made["problems.md"]
    found = constructions("ledger", "depository", "mining_registry", "api")
    codes = {each.code for each in found if each.code is not None and each.code[:6] != "vault."}
    assert len(codes) > 200
    assert {each for each in codes if f"| `{each}` |" not in page} == set()
    assert all(f"| `{code}` | {status} |" in page for code, status in CODE_STATUS.items())


def test_a_setting_that_does_not_fit_is_named_and_ends_the_program() -> None:
    ran = qoima("key", "list", QOIMA_API_PORT="99999")
    assert ran.code == 2
    assert "QOIMA_API_PORT" in ran.err
    assert ran.out == ""


def test_an_unknown_language_is_refused() -> None:
    ran = qoima("key", "list", "--language", "de")
    assert ran.code == 2
    assert "de" in ran.err


def test_a_command_that_is_not_there_is_wrong_usage() -> None:
    assert qoima("mine").code == 2
