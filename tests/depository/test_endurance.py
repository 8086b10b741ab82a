"""Packing is constant in memory, bears being killed, and shares its store with others."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from depository.archive import Entry
from depository.blocks import EmbeddedStore
from depository.cid import RAW, Cid, leaf_cid
from depository.content import verify_package
from depository.package import pack
from ledger.errors import NotFound
from ledger.types import Digest
from tests.support.packages import KeyStream, description

ROOT = Path(__file__).parents[2]
MIB = 1 << 20
PACKING = """
import resource, sys
from pathlib import Path
from depository.archive import Entry
from depository.blocks import EmbeddedStore
from depository.package import pack
from tests.support.packages import KeyStream, description
size = int(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
told = 0
def progress(count):
    global told
    told += count
    if told >= size // 8 > told - count:
        print("under way", flush=True)
files = [Entry("large", size, KeyStream("endurance", size))]
package = pack(files, description(), EmbeddedStore(Path(sys.argv[1])), progress=progress)
print(package.cid, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


def _packing(store: Path, size: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PACKING, str(store), str(size)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_a_large_file_streams_through_in_little_memory(tmp_path: Path) -> None:
    with _packing(tmp_path, 200 * MIB) as child:
        assert child.stdout is not None
        lines = child.stdout.read().split()
    cid, grown = Cid.parse(lines[2]), int(lines[3])
    assert grown < 64
    assert verify_package(EmbeddedStore(tmp_path), cid).size == 200 * MIB


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.3])
def test_a_packing_that_is_killed_leaves_whole_blocks_or_none(tmp_path: Path, delay: float) -> None:
    with _packing(tmp_path, 64 * MIB) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "under way\n"
        time.sleep(delay)
        child.kill()
    store = EmbeddedStore(tmp_path)
    assert not list((tmp_path / "staging").iterdir())
    for path in (tmp_path / "blocks").rglob("1220*"):
        store.get(leaf_cid(Digest(bytes.fromhex(path.name[4:]))))
    files = [Entry("large", 64 * MIB, KeyStream("endurance", 64 * MIB))]
    package = pack(files, description(), store)
    assert verify_package(store, package.cid) == package


def test_packings_beside_each_other_in_one_store_are_all_whole(tmp_path: Path) -> None:
    def packed(number: int) -> Cid:
        store = EmbeddedStore(tmp_path)
        shared = KeyStream("shared", 3 * MIB).read(3 * MIB)
        own = str(number).encode()
        files = [Entry(n, len(d), io.BytesIO(d)) for n, d in (("shared", shared), ("own", own))]
        return pack(files, description(), store).cid

    with ThreadPoolExecutor(6) as threads:
        cids = list(threads.map(packed, range(12)))
    store = EmbeddedStore(tmp_path)
    assert len(set(cids)) == 12
    for cid in cids:
        assert verify_package(store, cid).file_count == 2
    with pytest.raises(NotFound):
        store.get(Cid(RAW, Digest(bytes(32))))
