"""Content in and checked again, beside kubo, bagit and openssl on the same files.

Usage: python -m benchmarks.content [LARGE_MIB [TREE_MIB [SMALL]]]   (1024 4096 10000 unless told)

Three loads: one large file, a tree of files of 64 MiB, many small files. Intake is what a deposit
does with a folder: bag, CID, SWHID, blocks in the store, synced. Its peers are `ipfs add` (kubo
under the same profile, as installed and with its blocks synced as ours are) and `bagit`, which
makes a bag in place. Verification hashes every block again, as `qoima fixity scrub` does, and
compares the lists of files; the same with the digests of whole files reckoned anew is told beside
it. Their peer is `bagit --validate`. The CID alone is computed from memory, beside `openssl speed
sha256`.
Each peer runs in its turn on files that were just read; ratios above 1 are in our favour.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import bagit  # type: ignore[import-untyped]  # has no stubs

from depository.archive import entries
from depository.blocks import EmbeddedStore, NoStore
from depository.content import read_package, verify_package
from depository.fixity.checkpoint import Checkpoint
from depository.fixity.pace import Pace
from depository.fixity.scrubber import Scrubber
from depository.fixity.shelves import Shelves
from depository.fixity.store import Checks, Holdings
from depository.package import pack
from depository.swhid import BlobHash
from depository.unixfs.builder import FileBuilder
from ledger.database import IndexRow, VaultRow, open_database
from ledger.journal.log import Log
from ledger.journal.model import FIXITY
from tests.support.packages import KeyStream, description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depository.cid import Cid

MIB = 1 << 20
ENGINES = Path(__file__).parents[1] / ".engines"
ROUNDS = 3


@dataclass(frozen=True)
class Load:
    """Files under a folder, and how much they are."""

    name: str
    folder: Path
    size: int


def main(large: int, tree: int, small: int) -> None:
    """Make the loads, run each peer, print what each took."""
    kubo = _kubo()
    _cid_beside_openssl()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as place:
        for load in _loads(Path(place), large, tree, small):
            with _emptied(Path(place) / "work") as work:
                _measure(load, kubo, work)
            shutil.rmtree(load.folder)


def _measure(load: Load, kubo: Path, work: Path) -> None:
    print(f"\n{load.name}: {load.size / MIB:.0f} MiB")
    store = EmbeddedStore(work / "store")
    packed: list[Cid] = []
    ours = _timed(lambda: packed.append(_intake(load.folder, store)))
    _row("intake, qoima", load, ours)
    for name, synced in (("as installed", False), ("blocks synced", True)):
        repository = _repository(kubo, work / name.replace(" ", "-"), synced=synced)
        _row(f"ipfs add, {name}", load, _timed(partial(_add, kubo, repository, load)), ours)
        shutil.rmtree(repository)
    bag = work / "bag"
    subprocess.run(["cp", "-al", load.folder, bag], check=True)
    _row(
        "bagit, makes a bag", load, _timed(lambda: bagit.make_bag(bag, checksums=["sha256"])), ours
    )
    scrubber = _scrubber(store, work)
    checked = _timed(lambda: _verify(scrubber, packed[0]))
    _row("verification, qoima", load, checked)
    _row(
        "  whole files hashed too", load, _timed(lambda: verify_package(store, packed[0])), checked
    )
    _row("bagit --validate", load, _timed(lambda: bagit.Bag(str(bag)).validate()), checked)


def _row(name: str, load: Load, seconds: float, ours: float | None = None) -> None:
    ratio = "" if ours is None else f"{seconds / ours:8.2f}"
    rate = load.size / MIB / seconds
    print(f"  {name:28} {seconds:8.2f} s {rate:8.0f} MiB/s {ratio}", flush=True)


def _timed(work: Callable[[], object]) -> float:
    os.sync()
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _intake(folder: Path, store: EmbeddedStore) -> Cid:
    return pack(entries(folder), description(), store).cid


def _scrubber(store: EmbeddedStore, work: Path) -> Scrubber:
    vault = open_database(f"sqlite:///{work / 'vault.db'}", VaultRow)
    return Scrubber(
        shelves=Shelves(store),
        replica=None,
        holdings=Holdings(open_database(f"sqlite:///{work / 'index.db'}", IndexRow), vault),
        checks=Checks(vault),
        log=Log(vault, FIXITY),
        checkpoint=Checkpoint(work / "scrub.json"),
        pace=Pace(0),
        clock=lambda: dt.datetime.now(dt.UTC),
    )


def _verify(scrubber: Scrubber, root: Cid) -> None:
    done = scrubber.run(lambda _progress: False)
    assert done is not None
    assert done.damaged == 0
    read_package(scrubber.shelves.store, root)


def _kubo() -> Path:
    """The newest kubo that `tests/engines/setup.sh` has built."""
    found = sorted(ENGINES.glob("kubo-*/ipfs"))
    if not found:
        sys.exit("no kubo: run bash tests/engines/setup.sh first")
    return found[-1]


def _repository(kubo: Path, folder: Path, *, synced: bool) -> Path:
    environment = {**os.environ, "IPFS_PATH": str(folder)}
    command = [str(kubo), "init", "--profile=unixfs-v1-2025"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    config = folder / "config"
    settings = json.loads(config.read_text())
    flatfs = settings["Datastore"]["Spec"]["mounts"][0]
    flatfs.get("child", flatfs)["sync"] = synced
    config.write_text(json.dumps(settings))
    return folder


def _add(kubo: Path, repository: Path, load: Load) -> None:
    command = [str(kubo), "add", "--recursive", "--quieter", "--offline", str(load.folder)]
    environment = {**os.environ, "IPFS_PATH": str(repository), "IPFS_TELEMETRY": "off"}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _cid_beside_openssl() -> None:
    size = 512 * MIB
    data = KeyStream("speed", 8 * MIB).read(8 * MIB)
    speed = _openssl()
    print(
        "one core's SHA-256, the CID of 512 MiB in memory (best of three), the same with git's id"
    )
    print(f"  openssl speed sha256         {speed:8.0f} MiB/s")
    for name, also in (("CID", False), ("CID and SWHID", True)):
        best = min(_timed(partial(_cid, data, size, also=also)) for _ in range(ROUNDS))
        rate = size / MIB / best
        print(f"  {name:28} {rate:8.0f} MiB/s {rate / speed:8.2f} of openssl", flush=True)


def _cid(data: bytes, size: int, *, also: bool) -> None:
    with NoStore().batch() as batch, FileBuilder(batch) as builder:
        builder.build(_Repeated(data, size), BlobHash(size) if also else None)


def _openssl() -> float:
    """MiB per second of one core on pieces of 1 MiB."""
    command = ["openssl", "speed", "-mr", "-seconds", "2", "-bytes", str(MIB), "-evp", "sha256"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    (line,) = [each for each in done.stdout.splitlines() if each.startswith("+F:")]
    return float(line.split(":")[-1]) / MIB


class _Repeated:
    """`size` bytes from memory, the same pieces again and again."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self._left = size

    def read(self, size: int, /) -> bytes:
        piece = self._data[: min(size, self._left)]
        self._left -= len(piece)
        return piece


def _loads(place: Path, large: int, tree: int, small: int) -> Iterator[Load]:
    for name, sizes in (
        ("one large file", [large * MIB]),
        ("a tree of files of 64 MiB", [64 * MIB] * (tree // 64)),
        ("small files of 1 to 32 KiB", [1024 + number * 7919 % 31_744 for number in range(small)]),
    ):
        folder = place / "load"
        for number, size in enumerate(sizes):
            file = folder / f"{number % 100:02}" / f"{number}.bin"
            file.parent.mkdir(parents=True, exist_ok=True)
            source = KeyStream(file.name, size)
            with file.open("wb") as out:
                while piece := source.read(MIB):
                    out.write(piece)
        yield Load(name, folder, sum(sizes))


@contextlib.contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*[*given, *[1024, 4096, 10_000][len(given) :]])
