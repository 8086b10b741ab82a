"""A gibibyte goes through an installation on a kubo in little memory, as a person would make it."""

from __future__ import annotations

import hashlib
import os
import tarfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.cli.people import admitted
from tests.cli.program import children_of, new_home, up
from tests.engines.kubo import PROGRAMS, running_kubo

if TYPE_CHECKING:
    from tests.cli.program import Up

pytestmark = [pytest.mark.engines, pytest.mark.long]

_GIB = 1 << 30
_MIB = 1 << 20
_SAID: tuple[str, ...] = ("--title-kk", "Үлкен файл", "--title-ru", "Большой файл")
_SAID += ("--title-en", "Large file", "--version", "1", "--license", "Apache-2.0")


def _peaks(installation: Up) -> dict[str, int]:
    """The most memory that each process of the installation ever held (proc(5): VmHWM)."""
    found = {}
    for pid, command in children_of(installation.process.pid).items():
        status = Path(f"/proc/{pid}/status").read_text()
        (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
        name = next((name for name in ("api run", "index run") if name in command), "")
        found[name] = int(line.split()[1]) << 10
    return found


def _sha256(file: IO[bytes]) -> bytes:
    found = hashlib.sha256()
    while piece := file.read(_MIB):
        found.update(piece)
    return found.digest()


def test_a_gibibyte_is_deposited_into_kubo_checked_and_fetched_in_little_memory(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    digest = hashlib.sha256()
    with (folder / "noise.bin").open("wb") as file:
        for _ in range(_GIB // _MIB):
            piece = os.urandom(_MIB)
            digest.update(piece)
            file.write(piece)
    home = new_home(tmp_path / "home")
    with (
        running_kubo(PROGRAMS[-1], tmp_path) as kubo,
        up(home, QOIMA_CONTENT_URL=kubo.url, QOIMA_SCRUB_RATE="0") as installation,
    ):
        admitted(installation)
        before = _peaks(installation)
        deposited = installation.qoima("deposit", str(folder), *_SAID, "--key", "depositor").answer
        assert deposited["size"] == _GIB
        known = installation.qoima("verify", "0x" + digest.hexdigest()).answer["data"]
        assert known["matches"][0]["path"] == "noise.bin"

        verify = ("fixity", "verify", "--basis", "5a" * 32, "--key", "authority")
        verified = installation.qoima(*verify).answer
        assert (verified["damaged"], verified["missing"], verified["faulty"]) == (0, 0, 0)
        assert verified["checked"] > _GIB // _MIB

        fetch = ("deposit", "fetch", str(deposited["number"]), "--output", str(tmp_path / "a.tar"))
        fetched = installation.qoima(*fetch)
        assert fetched.code == 0, fetched.err
        with tarfile.open(tmp_path / "a.tar") as archive:
            member = archive.extractfile("noise.bin")
            assert member is not None
            assert _sha256(member) == digest.digest()

        grown = {name: peak - before[name] for name, peak in _peaks(installation).items() if name}
        assert set(grown) == {"api run", "index run"}
        assert all(each < 128 * _MIB for each in grown.values()), grown
        assert not [each for each in (home / "spool").iterdir() if each.name != "pins.lock"]
