"""Batches and records as the index is asked for them: by content, possessor, status and place."""

from __future__ import annotations

import hashlib
import io

import pytest
from sqlmodel import select

from depository.batches.tables import BatchRow
from depository.cid import leaf_cid
from depository.metadata import Access
from depository.model import Status
from depository.subject import read_subject
from depository.swhid import BlobHash, content_swhid
from ledger.database import reading
from ledger.errors import NotFound
from ledger.types import BatchId, Digest, ParticipantId
from tests.depository.batches.made import ONE, of, records, some_packages, unheld
from tests.depository.recorded import OPERATOR, Recording, packed


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
