"""A kubo's blocks are checked, repaired and unpinned by the same care as those in a folder."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import threading
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest

from depository.archive import Entry
from depository.blocks import EmbeddedStore
from depository.cid import RAW, Cid, cid_of
from depository.content import verify_package
from depository.fixity.checkpoint import Checkpoint
from depository.fixity.pace import Pace
from depository.fixity.scrubber import Scrubber
from depository.fixity.store import Checks, Holdings
from depository.kubo import KuboStore, parse_address
from depository.kubo.collector import KuboCollector
from depository.kubo.shelves import KuboShelves
from depository.package import Package, pack
from depository.tables import BlockOfDepositRow, DepositRow
from ledger.database import IndexRow, VaultRow, writing
from ledger.errors import Conflict, NotFound, Unavailable, VerificationError
from ledger.journal.log import Log
from ledger.types import DepositId
from tests.cli.people import admitted
from tests.cli.program import new_home, up
from tests.engines.kubo import PROGRAMS, Kubo, running_kubo
from tests.support.chain import opened
from tests.support.packages import KeyStream, description, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.blocks import BlockStore
    from depository.fixity.model import Scrub
    from ledger.types import Digest

pytestmark = pytest.mark.engines

MIB = 1 << 20
_SAID: tuple[str, ...] = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID += ("--version", "1", "--license", "MIT")
_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
_PUT, _LATER = 1_000_000, 2_000_000
"""When packages are put here, and a time after it, in seconds since 1970."""


@pytest.fixture(scope="module", params=PROGRAMS, ids=lambda path: path.parent.name)
def kubo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kubo]:
    with running_kubo(request.param, tmp_path_factory.mktemp("care")) as running:
        yield running


@dataclass
class Keeper:
    """A kubo, the register of what ought to lie in it, and a second store."""

    kubo: Kubo
    store: KuboStore
    scrubber: Scrubber
    replica: EmbeddedStore
    deposits: int = 0
    now: int = _PUT

    @property
    def collector(self) -> KuboCollector:
        return KuboCollector(self.store, self.scrubber.holdings, lambda: self.deposits)

    def packed(self, seed: str, *stores: BlockStore) -> Package:
        """A package of a large file and a small one in kubo, and in the second store too."""
        size = 2 * MIB + 3
        data = KeyStream(seed, size).read(size)
        for store in (*stores, self.store):
            entries = [Entry("large", size, io.BytesIO(data)), Entry("small", 2, io.BytesIO(b"42"))]
            package = pack(entries, description(), store)
        return package

    def record(self, package: Package) -> DepositId:
        """Enter a deposit of a package as the indexer does."""
        number = DepositId(self.deposits + 1)
        self.deposits = number
        row = DepositRow(
            number=number,
            root=package.root,
            size="1",
            kind=1,
            limited=False,
            origin=0,
            status="deposited",
            possessor=1,
            block=1,
            transaction="0x",
            codemeta="{}",
        )
        blocks = self.blocks(package.cid)
        with writing(self.scrubber.holdings.index) as session:
            session.add(row)
            session.add_all(BlockOfDepositRow(deposit=number, digest=each) for each in blocks)
        return number

    def blocks(self, root: Cid) -> list[Digest]:
        """All below a root, itself included."""
        listed = self.kubo.ipfs("refs", "--recursive", "--unique", str(root)).split()
        return [root.digest, *{Cid.parse(each).digest for each in listed}]

    def leaf(self, package: Package) -> Cid:
        """The first block of the large file."""
        first = self.kubo.ipfs("refs", f"/ipfs/{package.cid}/data/large").split()[0]
        return Cid.parse(first)

    def damage(self, cid: Cid) -> None:
        """Flip a bit of a block while kubo does not run, and run it."""
        self.kubo.stop()
        path = self.kubo.path_of(cid)
        path.chmod(0o600)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        self.kubo.start()

    def checked(self, *, repairing: bool = True) -> Scrub:
        replica = self.replica if repairing else None
        done = replace(self.scrubber, replica=replica).run(lambda _: False)
        assert done is not None
        return done

    def events(self) -> list[tuple[str, str | None]]:
        said: list[dict[str, Any]] = [
            json.loads(each.text) for each in self.scrubber.log.entries(0, 200)
        ]
        return [(each["event"], each.get("block")) for each in said]

    def pinned(self) -> dict[str, str]:
        """The names of the recursive pins by their roots."""
        lines = self.kubo.ipfs("pin", "ls", "--type=recursive", "--names").splitlines()
        return {words[0]: " ".join(words[2:]) for words in map(str.split, lines)}


@pytest.fixture
def keeper(kubo: Kubo, tmp_path: Path) -> Iterator[Keeper]:
    with (
        opened(tmp_path / "index.db", IndexRow) as index,
        opened(tmp_path / "vault.db", VaultRow) as vault,
    ):
        made: list[Keeper] = []
        store = kubo.store(tmp_path / "spool", clock=lambda: made[0].now)
        scrubber = Scrubber(
            shelves=KuboShelves(store),
            replica=None,
            holdings=Holdings(index, vault),
            checks=Checks(vault),
            log=Log(vault, "fixity"),
            checkpoint=Checkpoint(tmp_path / "scrub.json"),
            pace=Pace(0),
            clock=lambda: _AT,
        )
        made.append(Keeper(kubo, store, scrubber, EmbeddedStore(tmp_path / "replica")))
        yield made[0]


def test_every_block_of_every_deposit_is_hashed_again(keeper: Keeper) -> None:
    package = keeper.packed("whole")
    number = keeper.record(package)
    scrub = keeper.checked()
    blocks = keeper.blocks(package.cid)
    assert (scrub.checked, scrub.damaged, scrub.missing, scrub.faulty) == (len(blocks), 0, 0, 0)
    assert scrub.size > 2 * MIB
    check = keeper.scrubber.checks.check(number)
    assert check is not None
    assert (check.blocks, check.faulty) == (len(blocks), 0)
    assert keeper.events() == [("fixity check", None)]


def test_a_damaged_block_is_found_logged_and_written_anew_from_the_second_store(
    keeper: Keeper,
) -> None:
    package = keeper.packed("flipped", keeper.replica)
    number = keeper.record(package)
    leaf = keeper.leaf(package)
    keeper.damage(leaf)
    scrub = keeper.checked()
    assert (scrub.damaged, scrub.recovered, scrub.faulty) == (1, 1, 0)
    block = leaf.digest.hex()
    assert keeper.events() == [
        ("fixity check", block),
        ("recovery", block),
        ("fixity check", None),
    ]
    assert verify_package(keeper.store, package.cid) == package
    check = keeper.scrubber.checks.check(number)
    assert check is not None
    assert check.faulty == 0


def test_a_damaged_block_without_a_good_copy_stays_faulty_and_its_deposit_is_named(
    keeper: Keeper,
) -> None:
    package = keeper.packed("lost")
    number = keeper.record(package)
    leaf = keeper.leaf(package)
    keeper.damage(leaf)
    scrub = keeper.checked()
    assert (scrub.damaged, scrub.recovered, scrub.faulty) == (1, 0, 1)
    assert [each.deposit for each in keeper.scrubber.checks.faulty()] == [number]
    with pytest.raises(VerificationError, match=r"content\.damaged"):
        keeper.store.get(leaf)


def test_a_missing_block_is_written_anew_and_the_root_pinned(keeper: Keeper) -> None:
    package = keeper.packed("gone", keeper.replica)
    keeper.record(package)
    leaf = keeper.leaf(package)
    keeper.kubo.ipfs("pin", "rm", str(package.cid))
    keeper.kubo.stop()
    keeper.kubo.path_of(leaf).unlink()
    keeper.kubo.start()
    scrub = keeper.checked()
    assert (scrub.missing, scrub.recovered, scrub.faulty) == (1, 1, 0)
    keeper.kubo.ipfs("repo", "gc")
    assert verify_package(keeper.store, package.cid) == package
    assert keeper.pinned()[str(package.cid)] == f"qoima:{_PUT}"


def test_a_block_that_kubo_remembers_is_repaired_once_kubo_was_started_again(
    keeper: Keeper,
) -> None:
    package = keeper.packed("remembered", keeper.replica)
    keeper.record(package)
    leaf = keeper.leaf(package)
    keeper.damage(leaf)
    with pytest.raises(VerificationError, match=r"content\.damaged"):
        keeper.store.get(leaf)
    assert keeper.checked().faulty == 1
    keeper.kubo.stop()
    keeper.kubo.start()
    assert (keeper.checked().recovered, keeper.checked().damaged) == (1, 0)


def test_damaged_blocks_of_others_are_let_be(keeper: Keeper) -> None:
    theirs = os.urandom(500)
    cid = cid_of(RAW, theirs)
    with keeper.replica.batch() as batch:
        batch.put(cid, theirs)
        batch.sync()
    with keeper.store.batch() as batch:
        batch.put(cid, theirs)
        batch.sync()
    keeper.damage(cid)
    scrub = keeper.checked()
    assert (scrub.damaged, scrub.faulty, keeper.events()) == (0, 0, [("fixity check", None)])
    with pytest.raises(VerificationError):
        keeper.store.get(cid)
    keeper.kubo.ipfs("pin", "rm", str(cid))
    keeper.kubo.ipfs("block", "rm", str(cid))


def test_a_check_goes_on_where_it_was_stopped_and_waits_for_a_kubo_that_is_away(
    keeper: Keeper,
) -> None:
    package = keeper.packed("stopped")
    keeper.record(package)
    count = iter(range(10))
    assert keeper.scrubber.run(lambda _: next(count) > 3) is None
    keeper.kubo.stop()
    with pytest.raises(Unavailable, match=r"content\.unreachable"):
        keeper.scrubber.run(lambda _: False)
    keeper.kubo.start()
    begun = keeper.scrubber.checkpoint.read()
    assert begun is not None
    assert begun.ranges > 0
    scrub = keeper.checked()
    assert (scrub.checked, scrub.faulty) == (len(keeper.blocks(package.cid)), 0)


def test_old_packages_that_nobody_recorded_are_unpinned_and_no_others(keeper: Keeper) -> None:
    recorded, dropped = keeper.packed("recorded"), keeper.packed("dropped")
    keeper.record(recorded)
    stranger = keeper.kubo.ipfs("add", "--quieter", "--pin-name=qoima-like", __file__)
    keeper.now = _LATER
    fresh = keeper.packed("fresh")
    weighed = keeper.collector.weigh(_LATER)
    assert weighed.unrecorded >= len(keeper.blocks(dropped.cid))
    assert str(dropped.cid) in keeper.pinned()
    assert keeper.collector.collect(_LATER).unrecorded == weighed.unrecorded
    pinned = keeper.pinned()
    assert str(dropped.cid) not in pinned
    assert {str(recorded.cid), str(fresh.cid), stranger} <= pinned.keys()
    assert keeper.collector.weigh(_LATER).unrecorded == 0
    keeper.kubo.ipfs("repo", "gc")
    assert verify_package(keeper.store, recorded.cid) == recorded
    assert verify_package(keeper.store, fresh.cid) == fresh
    with pytest.raises(NotFound, match=r"content\.missing"):
        keeper.store.get(dropped.cid)


def test_a_package_that_is_put_again_has_the_time_anew(keeper: Keeper) -> None:
    package = keeper.packed("again")
    keeper.now = _LATER
    assert keeper.packed("again") == package
    keeper.collector.collect(_LATER)
    assert keeper.pinned()[str(package.cid)] == f"qoima:{_LATER}"


def test_what_somebody_else_has_pinned_stays_theirs(keeper: Keeper) -> None:
    package = keeper.packed("both")
    keeper.kubo.ipfs("pin", "add", "--name=museum", str(package.cid))
    keeper.packed("both")
    assert keeper.pinned()[str(package.cid)] == "museum"
    keeper.collector.collect(_LATER)
    assert verify_package(keeper.store, package.cid) == package
    assert keeper.pinned()[str(package.cid)] == "museum"


def test_nothing_is_unpinned_while_the_index_is_behind(keeper: Keeper) -> None:
    package = keeper.packed("behind")
    keeper.deposits = 1
    with pytest.raises(Conflict, match=r"content\.index-behind"):
        keeper.collector.collect(_LATER)
    assert str(package.cid) in keeper.pinned()


class _Cutting(BaseHTTPRequestHandler):
    """A kubo whose answers to `repo/verify` end early, as after an error in their midst."""

    behind: ClassVar[str]
    lines: ClassVar[int] = 3

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with httpx.stream("POST", self.behind + self.path, content=body, timeout=60) as answer:
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
            self.end_headers()
            for count, line in enumerate(answer.iter_lines()):
                if "repo/verify" in self.path and count == self.lines:
                    break
                self.wfile.write(line.encode() + b"\n")

    def log_message(self, *_: Any) -> None:
        pass


def test_an_answer_that_ends_early_is_no_check(keeper: Keeper, tmp_path: Path) -> None:
    keeper.record(keeper.packed("early"))
    _Cutting.behind = keeper.kubo.url
    with ThreadingHTTPServer(("127.0.0.1", 0), _Cutting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cut = KuboStore(
            parse_address(f"http://127.0.0.1:{server.server_address[1]}"), tmp_path / "cut"
        )
        assert cut.rpc.objects() > _Cutting.lines
        with pytest.raises(Unavailable, match=r"content\.unreachable"):
            replace(keeper.scrubber, shelves=KuboShelves(cut)).run(lambda _: False)
        server.shutdown()
    assert keeper.scrubber.checks.last_scrub() is None


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
