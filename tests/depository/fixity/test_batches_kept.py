"""Lists and records of batches are kept by the collector, checked and repaired by the scrubber."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from depository.batches.model import Record
from depository.blocks import EmbeddedStore
from depository.content import verify_package
from depository.fixity.checkpoint import Checkpoint
from depository.fixity.collector import Collector
from depository.fixity.pace import Pace
from depository.fixity.scrubber import Scrubber
from depository.fixity.shelves import Shelves
from depository.fixity.store import Checks, Holdings
from depository.metadata import Access, Origin, PackageKind
from ledger.database import VaultRow
from ledger.errors import Conflict, NotFound
from ledger.journal.log import Log
from ledger.types import BatchId
from tests.depository.recorded import Recording, packed
from tests.support.chain import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.cid import Cid
    from depository.fixity.checkpoint import Progress
    from depository.fixity.model import Scrub
    from depository.package import Package

_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
_BEFORE = 1_500_000_000.0
_LONG_AGO = 1_000_000_000


class Kept:
    """A recording whose content is cared for, with a second store."""

    def __init__(self, folder: Path, holdings: Holdings, recording: Recording) -> None:
        self.recording, self.holdings = recording, holdings
        self.replica = EmbeddedStore(folder / "replica")
        shelves = Shelves(recording.content)
        vault = holdings.vault
        self.collector = Collector(shelves, holdings, lambda: self.recorded, folder / "reached")
        self.recorded = 0
        self.scrubber = Scrubber(
            shelves=shelves,
            replica=None,
            holdings=holdings,
            checks=Checks(vault),
            log=Log(vault, "fixity"),
            checkpoint=Checkpoint(folder / "scrub.json"),
            pace=Pace(0),
            clock=lambda: _AT,
        )

    def batch(self, count: int) -> tuple[list[Package], Cid]:
        """A batch that is recorded, with its list and packages in the store, all of long ago."""
        self.recorded += 1
        packages = [
            packed(self.recording.content, {"a": b"%d of %d" % (each, self.recorded)})
            for each in range(count)
        ]
        records = [
            Record(each.root, each.size, PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE)
            for each in packages
        ]
        cid = self.recording.keep(self.recording.batch(self.recorded, records))
        for path in (self.recording.content.folder / "blocks").rglob("1220*"):
            os.utime(path, (_LONG_AGO, _LONG_AGO))
        return packages, cid

    def remove(self, cid: Cid) -> bytes:
        data = self.recording.content.get(cid)
        os.unlink(self.recording.content.path(cid))  # noqa: PTH108 - its name as text
        return data

    def scrub(self) -> Scrub:
        done = self.scrubber.run(lambda _: False)
        assert done is not None
        return done

    def found(self) -> list[dict[str, object]]:
        entries = self.scrubber.log.entries(0, 200)
        return [json.loads(each.text) for each in entries if b'"detail"' in each.text]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    recording = Recording(tmp_path)
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        yield Kept(tmp_path, Holdings(recording.engine, vault), recording)


def test_lists_and_records_stay_and_what_nobody_recorded_goes(kept: Kept) -> None:
    packages, cid = kept.batch(3)
    kept.recording.settle()
    other = packed(kept.recording.content, {"a": b"nobody's"})
    os.utime(kept.recording.content.path(other.cid), (_LONG_AGO, _LONG_AGO))
    assert kept.collector.collect(_BEFORE).unrecorded == 1
    for each in packages:
        verify_package(kept.recording.content, each.cid)
    assert kept.recording.content.has(cid)
    with pytest.raises(NotFound, match=r"content\.missing"):
        verify_package(kept.recording.content, other.cid)


def test_nothing_goes_while_a_list_that_is_here_was_not_read(kept: Kept) -> None:
    packages, cid = kept.batch(2)
    with pytest.raises(Conflict, match=r"content\.list-not-read"):
        kept.collector.collect(_BEFORE)
    assert kept.recording.content.has(cid)
    verify_package(kept.recording.content, packages[1].cid)


def test_nothing_goes_while_the_index_lacks_a_batch(kept: Kept) -> None:
    kept.batch(1)
    kept.recording.settle()
    kept.recorded += 1
    with pytest.raises(Conflict, match=r"content\.index-behind"):
        kept.collector.collect(_BEFORE)


def test_a_list_that_never_came_hinders_nothing(kept: Kept) -> None:
    _, cid = kept.batch(1)
    kept.remove(cid)
    assert kept.collector.collect(_BEFORE).unrecorded > 0


def test_roots_of_batches_are_recorded(kept: Kept) -> None:
    packages, cid = kept.batch(2)
    kept.recording.settle()
    assert kept.holdings.is_recorded(cid.digest)
    assert kept.holdings.is_recorded(packages[1].root)
    assert not kept.holdings.is_recorded(packages[1].files[0].sha256)
    assert kept.holdings.count() == 1


def test_a_missing_block_of_a_record_is_found_told_and_repaired(kept: Kept) -> None:
    packages, cid = kept.batch(3)
    kept.recording.settle()
    leaf = packages[1].files[0].cid
    lost = {each: kept.remove(each) for each in (leaf, cid)}
    scrub = kept.scrub()
    assert (scrub.missing, scrub.faulty) == (2, 2)
    told = {each["block"]: each.get("records") for each in kept.found()}
    assert told == {leaf.digest.hex(): ["1/1"], cid.digest.hex(): ["1/-1"]}
    with kept.replica.batch() as batch:
        for each, data in lost.items():
            batch.put(each, data)
        batch.sync()
    kept.scrubber = replace(kept.scrubber, replica=kept.replica)
    repaired = kept.scrub()
    assert (repaired.recovered, repaired.faulty) == (2, 0)
    verify_package(kept.recording.content, packages[1].cid)
    assert kept.recording.content.has(cid)


def test_a_scrub_that_stops_among_records_goes_on_from_there(kept: Kept) -> None:
    kept.batch(3)
    packages, _ = kept.batch(4)
    kept.recording.settle()
    kept.remove(packages[3].files[0].cid)

    def in_the_second(progress: Progress) -> bool:
        return (progress.batch, progress.place) == (2, 1)

    assert kept.scrubber.run(in_the_second) is None
    begun = kept.scrubber.checkpoint.read()
    assert begun is not None
    assert (begun.batch, begun.place) == (2, 1)
    assert kept.found() == []
    assert kept.scrub().missing == 1


def test_parts_are_told_in_their_order_from_any_place(kept: Kept) -> None:
    for count in (2, 1, 3):
        kept.batch(count)
    kept.recording.settle()
    parts = [(each.batch, each.place) for each in kept.holdings.batches.after()]
    assert parts == [(1, -1), (1, 0), (1, 1), (2, -1), (2, 0), (3, -1), (3, 0), (3, 1), (3, 2)]
    for place, (batch, at) in enumerate(parts):
        rest = [(each.batch, each.place) for each in kept.holdings.batches.after(batch, at)]
        assert rest == parts[place + 1 :]
    assert all(each.held for each in kept.holdings.batches.after())
    assert kept.recording.batches.batch(BatchId(3)).described == 3
