"""Blocks in kubo are taken whole, kept, and read with suspicion."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from depository.archive import Entry
from depository.blocks import EmbeddedStore
from depository.car import car_header, car_section, read_car, write_car
from depository.cid import RAW, Cid, cid_of
from depository.content import verify_package
from depository.kubo import KuboStore, Secret, parse_address
from depository.package import Package, pack
from ledger.errors import NotFound, Unavailable, VerificationError
from tests.support.packages import KeyStream, description

if TYPE_CHECKING:
    from depository.blocks import BlockStore
    from tests.engines.kubo import Kubo

pytestmark = pytest.mark.engines

MIB = 1 << 20
ROOT = Path(__file__).parents[2]
PACKING = """
import resource, sys
from pathlib import Path
from depository.archive import Entry
from depository.kubo import KuboStore
from depository.package import pack
from tests.support.packages import KeyStream, description
size = int(sys.argv[3])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
files = [Entry("large", size, KeyStream("kubo", size))]
package = pack(files, description(), KuboStore(sys.argv[1], Path(sys.argv[2])))
print(package.cid, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.fixture
def store(kubo: Kubo, tmp_path: Path) -> KuboStore:
    return kubo.store(tmp_path / "spool")


def packed(store: BlockStore, files: dict[str, bytes]) -> Package:
    entries = [Entry(name, len(data), io.BytesIO(data)) for name, data in files.items()]
    return pack(entries, description(), store)


def put(store: BlockStore, *blocks: bytes) -> list[Cid]:
    cids = [cid_of(RAW, block) for block in blocks]
    with store.batch() as batch:
        for cid, block in zip(cids, blocks, strict=True):
            batch.put(cid, block)
        batch.sync()
    return cids


def _other(block: bytes) -> bytes:
    """The block with one bit of its first byte the other way."""
    return bytes([block[0] ^ 1]) + block[1:]


def pinned(kubo: Kubo) -> set[str]:
    return {line.split()[0] for line in kubo.ipfs("pin", "ls", "--type=recursive").splitlines()}


def test_a_package_is_kept_pinned_and_read_back(kubo: Kubo, store: KuboStore) -> None:
    large = KeyStream("kept", 3 * MIB + 7).read(3 * MIB + 7)
    package = packed(store, {"a": b"", "b": b"x", "қойма/仓库": large})
    assert verify_package(store, package.cid) == package
    assert str(package.cid) in pinned(kubo)
    kubo.ipfs("repo", "gc")
    assert verify_package(store, package.cid) == package


def test_what_is_not_synced_leaves_nothing_in_kubo(kubo: Kubo, store: KuboStore) -> None:
    block = os.urandom(100)
    with store.batch() as batch:
        batch.put(cid_of(RAW, block), block)
    assert not store.has(cid_of(RAW, block))
    with pytest.raises(NotFound, match=r"content\.missing"):
        store.get(cid_of(RAW, block))


def test_a_batch_of_unrelated_blocks_is_pinned_block_by_block(kubo: Kubo, store: KuboStore) -> None:
    cids = put(store, *(os.urandom(20) for _ in range(300)))
    assert {str(cid) for cid in cids} <= pinned(kubo)
    kubo.ipfs("repo", "gc")
    assert all(store.has(cid) for cid in cids)


def test_two_syncs_of_one_batch_keep_what_each_was_given(store: KuboStore) -> None:
    first, second = os.urandom(50), os.urandom(60)
    with store.batch() as batch:
        batch.sync()
        for block in (first, second):
            batch.put(cid_of(RAW, block), block)
            batch.put(cid_of(RAW, block), block)
            batch.sync()
    assert [store.get(cid_of(RAW, block)) for block in (first, second)] == [first, second]


def test_a_damaged_block_is_told_and_never_served(kubo: Kubo, store: KuboStore) -> None:
    block = os.urandom(1000)
    (cid,) = put(store, block)
    path = kubo.path_of(cid)
    assert path.read_bytes() == block
    for damaged in (_other(block), block[:-1], b"", block + b"\0" * (3 * MIB)):
        path.chmod(0o600)
        path.write_bytes(damaged)
        with pytest.raises(VerificationError, match=r"content\.damaged"):
            store.get(cid)
    path.unlink()
    with pytest.raises(NotFound, match=r"content\.missing"):
        store.get(cid)


def test_a_deposit_over_a_damaged_block_repairs_it_or_is_refused(
    kubo: Kubo, store: KuboStore
) -> None:
    block = os.urandom(1000)
    (cid,) = put(store, block)
    kubo.path_of(cid).chmod(0o600)
    kubo.path_of(cid).write_bytes(_other(block))
    with pytest.raises(VerificationError, match=r"content\.damaged"):
        store.get(cid)  # kubo has now seen that it has the block
    with pytest.raises(VerificationError, match=r"content\.damaged"):
        put(store, block)
    kubo.stop()
    kubo.start()
    put(store, block)
    assert store.get(cid) == block


def test_a_kubo_that_does_not_sync_is_given_nothing(kubo: Kubo, store: KuboStore) -> None:
    kubo.stop()
    kubo.sync_blocks(False)
    kubo.start()
    try:
        with pytest.raises(Unavailable, match=r"content\.not-synced"):
            store.batch()
    finally:
        kubo.stop()
        kubo.sync_blocks(True)
        kubo.start()
    put(store, os.urandom(10))


def test_a_kubo_that_is_gone_is_told_from_a_block_that_is(kubo: Kubo, store: KuboStore) -> None:
    (cid,) = put(store, b"is here")
    kubo.kill()
    try:
        for act in (lambda: store.get(cid), lambda: store.has(cid)):
            with pytest.raises(Unavailable) as refused:
                act()
            assert refused.value.code == "content.unreachable"
        with pytest.raises(Unavailable) as refused:
            store.batch()
        assert refused.value.code == "content.not-writable"
    finally:
        kubo.start()
    assert store.get(cid) == b"is here"


class Fatal(io.BytesIO):
    """A CAR that is read to its half when kubo is killed."""

    def __init__(self, car: bytes, kubo: Kubo) -> None:
        super().__init__(car)
        self._kubo = kubo

    def read(self, size: int | None = -1, /) -> bytes:
        daemon = self._kubo.daemon
        if self.tell() > len(self.getvalue()) // 2 and daemon is not None and not daemon.poll():
            self._kubo.kill()
        return super().read(size)


def test_a_kubo_killed_during_an_import_has_acknowledged_nothing_and_lost_nothing(
    kubo: Kubo, store: KuboStore, tmp_path: Path
) -> None:
    kept = packed(store, {"kept": KeyStream("kept before", 2 * MIB).read(2 * MIB)})
    files = {"lost": KeyStream("lost", 40 * MIB).read(40 * MIB)}
    embedded = EmbeddedStore(tmp_path / "embedded")
    lost = packed(embedded, files)
    car = Fatal(b"".join(write_car(embedded, lost.cid)), kubo)
    with pytest.raises(Unavailable) as refused:
        kubo.rpc().import_car(car)
    assert refused.value.code == "content.not-writable"
    kubo.start()
    assert str(lost.cid) not in pinned(kubo)
    assert verify_package(store, kept.cid) == kept
    assert packed(store, files) == lost
    assert verify_package(store, lost.cid) == lost


def test_kubo_refuses_a_car_with_a_false_block(kubo: Kubo, tmp_path: Path) -> None:
    false = cid_of(RAW, b"true")
    (tmp_path / "car").write_bytes(car_header([false]) + b"".join(car_section(false, b"lies")))
    with pytest.raises(AssertionError, match="import failed"):
        kubo.ipfs("dag", "import", str(tmp_path / "car"))
    with (tmp_path / "car").open("rb") as car, pytest.raises(Unavailable) as refused:
        kubo.rpc().import_car(car)
    assert refused.value.code == "content.not-writable"


def test_a_root_that_kubo_cannot_pin_is_a_failure(kubo: Kubo) -> None:
    absent = cid_of(RAW, os.urandom(32))
    with pytest.raises(Unavailable) as refused:
        kubo.rpc().import_car(io.BytesIO(car_header([absent])))
    assert refused.value.code == "content.not-writable"


def test_cars_pass_both_ways(kubo: Kubo, store: KuboStore, tmp_path: Path) -> None:
    embedded = EmbeddedStore(tmp_path / "embedded")
    package = packed(embedded, {"one": os.urandom(10), "two": os.urandom(2 * MIB)})
    (tmp_path / "ours.car").write_bytes(b"".join(write_car(embedded, package.cid)))
    kubo.ipfs("dag", "import", str(tmp_path / "ours.car"))
    assert verify_package(store, package.cid) == package
    (tmp_path / "theirs.car").write_bytes(
        httpx.post(f"{kubo.url}/api/v0/dag/export", params={"arg": str(package.cid)}).content
    )
    assert (tmp_path / "theirs.car").read_bytes() == (tmp_path / "ours.car").read_bytes()
    other = EmbeddedStore(tmp_path / "other")
    with (tmp_path / "theirs.car").open("rb") as car:
        assert read_car(car, other, 8 * MIB) == package.cid
    assert verify_package(other, package.cid) == package


def test_whoever_lacks_the_secret_gets_nothing(kubo: Kubo, tmp_path: Path) -> None:
    users = {
        "token": {"AuthSecret": "bearer:white horse", "AllowedPaths": ["/api/v0"]},
        "name": {"AuthSecret": "basic:qoima:a:b", "AllowedPaths": ["/api/v0"]},
    }
    kubo.stop()
    kubo.set("API.Authorizations", users)
    kubo.start()
    try:
        for text in ("bearer:white horse", "basic:qoima:a:b"):
            (cid,) = put(kubo.store(tmp_path, Secret.parse(text)), text.encode())
        for secret in (None, Secret.parse("bearer:black horse"), Secret.parse("basic:qoima:b")):
            with pytest.raises(Unavailable) as refused:
                kubo.store(tmp_path, secret).get(cid)
            assert refused.value.facts == {"reason": "kubo refused access"}
            with pytest.raises(Unavailable) as refused:
                kubo.store(tmp_path, secret).batch()
            assert refused.value.code == "content.not-writable"
    finally:
        kubo.stop()
        kubo.set("API.Authorizations", {})
        kubo.start()


def test_a_large_file_streams_through_in_little_memory(
    kubo: Kubo, store: KuboStore, tmp_path: Path
) -> None:
    size = 200 * MIB
    words = (parse_address(kubo.url), str(tmp_path / "spool"), str(size))
    done = subprocess.run(
        [sys.executable, "-c", PACKING, *words],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    cid, grown = done.stdout.split()
    assert int(grown) < 64
    assert verify_package(store, Cid.parse(cid)).size == size
    assert [each.name for each in (tmp_path / "spool").iterdir()] == ["pins.lock"]
