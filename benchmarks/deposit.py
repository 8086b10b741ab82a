"""A deposit of one large file, from the command line to a final record, beside `sha256sum`.

Usage: python -m benchmarks.deposit [MEBIBYTES]   (1024 unless told)

The peer reads the file once and hashes it. A deposit reads it twice (the client computes the CID,
then the server does), hashes each byte six times, sends it over HTTP, and waits for the disk and
for a block.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.program import children_of, new_home, up
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from tests.cli.program import Up

MIB = 1 << 20
NAMES = ("--name-kk", "Өлшеу", "--name-ru", "Замер", "--name-en", "Measurement")
TITLES = ("--title-kk", "Үлкен файл", "--title-ru", "Большой файл", "--title-en", "Large file")


def main(mebibytes: int) -> None:
    """Make the file, run the peer and the deposit, print what each took and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tree" / "noise.bin"
        file.parent.mkdir()
        with file.open("wb") as out:
            for _ in range(mebibytes):
                out.write(os.urandom(MIB))
        with up(new_home(Path(folder) / "home")) as installation:
            _admit_depositor(installation, Path(folder))
            before = _peak_memory(installation)
            peer = _seconds("sha256sum", str(file))
            said = (*TITLES, "--version", "1", "--license", "Apache-2.0", "--key", "depositor")
            ours = _seconds(
                *(sys.executable, "-m", "cli.main", "deposit", str(file.parent), *said),
                **installation.environment,
            )
            grown = _peak_memory(installation) - before
    print(f"{mebibytes} MiB             seconds      MiB/s")
    print(f"sha256sum         {peer:9.2f}  {mebibytes / peer:9.0f}")
    print(f"qoima deposit     {ours:9.2f}  {mebibytes / ours:9.0f}")
    print(f"ratio             {peer / ours:9.2f}")
    print(f"peak memory of the API process grew by {grown / MIB:.0f} MiB")


def _admit_depositor(installation: Up, folder: Path) -> None:
    password = folder / "password"
    password.write_text(PASSWORD + "\n")
    key = installation.qoima("key", "new", "depositor", "--password-file", str(password)).answer
    (installation.home / "keys" / "password").write_text(PASSWORD + "\n")
    admitted = installation.qoima(
        *("participant", "admit", key["address"], "--key", "authority", "--roles", "depositor"),
        *("--basis", "5a" * 32),
        *("--bin-or-iin", "210240004508", *NAMES),
    )
    assert admitted.code == 0, admitted.err


def _seconds(*command: str, **environment: str) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
    return time.monotonic() - began


def _peak_memory(installation: Up) -> int:
    """The most memory that the API process ever held, in bytes (proc(5): VmHWM)."""
    children = children_of(installation.process.pid)
    (api,) = [pid for pid, command in children.items() if "api run" in command]
    status = Path(f"/proc/{api}/status").read_text()
    (line,) = [each for each in status.splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) << 10


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1024)
