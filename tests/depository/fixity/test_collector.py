"""What nobody recorded is taken away, beside deposits at work, and nothing else is."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from depository.archive import entries
from depository.blocks import EmbeddedStore
from depository.cid import RAW, cid_of
from depository.content import verify_package
from depository.fixity.collector import Collector
from depository.fixity.shelves import Shelves
from depository.fixity.store import Holdings
from depository.package import pack
from depository.tables import DraftRow
from ledger.database import IndexRow, VaultRow, writing
from ledger.errors import Conflict, NotFound
from tests.support.chain import opened
from tests.support.packages import description, written
from tests.support.rows import deposit_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from depository.package import Package
    from ledger.types import Digest

_LONG_AGO = 1_000_000_000
_BEFORE = time.time() - 3600


class Keeper:
    """A store with a collector of it, and the deposits and drafts that are made."""

    def __init__(self, folder: Path, collector: Collector) -> None:
        self.folder, self.collector = folder, collector
        self.store = collector.shelves.store
        self.recorded = 0

    def packed(self, name: str, **files: bytes) -> Package:
        tree = written(self.folder / name, {"same.txt": b"in all of them", **files})
        return pack(entries(tree), description(), self.store)

    def record(self, package: Package, *, described: bool = True) -> None:
        """As the index has a deposit."""
        self.recorded += 1
        described_as = "{}" if described else None
        row = deposit_row(self.recorded, package.root, status="returned", codemeta=described_as)
        with writing(self.collector.holdings.index) as session:
            session.add(row)

    def age(self, digests: Collection[Digest] | None = None) -> None:
        """Nobody has put these blocks, or any, for long."""
        for path in (self.store.folder / "blocks").rglob("1220*"):
            if digests is None or bytes.fromhex(path.name[4:]) in digests:
                os.utime(path, (_LONG_AGO, _LONG_AGO))

    def blocks(self) -> set[Digest]:
        return {each for number in range(256) for each in self.collector.shelves.digests(number)}


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    with (
        opened(tmp_path / "index.db", IndexRow) as index,
        opened(tmp_path / "vault.db", VaultRow) as vault,
    ):
        made: list[Keeper] = []
        collector = Collector(
            shelves=Shelves(EmbeddedStore(tmp_path / "content")),
            holdings=Holdings(index, vault),
            deposits=lambda: made[0].recorded,
            notes=tmp_path / "reached",
        )
        made.append(Keeper(tmp_path, collector))
        yield made[0]


def test_what_nobody_recorded_goes_and_what_is_recorded_stays(keeper: Keeper) -> None:
    kept = keeper.packed("kept", a=b"kept")
    before = keeper.blocks()
    dropped = keeper.packed("dropped", a=b"dropped")
    keeper.record(kept)
    keeper.age()
    gone = keeper.blocks() - before
    weighed = keeper.collector.weigh(_BEFORE)
    assert keeper.blocks() >= gone
    assert keeper.collector.collect(_BEFORE) == weighed
    assert (weighed.unrecorded, keeper.blocks()) == (len(gone), before)
    assert weighed.unrecorded_size > 0
    verify_package(keeper.store, kept.cid)
    with pytest.raises(NotFound, match=r"content\.missing"):
        verify_package(keeper.store, dropped.cid)
    assert keeper.collector.weigh(_BEFORE).unrecorded == 0


def test_what_was_put_of_late_stays(keeper: Keeper) -> None:
    package = keeper.packed("fresh", a=b"fresh")
    assert keeper.collector.collect(_BEFORE).unrecorded == 0
    verify_package(keeper.store, package.cid)


def test_a_draft_of_late_keeps_all_that_it_reaches_and_an_old_one_nothing(keeper: Keeper) -> None:
    live, dead = keeper.packed("live", a=b"live"), keeper.packed("dead", a=b"dead")
    for number, package in enumerate((live, dead)):
        with writing(keeper.collector.holdings.vault) as session:
            session.add(_draft(str(number), package))
    keeper.age(keeper.blocks() - {live.root})
    keeper.collector.collect(_BEFORE)
    verify_package(keeper.store, live.cid)
    assert not keeper.store.has(dead.cid)


def _draft(name: str, package: Package) -> DraftRow:
    return DraftRow(
        id=name,
        sender="0x",
        root=package.root,
        codemeta="{}",
        nonce=0,
        gas=0,
        recipient="0x",
        data=b"",
    )


def test_nothing_goes_while_the_index_is_behind_or_a_node_on_record_is_lost(
    keeper: Keeper,
) -> None:
    package = keeper.packed("kept", a=b"kept")
    keeper.record(package)
    keeper.age()
    before = keeper.blocks()
    keeper.recorded += 1
    with pytest.raises(Conflict, match=r"content\.index-behind.*indexed=1.*recorded=2"):
        keeper.collector.collect(_BEFORE)
    keeper.recorded -= 1
    path = keeper.store.folder / "blocks" / package.root.hex()[:2] / f"1220{package.root.hex()}"
    path.unlink()
    with pytest.raises(NotFound, match=r"content\.missing"):
        keeper.collector.collect(_BEFORE)
    assert keeper.blocks() == before - {package.root}


def test_a_deposit_that_was_never_here_hinders_nothing(keeper: Keeper, tmp_path: Path) -> None:
    elsewhere = written(tmp_path / "elsewhere", {"a": b"elsewhere"})
    package = pack(entries(elsewhere), description(), EmbeddedStore(tmp_path / "other"))
    keeper.record(package, described=False)
    keeper.packed("dropped", a=b"dropped")
    keeper.age()
    assert keeper.collector.collect(_BEFORE).unrecorded > 0
    assert keeper.blocks() == set()


def test_a_deposit_that_uses_old_blocks_again_keeps_them_at_any_step(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole deposit comes just between the list of what is old and its removal."""
    keeper.packed("first", a=b"again")
    keeper.age()
    removal = Shelves.take_away
    again: list[Package] = []

    def late(shelves: Shelves, digests: Any, before: float) -> tuple[int, int]:
        if not again:
            again.append(keeper.packed("second", a=b"again"))
        return removal(shelves, digests, before)

    monkeypatch.setattr(Shelves, "take_away", late)
    keeper.collector.collect(_BEFORE)
    verify_package(keeper.store, again[0].cid)


def test_a_block_that_was_put_and_not_yet_synced_stays(keeper: Keeper) -> None:
    data = b"an old block"
    cid = cid_of(RAW, data)
    with keeper.store.batch() as batch:
        batch.put(cid, data)
        batch.sync()
    keeper.age()
    with keeper.store.batch() as batch:
        batch.put(cid, data)
        assert keeper.collector.collect(_BEFORE).unrecorded == 0
        batch.sync()
    assert keeper.store.get(cid) == data


def test_deposits_at_work_beside_a_collection_lose_nothing(keeper: Keeper) -> None:
    files = {f"f{number}": b"file %d" % number for number in range(20)}
    keeper.packed("first", **files)
    keeper.age()

    def deposit(number: int) -> Package:
        return keeper.packed(f"again-{number}", **files, own=b"%d" % number)

    with ThreadPoolExecutor(3) as threads:
        made = [threads.submit(deposit, number) for number in range(6)]
        while not all(each.done() for each in made):
            keeper.collector.collect(_BEFORE)
    for each in made:
        verify_package(keeper.store, each.result().cid)
