"""What nobody recorded is unpinned in a kubo, and nothing else; by the commands too."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from depository.batches.model import Record, record_list, tree_over
from depository.batches.settling import Settling
from depository.content import verify_package
from depository.metadata import Access, Origin, PackageKind
from depository.unixfs.builder import FileBuilder
from ledger.database import writing
from ledger.errors import Conflict, NotFound
from tests.cli.people import admitted
from tests.cli.program import new_home, up
from tests.engines.keeper import LATER
from tests.support.packages import written
from tests.support.rows import batch_row

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.keeper import Keeper
    from tests.engines.kubo import Kubo


pytestmark = pytest.mark.engines

_SAID: tuple[str, ...] = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID += ("--version", "1", "--license", "MIT")


def test_old_packages_that_nobody_recorded_are_unpinned_and_no_others(keeper: Keeper) -> None:
    recorded, dropped = keeper.packed("recorded"), keeper.packed("dropped")
    keeper.record(recorded)
    stranger = keeper.kubo.ipfs("add", "--quieter", "--pin-name=qoima-like", __file__)
    keeper.now = LATER
    fresh = keeper.packed("fresh")
    weighed = keeper.collector.weigh(LATER)
    assert weighed.unrecorded >= len(keeper.blocks(dropped.cid))
    assert str(dropped.cid) in keeper.pinned()
    assert keeper.collector.collect(LATER).unrecorded == weighed.unrecorded
    pinned = keeper.pinned()
    assert str(dropped.cid) not in pinned
    assert {str(recorded.cid), str(fresh.cid), stranger} <= pinned.keys()
    assert keeper.collector.weigh(LATER).unrecorded == 0
    keeper.kubo.ipfs("repo", "gc")
    assert verify_package(keeper.store, recorded.cid) == recorded
    assert verify_package(keeper.store, fresh.cid) == fresh
    with pytest.raises(NotFound, match=r"content\.missing"):
        keeper.store.get(dropped.cid)


def test_lists_and_records_of_batches_stay_once_their_list_is_read(keeper: Keeper) -> None:
    recorded, dropped = keeper.packed("recorded"), keeper.packed("dropped")
    kind, access, origin = PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE
    data = record_list([Record(recorded.root, recorded.size, kind, access, origin)])
    with keeper.store.batch() as batch, FileBuilder(batch) as builder:
        cid = builder.build(io.BytesIO(data)).cid
        batch.sync()
    keeper.deposits = 1
    index = keeper.scrubber.holdings.index
    with writing(index) as session:
        session.add(batch_row(1, tree_over(data).root, 1, cid.digest))
    keeper.now = LATER
    with pytest.raises(Conflict, match=r"content\.list-not-read"):
        keeper.collector.collect(LATER)
    while Settling(index, keeper.store).settle():
        pass
    assert keeper.collector.collect(LATER).unrecorded > 0
    pinned = keeper.pinned()
    assert {str(recorded.cid), str(cid)} <= pinned.keys()
    assert str(dropped.cid) not in pinned
    assert keeper.checked().faulty == 0


def test_a_package_that_is_put_again_has_the_time_anew(keeper: Keeper) -> None:
    package = keeper.packed("again")
    keeper.now = LATER
    assert keeper.packed("again") == package
    keeper.collector.collect(LATER)
    assert keeper.pinned()[str(package.cid)] == f"qoima:{LATER}"


def test_what_somebody_else_has_pinned_stays_theirs(keeper: Keeper) -> None:
    package = keeper.packed("both")
    keeper.kubo.ipfs("pin", "add", "--name=museum", str(package.cid))
    keeper.packed("both")
    assert keeper.pinned()[str(package.cid)] == "museum"
    keeper.collector.collect(LATER)
    assert verify_package(keeper.store, package.cid) == package
    assert keeper.pinned()[str(package.cid)] == "museum"


def test_nothing_is_unpinned_while_the_index_is_behind(keeper: Keeper) -> None:
    package = keeper.packed("behind")
    keeper.deposits = 1
    with pytest.raises(Conflict, match=r"content\.index-behind"):
        keeper.collector.collect(LATER)
    assert str(package.cid) in keeper.pinned()


def test_the_commands_check_and_collect_what_lies_in_kubo(kubo: Kubo, tmp_path: Path) -> None:
    tree = written(tmp_path / "tree", {"main.py": b"print('in kubo')\n"})
    with up(new_home(tmp_path / "home"), QOIMA_CONTENT_URL=kubo.url) as running:
        admitted(running)
        done = running.qoima("deposit", str(tree), *_SAID, "--key", "depositor").answer
        scrubbed = running.qoima("fixity", "scrub").answer
        assert (scrubbed["finished"], scrubbed["faulty"]) == (True, 0)
        assert scrubbed["checked"] >= 1
        before = running.qoima("content", "status").answer
        assert running.qoima("content", "collect").answer["unrecorded"] == before["unrecorded"]
        fetched = running.qoima(
            "deposit", "fetch", str(done["number"]), "--output", str(tmp_path / "a.tar")
        )
        assert fetched.code == 0, fetched.err
