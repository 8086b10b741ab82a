"""The scrubber finds what is damaged and missing, sets it aside, repairs it, killed or not."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import random
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from depository.archive import entries
from depository.blocks import EmbeddedStore
from depository.cid import DAG_PB, RAW, cid_of
from depository.fixity.checkpoint import Checkpoint
from depository.fixity.pace import Pace
from depository.fixity.scrubber import Scrubber
from depository.fixity.shelves import Shelves, leaf
from depository.fixity.store import Checks, Holdings
from depository.package import pack
from depository.tables import BlockOfDepositRow
from ledger.database import IndexRow, VaultRow, writing
from ledger.errors import NotFound
from ledger.journal.log import Log
from ledger.types import DepositId, Digest
from tests.support.chain import opened
from tests.support.packages import description, written
from tests.support.rows import deposit_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from depository.fixity.checkpoint import Progress
    from depository.fixity.model import Scrub

_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def scrubber(tmp_path: Path) -> Iterator[Scrubber]:
    """A scrubber of an empty store with no second one."""
    with (
        opened(tmp_path / "index.db", IndexRow) as index,
        opened(tmp_path / "vault.db", VaultRow) as vault,
    ):
        yield Scrubber(
            shelves=Shelves(EmbeddedStore(tmp_path / "content")),
            replica=None,
            holdings=Holdings(index, vault),
            checks=Checks(vault),
            log=Log(vault, "fixity"),
            checkpoint=Checkpoint(tmp_path / "scrub.json"),
            pace=Pace(0),
            clock=lambda: _AT,
        )


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same choice each time is what is wanted


def _shelves(scrubber: Scrubber) -> Shelves:
    assert isinstance(scrubber.shelves, Shelves)
    return scrubber.shelves


def _whole(scrubber: Scrubber) -> Scrub:
    scrub = scrubber.run(lambda _progress: False)
    assert scrub is not None
    return scrub


def _filled(scrubber: Scrubber, count: int) -> list[Digest]:
    """Small blocks that belong to deposit 7, as the index says."""
    digests = []
    with scrubber.shelves.store.batch() as batch:
        for number in range(count):
            data = b"block %d" % number
            cid = cid_of(RAW, data)
            batch.put(cid, data)
            digests.append(cid.digest)
        batch.sync()
    with writing(scrubber.holdings.index) as session:
        session.add_all(BlockOfDepositRow(deposit=7, digest=each) for each in digests)
    return digests


def _path(scrubber: Scrubber, digest: Digest) -> Path:
    return _shelves(scrubber).store.folder / "blocks" / digest.hex()[:2] / f"1220{digest.hex()}"


def _flip(scrubber: Scrubber, digest: Digest, bit: int) -> None:
    path = _path(scrubber, digest)
    data = bytearray(path.read_bytes())
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    path.chmod(0o644)
    path.write_bytes(data)


def _copied(scrubber: Scrubber, digests: list[Digest], folder: Path) -> EmbeddedStore:
    """A second store with the same blocks."""
    replica = EmbeddedStore(folder)
    with replica.batch() as batch:
        for digest in digests:
            batch.put(leaf(digest), _shelves(scrubber).read(digest))
        batch.sync()
    return replica


def _entries(scrubber: Scrubber, event: str) -> list[dict[str, Any]]:
    told, place = [], 0
    while some := scrubber.log.entries(place):
        told += [json.loads(each.text) for each in some]
        place = some[-1].place + 1
    return [each for each in told if each["event"] == event and "block" in each]


def _named(scrubber: Scrubber, event: str) -> set[Digest]:
    return {Digest(bytes.fromhex(each["block"])) for each in _entries(scrubber, event)}


_SIZES = [
    pytest.param(500, 50, id="small"),
    pytest.param(10_000, 1_000, id="large", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("blocks", "flips"), _SIZES)
def test_every_flipped_bit_is_found_and_its_block_set_aside_and_named(
    scrubber: Scrubber, blocks: int, flips: int
) -> None:
    digests, chance = _filled(scrubber, blocks), _chance(blocks)
    damaged = set(chance.sample(digests, flips))
    for digest in damaged:
        _flip(scrubber, digest, chance.randrange(64))
    kept = {digest: _path(scrubber, digest).read_bytes() for digest in damaged}
    scrub = _whole(scrubber)
    assert (scrub.checked, scrub.damaged, scrub.faulty, scrub.recovered) == (
        blocks,
        flips,
        flips,
        0,
    )
    assert _named(scrubber, "fixity check") == _named(scrubber, "quarantine") == damaged
    assert {tuple(each["deposits"]) for each in _entries(scrubber, "fixity check")} == {(7,)}
    aside = _shelves(scrubber).store.folder / "quarantine"
    for digest in damaged:
        assert (aside / f"1220{digest.hex()}").read_bytes() == kept[digest]
        with pytest.raises(NotFound):
            _shelves(scrubber).read(digest)
    for digest in set(digests) - damaged:
        _shelves(scrubber).read(digest)


@pytest.mark.parametrize(("blocks", "flips"), _SIZES)
def test_every_damaged_block_is_repaired_from_a_second_store(
    scrubber: Scrubber, tmp_path: Path, blocks: int, flips: int
) -> None:
    digests, chance = _filled(scrubber, blocks), _chance(blocks)
    replica = _copied(scrubber, digests, tmp_path / "replica")
    damaged = set(chance.sample(digests, flips))
    for digest in damaged:
        _flip(scrubber, digest, chance.randrange(64))
    repairing = replace(scrubber, replica=replica)
    scrub = _whole(repairing)
    assert (scrub.damaged, scrub.recovered, scrub.faulty) == (flips, flips, 0)
    assert _named(scrubber, "recovery") == damaged
    for digest in digests:
        _shelves(scrubber).read(digest)
    again = _whole(repairing)
    assert (again.checked, again.damaged, again.missing) == (blocks, 0, 0)


def test_a_second_store_that_is_damaged_as_well_repairs_nothing(
    scrubber: Scrubber, tmp_path: Path
) -> None:
    digests = _filled(scrubber, 3)
    replica = _copied(scrubber, digests[1:], tmp_path / "replica")
    _flip(replace(scrubber, shelves=Shelves(replica)), digests[1], 3)
    for digest in digests:
        _flip(scrubber, digest, 5)
    scrub = _whole(replace(scrubber, replica=replica))
    assert (scrub.damaged, scrub.recovered, scrub.faulty) == (3, 1, 2)
    assert _named(scrubber, "recovery") == {digests[2]}


class _Killed(BaseException):
    """As a signal would leave it: no handler of ours sees it."""


def _maybe_the_last(
    step: Callable[..., Any], kills: list[str], chance: random.Random
) -> Callable[..., Any]:
    """A step before or after which the process may end."""

    def stepped(*arguments: Any, **options: Any) -> Any:
        if chance.random() < 0.02:
            kills.append("before")
            raise _Killed
        done = step(*arguments, **options)
        if chance.random() < 0.02:
            kills.append("after")
            raise _Killed
        return done

    return stepped


@pytest.mark.parametrize("seed", range(4))
def test_a_scrub_that_is_killed_at_random_points_finds_the_same(
    scrubber: Scrubber, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Each step of the disk and of the vault may be the last; then another process goes on."""
    digests, chance = _filled(scrubber, 400), _chance(seed)
    replica = _copied(scrubber, digests, tmp_path / "replica") if seed % 2 else None
    damaged = set(chance.sample(digests, 40))
    for digest in damaged:
        _flip(scrubber, digest, 1)
    kills: list[str] = []
    for owner, name in ((Shelves, "set_aside"), (Log, "append"), (Checkpoint, "write")):
        step = getattr(owner, name)
        monkeypatch.setattr(owner, name, _maybe_the_last(step, kills, chance))
    scrub = None
    while scrub is None:
        with contextlib.suppress(_Killed):
            scrub = replace(scrubber, replica=replica).run(lambda _progress: False)
    assert len(kills) > 3
    assert scrub.damaged == 40
    assert _named(scrubber, "fixity check") == damaged
    assert {each for each in damaged if scrubber.shelves.is_aside(each)} == damaged
    assert scrub.faulty == (0 if replica else 40)
    for digest in digests if replica else set(digests) - damaged:
        _shelves(scrubber).read(digest)


def test_a_scrub_goes_on_where_it_was_told_to_stop(scrubber: Scrubber) -> None:
    _filled(scrubber, 600)
    for stop in range(100, 600, 100):
        assert scrubber.run(partial(_is_past, stop)) is None
    assert scrubber.run(partial(_is_past, 601)) is not None
    last = scrubber.checks.last_scrub()
    assert last is not None
    assert last.checked == 600
    assert scrubber.checkpoint.read() is None


def test_the_missing_blocks_of_a_deposit_are_found_from_its_root(
    scrubber: Scrubber, tmp_path: Path
) -> None:
    """A leaf and a node are lost; with a second store the deposit is whole again."""
    store = scrubber.shelves.store
    tree = written(tmp_path / "tree", {"a/b.txt": b"b" * 100, "c.txt": b"c" * 100})
    package = pack(entries(tree), description(), store)
    digests = [each for number in range(256) for each in _shelves(scrubber).digests(number)]
    replica = _copied(scrubber, digests, tmp_path / "replica")
    with writing(scrubber.holdings.index) as session:
        session.add(deposit_row(1, package.root))
        session.add(deposit_row(2, cid_of(DAG_PB, b"never held").digest))
    assert _whole(scrubber).missing == 1
    assert _check(scrubber, 1) == (len(digests), 0)
    assert _check(scrubber, 2) == (1, 1)
    lost = next(each.cid.digest for each in package.files if each.path == "c.txt")
    _path(scrubber, lost).unlink()
    scrub = _whole(scrubber)
    assert (scrub.missing, _check(scrubber, 1)) == (2, (len(digests), 1))
    found = [each for each in _entries(scrubber, "fixity check") if each["deposits"] == [1]]
    assert [(each["block"], each["detail"]) for each in found] == [(lost.hex(), "missing")]
    _path(scrubber, package.root).unlink()
    repaired = _whole(replace(scrubber, replica=replica))
    assert (repaired.missing, repaired.recovered, repaired.faulty) == (3, 2, 1)
    assert _check(scrubber, 1) == (len(digests), 0)


def _is_past(stop: int, progress: Progress) -> bool:
    return progress.checked >= stop


def _check(scrubber: Scrubber, number: int) -> tuple[int, int]:
    check = scrubber.checks.check(DepositId(number))
    assert check is not None
    assert check.checked_at == int(_AT.timestamp())
    return check.blocks, check.faulty
