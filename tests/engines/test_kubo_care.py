"""A kubo's blocks are checked and repaired by the same care as those in a folder."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest

from depository.cid import RAW, cid_of
from depository.content import verify_package
from depository.kubo import KuboStore, parse_address
from depository.kubo.shelves import KuboShelves
from ledger.errors import Unavailable, VerificationError
from tests.engines.keeper import MIB, PUT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.keeper import Keeper


pytestmark = pytest.mark.engines


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
    assert keeper.pinned()[str(package.cid)] == f"qoima:{PUT}"


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
