"""Public reads over HTTP as `wrk` asks them, beside a bare FastAPI endpoint in the same run.

Usage: python -m benchmarks.api [SECONDS]   (5 for each turn unless told)

An installation as `qoima up` starts it is asked for a block, a participant, the list of blocks and
the status, by one thread of wrk with 16 connections; in turn with each, a bare FastAPI application
is asked for one row of the same SQLite file. Three rounds; the medians are told, and the ratio of
the rates. What stands on the index alone is kept between blocks: `unkept` asks for a block in
ever another way, so that each answer is made anew. Needs `wrk`.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

from cli.processes import free_port
from tests.cli.people import admitted
from tests.cli.program import new_home, up

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROUNDS: Final = 3
_CONNECTIONS: Final = 16
_READS: Final = ("/v1/blocks/1", "/v1/participants/1", "/v1/blocks?limit=20", "/v1/status")
_UNKEPT: Final = """
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", wrk.path .. "?n=" .. number)
end
"""
_UNITS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def main(seconds: int) -> None:
    """Ask in turn and tell."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed")
    with tempfile.TemporaryDirectory(prefix="qoima-api-") as folder:
        home = new_home(Path(folder) / "home")
        with up(home, QOIMA_LOG_LEVEL="warning") as running, bare(home / "index.db") as peer:
            admitted(running)
            for path in _READS:
                asked = running.url + path
                assert httpx.get(asked).is_success, path
                turns = [(_asked(peer, seconds), _asked(asked, seconds)) for _ in range(_ROUNDS)]
                _tell(path, turns)
            script = Path(folder) / "unkept.lua"
            script.write_text(_UNKEPT)
            asked = running.url + _READS[0]
            turns = [
                (_asked(peer, seconds), _asked(asked, seconds, "-s", str(script)))
                for _ in range(_ROUNDS)
            ]
            _tell(_READS[0] + " unkept", turns)


@contextlib.contextmanager
def bare(database: Path) -> Iterator[str]:
    """The peer's path."""
    port = free_port("127.0.0.1")
    command = [sys.executable, "-m", "benchmarks.reference.bare", str(database), str(port)]
    with subprocess.Popen(command) as process:
        url = f"http://127.0.0.1:{port}/blocks/1"
        try:
            for _ in range(600):
                with contextlib.suppress(httpx.TransportError):
                    httpx.get(url)
                    break
                time.sleep(0.05)
            yield url
        finally:
            process.terminate()


def _asked(url: str, seconds: int, *more: str) -> tuple[float, float]:
    """Requests a second, and the 99th percentile in milliseconds; every answer must be 2xx."""
    words = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency", *more, url]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    rate, late = (
        re.search(r"Requests/sec:\s+([\d.]+)", told),
        re.search(r"99%\s+([\d.]+)(\w+)", told),
    )
    assert rate, told
    assert late, told
    return float(rate[1]), float(late[1]) * _UNITS[late[2]]


def _tell(path: str, turns: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    peer, ours = (statistics.median(turn[side][0] for turn in turns) for side in (0, 1))
    late = statistics.median(turn[1][1] for turn in turns)
    ratio = statistics.median(own[0] / other[0] for other, own in turns)
    print(
        f"{path:22} {ours:7.0f} /s  p99 {late:6.1f} ms   bare {peer:7.0f} /s   {ratio:.2f} x",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
