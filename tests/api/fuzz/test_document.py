"""What is generated from the document is answered as the document says (schemathesis)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.http import serving
from tests.support.node import running_node
from tests.support.world import Role, World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONFIG = Path(__file__).with_name("schemathesis.toml")
_CHECKS = ("--checks=all", "--exclude-checks=positive_data_acceptance")
_MINUTES = 30
_ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An installation of these tests' own, so that the same is asked of the same."""
    folder = tmp_path_factory.mktemp("fuzz")
    with running_node(folder / "home") as node, open_world(node, folder) as opened:
        opened.admit(Role.DEPOSITOR)
        yield opened


def ask(world: World, folder: Path, *words: str) -> None:
    """Have schemathesis ask an application over this world; it must find nothing."""
    app = world.app(stream_seconds=0.05)
    app.openapi()  # the first time takes longer than schemathesis waits on a busy machine
    with serving(app) as url:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "--no-color"),
                *(f"--config-file={_CONFIG}", "run", f"{url}/openapi.json"),
                *_CHECKS,
                "--continue-on-failure",
                *words,
            ],
            env={
                **os.environ,
                "PYTHONPATH": str(_ROOT),
                "SCHEMATHESIS_HOOKS": "tests.api.fuzz.hooks",
            },
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr


def test_every_operation_answers_as_the_document_says(world: World, tmp_path: Path) -> None:
    ask(world, tmp_path, "--phases=fuzzing", "--max-examples=2", "--seed=1")


@pytest.mark.long
def test_half_an_hour_of_questions_finds_nothing(world: World, tmp_path: Path) -> None:
    phases = "--phases=examples,coverage,fuzzing,stateful"
    ask(world, tmp_path, phases, f"--max-time={_MINUTES * 60}")
