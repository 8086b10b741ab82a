"""A deposit of 1 GiB goes through in little memory, as a person would make it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import children_of

if TYPE_CHECKING:
    from tests.cli.conftest import People
    from tests.cli.program import Up

_GIB = 1 << 30
_MIB = 1 << 20
_SAID: tuple[str, ...] = (
    "--title-kk",
    "Үлкен файл",
    "--title-ru",
    "Большой файл",
    "--title-en",
    "Large file",
)
_SAID += ("--version", "1", "--license", "Apache-2.0", "--key", "depositor")


@pytest.mark.long
def test_a_gibibyte_streams_through_the_api_in_little_memory(
    installation: Up, people: People, tmp_path: Path
) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    digest = hashlib.sha256()
    with (folder / "noise.bin").open("wb") as file:
        for _ in range(_GIB // _MIB):
            piece = os.urandom(_MIB)
            digest.update(piece)
            file.write(piece)
    before = _peak_memory(_api_of(installation))

    deposited = installation.qoima("deposit", str(folder), *_SAID).answer

    grown = _peak_memory(_api_of(installation)) - before
    assert deposited["size"] == _GIB
    assert grown < 128 * _MIB
    known = installation.qoima("verify", "0x" + digest.hexdigest()).answer["data"]
    assert known["matches"][0]["path"] == "noise.bin"


def _api_of(installation: Up) -> int:
    """The process of the API, one of the three that `qoima up` starts."""
    children = children_of(installation.process.pid)
    (found,) = [pid for pid, command in children.items() if "api run" in command]
    return found


def _peak_memory(pid: int) -> int:
    """The most memory that a process ever held, in bytes (proc(5): VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) << 10
