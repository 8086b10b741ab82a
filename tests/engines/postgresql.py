"""A PostgreSQL server of one test session, on a free port of 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cli.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["running_postgresql"]

_DEBIAN = Path("/usr/lib/postgresql")


@contextlib.contextmanager
def running_postgresql() -> Iterator[str]:
    """Make a cluster in a temporary folder, run it, yield its URL, and stop it.

    The server refuses to run as root: there it runs as `nobody`, who then owns the folder.
    """
    with tempfile.TemporaryDirectory(prefix="qoima-postgresql-") as name:
        folder, port, user = Path(name), free_port("127.0.0.1"), None
        if os.geteuid() == 0:
            user = "nobody"
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = ("-D", str(folder / "data"))
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder}"
        _run("initdb", *data, "-U", "qoima", "-A", "trust", "-E", "UTF8", user=user)
        start = ("-w", "-l", str(folder / "log"), "-o", options, "start")
        _run("pg_ctl", *data, *start, user=user)
        try:
            yield f"postgresql+psycopg://qoima@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", *data, "-w", "-m", "fast", "stop", user=user)


def _run(program: str, *arguments: str, user: str | None) -> None:
    subprocess.run(
        [_found(program), *arguments],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )


def _found(program: str) -> str:
    """On the path, or where Debian keeps the programs of each version."""
    on_path = shutil.which(program)
    found = [on_path] if on_path else sorted(map(str, _DEBIAN.glob(f"*/bin/{program}")))
    assert found, f"{program} is not installed"
    return found[-1]
