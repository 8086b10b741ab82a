"""Batches in the index: what events, lists and packages make of them, whichever comes first."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from depository.batches.model import MAX_RECORDS, record_list, tree_over
from depository.model import Status
from depository.unixfs.node import Kind, Link, Node, encode
from ledger.errors import NotFound
from ledger.types import DepositId, Digest
from tests.depository.batches.made import ONE, TWO, of, records, rows, some_packages, unheld
from tests.depository.recorded import KEY, OPERATOR, Recording, packed

if TYPE_CHECKING:
    from pathlib import Path


def test_a_batch_is_listed_and_described_by_its_list_and_its_packages(
    recording: Recording,
) -> None:
    packages = some_packages(recording, 3)
    recording.keep(recording.batch(1, [of(each) for each in packages]))
    recording.settle()
    batch = recording.batches.batch(ONE)
    assert (batch.size, batch.taken, batch.status) == (3, 0, Status.DEPOSITED)
    assert (batch.listed, batch.refused, batch.described) == (True, False, 3)
    assert (batch.possessor, batch.account, batch.recorded.block.number) == (1, KEY, 2)
    found = records(recording, ONE)
    assert [each.cid for each in found] == [each.cid for each in packages]
    assert [each.index for each in found] == [0, 1, 2]
    for each in found:
        assert each.title is not None
        assert (each.title.kk, each.status, each.taken_out) == ("Есеп", Status.DEPOSITED, None)
        assert each == recording.batches.record(ONE, each.index)


def test_a_batch_whose_list_nobody_has_stands_and_is_looked_for_again(
    recording: Recording,
) -> None:
    data = recording.batch(1, unheld(5))
    recording.settle()
    batch = recording.batches.batch(ONE)
    assert (batch.listed, batch.refused, batch.size) == (False, False, 5)
    page = recording.batches.records(ONE, 10, None)
    assert (page.items, page.total) == ((), 0)
    with pytest.raises(NotFound, match=r"batch\.not-listed"):
        recording.batches.record(ONE, 0)
    recording.keep(data)
    assert recording.settling.settle()
    assert recording.batches.batch(ONE).listed
    assert len(records(recording, ONE)) == 5


def test_a_list_that_does_not_give_the_root_is_never_believed(recording: Recording) -> None:
    root = tree_over(record_list(unheld(3)[::-1])).root
    recording.keep(recording.batch(1, unheld(3), root=root))
    recording.settle()
    batch = recording.batches.batch(ONE)
    assert (batch.listed, batch.refused) == (False, True)
    assert rows(recording) == 0
    assert not recording.settling.settle(), "and is not read again"


@pytest.mark.parametrize("size", [2, 4, 5461, MAX_RECORDS, 2**32])
def test_a_list_of_another_length_than_the_chain_says_is_never_believed(
    recording: Recording, size: int
) -> None:
    recording.keep(recording.batch(1, unheld(3), size=size))
    recording.settle()
    assert not recording.batches.batch(ONE).listed
    assert rows(recording) == 0


def test_a_list_of_what_no_deposit_could_be_is_never_believed(recording: Recording) -> None:
    data = bytearray(record_list(unheld(3)))
    data[192 + 95] = 9  # the kind of the second record
    cid = recording.keep(bytes(data))
    recording.batch(1, unheld(3), root=tree_over(bytes(data)).root, content=cid.digest)
    recording.settle()
    assert recording.batches.batch(ONE).refused
    assert rows(recording) == 0


def test_a_list_with_two_records_of_one_content_is_never_believed(recording: Recording) -> None:
    some = unheld(3)
    data = b"".join(each.to_bytes() for each in (some[0], some[1], some[0]))
    cid = recording.keep(data)
    recording.batch(1, some, root=tree_over(data).root, content=cid.digest)
    recording.settle()
    assert recording.batches.batch(ONE).refused


def test_a_list_whose_node_names_other_than_its_chunks_is_never_believed(
    recording: Recording,
) -> None:
    some = unheld(6000)
    data = record_list(some)
    leaf = recording.keep(data[:192])
    node = Node(Kind.FILE, tuple(Link("", leaf, 192) for _ in range(6000)), (192,) * 6000)
    cid = recording.keep(data)
    block = encode(node)
    digest = Digest(hashlib.sha256(block).digest())
    with recording.content.batch() as batch:
        batch.put(replace(cid, digest=digest), block)
        batch.sync()
    recording.batch(1, some, content=digest)
    recording.settle()
    assert recording.batches.batch(ONE).refused


def test_a_damaged_list_is_waited_for_until_it_is_repaired(
    recording: Recording, tmp_path: Path
) -> None:
    data = recording.batch(1, unheld(3))
    cid = recording.keep(data)
    block = next((tmp_path / "content" / "blocks").glob(f"*/*{cid.digest.hex()}"))
    block.write_bytes(b"damaged")
    recording.settle()
    assert not recording.batches.batch(ONE).refused
    block.write_bytes(data)
    recording.settle()
    assert recording.batches.batch(ONE).listed


def test_a_list_of_several_chunks_is_read(recording: Recording) -> None:
    recording.keep(recording.batch(1, unheld(12_000)))
    recording.settle()
    assert recording.batches.records(ONE, 1, None).total == 12_000
    assert recording.batches.record(ONE, 11_999).root == unheld(12_000)[-1].root
    with pytest.raises(NotFound, match=r"record\.unknown"):
        recording.batches.record(ONE, 12_000)


def test_records_whose_packages_are_not_held_have_no_description(recording: Recording) -> None:
    held = packed(recording.content, {"a": b"b"})
    recording.keep(recording.batch(1, [*unheld(1), of(held)]))
    recording.settle()
    first, second = records(recording, ONE)
    assert (first.described, first.title) == (None, None)
    assert second.described is not None
    assert recording.batches.batch(ONE).described == 2


def test_decisions_on_a_batch_hold_for_its_records(recording: Recording) -> None:
    for number in (1, 2):
        recording.keep(recording.batch(number, unheld(number)))
    recording.settle()
    recording.emit("depository", "BatchAccepted", batch=1, operator=OPERATOR)
    recording.emit("depository", "BatchReturned", batch=2, operator=OPERATOR, reason=b"\x05" * 32)
    accepted, returned = recording.batches.batch(ONE), recording.batches.batch(TWO)
    assert accepted.decision is not None
    assert (accepted.status, accepted.decision.operator) == (Status.ACCEPTED, OPERATOR)
    assert returned.decision is not None
    assert (returned.status, returned.decision.reason) == (Status.RETURNED, b"\x05" * 32)
    assert {each.status for each in records(recording, TWO)} == {Status.RETURNED}
    recording.emit("depository", "BatchAnnulled", batch=1, basis=b"\x06" * 32)
    annulled = recording.batches.batch(ONE)
    assert annulled.annulment is not None
    assert (annulled.status, annulled.annulment.basis) == (Status.ANNULLED, b"\x06" * 32)


def test_a_record_that_was_taken_out_names_its_deposit_and_stands_as_that(
    recording: Recording,
) -> None:
    some = unheld(3)
    recording.keep(recording.batch(1, some))
    recording.deposited(8, some[1].root)
    recording.emit("depository", "TakenOut", batch=1, index=1, number=8)
    recording.settle()
    recording.emit("depository", "Accepted", number=8, operator=OPERATOR)
    first, taken, _ = records(recording, ONE)
    assert (first.taken_out, first.status) == (None, Status.DEPOSITED)
    assert (taken.taken_out, taken.status) == (8, Status.ACCEPTED)
    assert recording.batches.batch(ONE).taken == 1
    assert recording.batches.origin_of(DepositId(8)) == (1, 1)
    assert recording.batches.origin_of(DepositId(9)) is None
