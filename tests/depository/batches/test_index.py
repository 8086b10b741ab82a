"""Batches in the index: what events, lists and packages make of them, whichever comes first."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from depository.batches.model import MAX_RECORDS, Record, record_list, tree_over
from depository.batches.tables import BatchRow, RecordRow
from depository.cid import leaf_cid
from depository.metadata import Access, Origin, PackageKind
from depository.model import Status
from depository.subject import read_subject
from depository.swhid import BlobHash, content_swhid
from depository.unixfs.node import Kind, Link, Node, encode
from ledger.database import reading
from ledger.errors import NotFound
from ledger.types import BatchId, DepositId, Digest, ParticipantId
from tests.depository.recorded import KEY, OPERATOR, Recording, packed

if TYPE_CHECKING:
    from pathlib import Path

    from depository.batches.register import BatchRecord
    from depository.package import Package

ONE = BatchId(1)
TWO = BatchId(2)


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return Recording(tmp_path)


def of(package: Package, **changes: object) -> Record:
    facts = Record(
        package.root, package.size, PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # fields of a record


def unheld(count: int) -> list[Record]:
    """Records whose packages nobody has here."""
    digests = [Digest(hashlib.sha256(each.to_bytes(4)).digest()) for each in range(count)]
    kind = PackageKind.PROGRAM_CODE
    return [Record(each, 7, kind, Access.PUBLIC, Origin.NON_STATE) for each in digests]


def some_packages(recording: Recording, count: int) -> list[Package]:
    return [packed(recording.content, {"a": b"%d" % each}) for each in range(count)]


def records(recording: Recording, number: BatchId) -> tuple[BatchRecord, ...]:
    return recording.batches.records(number, 200, None).items


def rows(recording: Recording) -> int:
    with reading(recording.engine) as session:
        return len(session.exec(select(RecordRow)).all())


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


def test_bytes_of_records_are_found_by_digest_by_cid_and_by_swhid(recording: Recording) -> None:
    package = packed(recording.content, {"README": b"read me\n"})
    recording.keep(recording.batch(1, [*unheld(1), of(package)]))
    recording.settle()
    (file,) = package.files
    blob = BlobHash(8)
    blob.update(b"read me\n")
    for subject in (package.root, package.cid, read_subject(package.swhid)):
        (match,) = recording.batches.matches(subject)
        assert (match.is_package, match.path, match.record.index) == (True, None, 1)
    for inner in (file.sha256, file.cid, read_subject(content_swhid(blob.digest()))):
        (match,) = recording.batches.matches(inner)
        assert (match.is_package, match.path, match.record.index) == (False, "README", 1)
    assert recording.batches.matches(Digest(b"\x09" * 32)) == ()


@pytest.mark.parametrize("who", ["chain", "package"])
def test_the_paths_of_a_limited_record_are_not_told(recording: Recording, who: str) -> None:
    inner = Access.LIMITED if who == "package" else Access.PUBLIC
    package = packed(recording.content, {"a": b"same", "b": b"same"}, access=inner)
    stated = Access.LIMITED if who == "chain" else Access.PUBLIC
    recording.keep(recording.batch(1, [of(package, access=stated)]))
    recording.settle()
    (match,) = recording.batches.matches(Digest(hashlib.sha256(b"same").digest()))
    assert (match.path, match.is_package) == (None, False)
    assert match.record.access is Access.LIMITED


def test_a_block_is_held_by_a_public_record_that_stands_if_there_is_one(
    recording: Recording,
) -> None:
    same = leaf_cid(Digest(hashlib.sha256(b"same").digest()))
    limited = packed(recording.content, {"a": b"same"}, access=Access.LIMITED)
    public = packed(recording.content, {"a": b"same"})
    recording.keep(recording.batch(1, [of(limited, access=Access.LIMITED), of(public)]))
    assert recording.batches.holder(same) is None, "not before the list is read"
    recording.settle()
    holder = recording.batches.holder(same)
    assert holder is not None
    assert (holder.index, holder.access) == (1, Access.PUBLIC)
    assert recording.batches.holder(leaf_cid(public.root)) is not None, "by its multihash"
    other = packed(recording.content, {"c": b"same"})
    recording.keep(recording.batch(2, [of(other)]))
    recording.settle()
    recording.emit("depository", "BatchReturned", batch=1, operator=OPERATOR, reason=b"\x05" * 32)
    later = recording.batches.holder(same)
    assert later is not None
    assert later.batch == 2


def test_what_a_possessor_has_on_record_already_is_told(recording: Recording) -> None:
    some = unheld(4)
    recording.keep(recording.batch(1, some[:2]))
    recording.settle()
    recording.deposited(1, some[2].root)
    roots = [each.root for each in some]
    told = recording.batches.claims(ParticipantId(1), roots)
    assert told == {roots[0]: "1/0", roots[1]: "1/1", roots[2]: "1"}
    assert recording.batches.claims(ParticipantId(2), roots) == {}
    recording.emit("depository", "BatchReturned", batch=1, operator=OPERATOR, reason=b"\x05" * 32)
    assert recording.batches.claims(ParticipantId(1), roots) == {roots[2]: "1"}


def test_batches_are_listed_the_newest_first_by_possessor_and_status(
    recording: Recording,
) -> None:
    for number in (1, 2, 3):
        recording.batch(number, unheld(number))
    recording.emit("depository", "BatchAccepted", batch=2, operator=OPERATOR)
    first = recording.batches.batches(2, None, ParticipantId(1), None)
    assert ([each.number for each in first.items], first.total) == ([3, 2], 3)
    rest = recording.batches.batches(2, first.next, None, None)
    assert [each.number for each in rest.items] == [1]
    assert recording.batches.batches(9, None, None, Status.ACCEPTED).total == 1
    assert recording.batches.batches(9, None, ParticipantId(2**70), None).total == 0
    for unknown in (0, 4, 2**70):
        with pytest.raises(NotFound, match=r"batch\.unknown"):
            recording.batches.batch(BatchId(unknown))


def test_records_are_paged_in_their_order(recording: Recording) -> None:
    recording.keep(recording.batch(1, unheld(5)))
    recording.settle()
    first = recording.batches.records(ONE, 2, None)
    second = recording.batches.records(ONE, 3, first.next)
    assert [each.index for each in (*first.items, *second.items)] == [0, 1, 2, 3, 4]
    assert (first.total, second.next) == (5, None)


def test_a_rebuild_gives_the_same_rows_whenever_the_list_came(recording: Recording) -> None:
    packages = some_packages(recording, 3)
    data = recording.batch(1, [of(each) for each in packages])
    recording.deposited(1, packages[0].root)
    recording.emit("depository", "TakenOut", batch=1, index=0, number=1)
    recording.settle()
    recording.keep(data)
    recording.settle()
    before = recording.batches.batch(ONE), records(recording, ONE)
    recording.rebuild()
    assert (recording.batches.batch(ONE), records(recording, ONE)) == before
    assert len(before[1]) == 3


def test_lists_that_never_come_hold_nobody_up(recording: Recording) -> None:
    for number in range(1, 61):
        recording.batch(number, unheld(number))
    recording.keep(recording.batch(61, unheld(61)))
    for _ in range(400):
        recording.settling.settle()
    assert recording.batches.batch(BatchId(61)).listed
    with reading(recording.engine) as session:
        assert len(session.exec(select(BatchRow).where(BatchRow.state == "awaited")).all()) == 60


def test_the_list_of_a_batch_is_read_from_the_disk_as_a_file_would_be(
    recording: Recording,
) -> None:
    data = recording.batch(1, unheld(2))
    assert recording.keep(data) == recording.batches.batch(ONE).cid
    assert io.BytesIO(recording.content.get(recording.batches.batch(ONE).cid)).read() == data
