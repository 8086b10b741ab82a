"""The register in SQL: what events and content make of it, also when either is strange."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from depository.cid import DAG_PB, RAW, Cid, cid_of, leaf_cid, root_cid
from depository.content import list_files
from depository.metadata import Access
from depository.model import Status
from depository.subject import read_subject
from depository.swhid import BlobHash, Swhid, content_swhid
from depository.unixfs.node import encode
from depository.unixfs.reader import read_node
from ledger.errors import NotFound, Rejected
from ledger.types import DepositId, Digest, ParticipantId
from tests.depository.recorded import KEY, OPERATOR, Recording, packed

if TYPE_CHECKING:
    from pathlib import Path

    from depository.model import Deposit
    from depository.unixfs.node import Node

FILES = {"src/main.py": b"print('one')\n", "README": b"read me\n", "big.bin": b"7" * 3_000_000}
ONE = DepositId(1)
TWO = DepositId(2)
THREE = DepositId(3)


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return Recording(tmp_path)


def sha256(data: bytes) -> Digest:
    return Digest(hashlib.sha256(data).digest())


def blob_id(data: bytes) -> bytes:
    blob = BlobHash(len(data))
    blob.update(data)
    return blob.digest()


def everything(recording: Recording) -> tuple[Deposit, ...]:
    return recording.store.deposits(200, None, None, None).items


def test_a_deposit_is_described_by_its_own_content(recording: Recording) -> None:
    package = packed(recording.content, FILES)
    recording.deposited(1, package.root, package.size)
    deposit = recording.store.deposit(ONE)
    assert (deposit.cid, deposit.size, deposit.account) == (package.cid, package.size, KEY)
    assert deposit.status is Status.DEPOSITED
    assert deposit.decision is None
    assert deposit.described is not None
    assert deposit.described.title.kk == "Есеп"
    assert deposit.described.file_count == 3
    listed = recording.store.files(ONE, 2, None)
    assert [file.path for file in listed.items] == ["README", "big.bin"]
    assert listed.total == 3
    rest = recording.store.files(ONE, 2, listed.next)
    assert (*listed.items, *rest.items) == tuple(list_files(recording.content, package.cid))


def test_content_that_is_not_held_leaves_a_record_without_description(
    recording: Recording,
) -> None:
    recording.deposited(1, Digest(b"\x01" * 32))
    deposit = recording.store.deposit(ONE)
    assert deposit.described is None
    assert deposit.title is None
    assert recording.store.files(ONE, 10, None).total == 0


def test_damaged_content_does_not_stop_the_records_after_it(
    recording: Recording, tmp_path: Path
) -> None:
    package = packed(recording.content, FILES)
    damaged = next((tmp_path / "content" / "blocks").glob(f"*/*{package.root.hex()}"))
    damaged.write_bytes(b"\x0a\x00 no node")
    recording.deposited(1, package.root)
    other = packed(recording.content, {"a": b"b"})
    recording.deposited(2, other.root)
    assert recording.store.deposit(ONE).described is None
    assert recording.store.deposit(TWO).described is not None


def test_a_block_that_is_no_package_describes_nothing_and_serves_nothing(
    recording: Recording,
) -> None:
    package = packed(recording.content, {"deep/er/file": b"x"}, access=Access.LIMITED)
    links = read_node(recording.content, package.cid).links
    inner = next(link.cid for link in links if link.name == "data")
    recording.deposited(1, inner.digest)
    assert recording.store.deposit(ONE).described is None
    assert recording.store.holder(inner) is None


def test_a_directory_that_states_absurd_sizes_describes_nothing(recording: Recording) -> None:
    package = packed(recording.content, {"a": b"x"})
    root = _restated(recording, package.cid, "data", 2**63)
    recording.deposited(1, root.digest)
    recording.deposited(2, package.root)
    assert recording.store.deposit(ONE).described is None
    assert recording.store.deposit(TWO).described is not None


def _restated(recording: Recording, cid: Cid, folder: str, total: int) -> Cid:
    """The same package, but that all links in one of its folders state another size."""
    node = read_node(recording.content, cid)
    links = []
    for link in node.links:
        if link.name == folder:
            inner = read_node(recording.content, link.cid)
            lying = tuple(replace(each, total=total) for each in inner.links)
            links.append(replace(link, cid=_put(recording, replace(inner, links=lying))))
        else:
            links.append(link)
    return _put(recording, replace(node, links=tuple(links)))


def _put(recording: Recording, node: Node) -> Cid:
    block = encode(node)
    cid = cid_of(DAG_PB, block)
    with recording.content.batch() as batch:
        batch.put(cid, block)
        batch.sync()
    return cid


def test_a_size_beyond_sixty_four_bits_is_kept_exactly(recording: Recording) -> None:
    recording.deposited(1, Digest(b"\x02" * 32), 2**256 - 1)
    assert recording.store.deposit(ONE).size == 2**256 - 1


def test_a_package_that_calls_itself_limited_is_limited(recording: Recording) -> None:
    package = packed(recording.content, FILES, access=Access.LIMITED)
    recording.deposited(1, package.root)
    assert recording.store.deposit(ONE).access is Access.LIMITED


def test_what_the_chain_calls_limited_is_limited(recording: Recording) -> None:
    package = packed(recording.content, FILES)
    recording.deposited(1, package.root, access=int(Access.LIMITED))
    assert recording.store.deposit(ONE).access is Access.LIMITED


def test_decisions_name_operator_block_and_reason(recording: Recording) -> None:
    for number in (1, 2):
        recording.deposited(number, Digest(bytes([number]) * 32))
    recording.emit("depository", "Accepted", number=1, operator=OPERATOR)
    recording.emit("depository", "Returned", number=2, operator=OPERATOR, reason=b"\x05" * 32)
    accepted, returned = recording.store.deposit(ONE), recording.store.deposit(TWO)
    assert accepted.status is Status.ACCEPTED
    assert accepted.decision is not None
    assert (accepted.decision.operator, accepted.decision.reason) == (OPERATOR, None)
    assert accepted.decision.recorded.block.number == 4
    assert returned.status is Status.RETURNED
    assert returned.decision is not None
    assert returned.decision.reason == b"\x05" * 32


def test_versions_follow_each_other_around_a_returned_one(recording: Recording) -> None:
    for number in (1, 2, 3):
        recording.deposited(number, Digest(bytes([number]) * 32), previous=number - 1)
        if number > 1:
            recording.emit("depository", "Superseded", previous=number - 1, number=number)
    recording.emit("depository", "Returned", number=2, operator=OPERATOR, reason=b"\x05" * 32)
    recording.emit("depository", "Superseded", previous=1, number=3)
    assert recording.store.deposit(ONE).successor == THREE
    assert recording.store.deposit(THREE).previous == ONE
    recording.emit("depository", "Returned", number=3, operator=OPERATOR, reason=b"\x05" * 32)
    recording.emit("depository", "Superseded", previous=1, number=0)
    assert recording.store.deposit(ONE).superseded is False


def test_a_replaced_key_is_shown_in_place_of_the_old_one(recording: Recording) -> None:
    recording.deposited(1, Digest(b"\x01" * 32))
    recording.emit(
        "participants", "KeyReplaced", number=1, old=KEY, new=OPERATOR, basis=b"\x01" * 32
    )
    assert recording.store.deposit(ONE).account == OPERATOR


def test_deposits_are_listed_by_possessor_and_status_the_newest_first(
    recording: Recording,
) -> None:
    for number in (1, 2, 3):
        recording.deposited(number, Digest(bytes([number]) * 32))
    recording.emit("depository", "Accepted", number=2, operator=OPERATOR)
    first = recording.store.deposits(2, None, ParticipantId(1), None)
    assert [each.number for each in first.items] == [3, 2]
    second = recording.store.deposits(2, first.next, ParticipantId(1), None)
    assert ([each.number for each in second.items], second.next) == ([1], None)
    assert recording.store.deposits(9, None, None, Status.ACCEPTED).total == 1
    assert recording.store.deposits(9, None, ParticipantId(2), None).total == 0
    assert recording.store.deposits(9, None, ParticipantId(2**70), None).total == 0


def test_an_unknown_deposit_is_not_found_whatever_its_number(recording: Recording) -> None:
    for number in (0, 7, 2**70):
        with pytest.raises(NotFound, match=r"deposit\.unknown"):
            recording.store.deposit(DepositId(number))


def test_a_bad_cursor_is_refused(recording: Recording) -> None:
    with pytest.raises(Rejected, match=r"page\.bad-cursor"):
        recording.store.deposits(5, "nonsense", None, None)


def test_a_file_and_a_tree_are_found_by_the_ids_that_git_gives_them(recording: Recording) -> None:
    package = packed(recording.content, FILES)
    recording.deposited(1, package.root)
    (file,) = recording.store.matches(read_subject(content_swhid(blob_id(FILES["README"]))))
    assert (file.path, file.is_package) == ("README", False)
    (tree,) = recording.store.matches(read_subject(package.swhid))
    assert (tree.path, tree.is_package) == (None, True)
    for kind, other in (("dir", blob_id(FILES["README"])), ("cnt", b"\0" * 20)):
        assert recording.store.matches(Swhid(kind, other)) == ()


def test_bytes_are_found_by_digest_by_cid_and_by_root(recording: Recording) -> None:
    package = packed(recording.content, FILES)
    recording.deposited(1, package.root)
    big = next(file for file in package.files if file.path == "big.bin")
    assert [match.path for match in recording.store.matches(sha256(FILES["README"]))] == ["README"]
    assert [match.path for match in recording.store.matches(big.sha256)] == ["big.bin"]
    assert [match.path for match in recording.store.matches(big.cid)] == ["big.bin"]
    leaf = leaf_cid(sha256(FILES["README"]))
    assert [match.path for match in recording.store.matches(leaf)] == ["README"]
    for subject in (package.root, package.cid):
        (match,) = recording.store.matches(subject)
        assert match.is_package
        assert match.deposit.number == 1


def test_bytes_that_nobody_deposited_are_not_known(recording: Recording) -> None:
    package = packed(recording.content, FILES)
    assert recording.store.matches(package.root) == ()
    recording.deposited(1, package.root)
    assert recording.store.matches(sha256(b"other")) == ()
    assert recording.store.matches(Cid(RAW, package.root)) == ()
    assert recording.store.matches(root_cid(sha256(FILES["README"]))) == ()


def test_the_paths_of_a_limited_deposit_are_not_told(recording: Recording) -> None:
    package = packed(recording.content, {"a": b"same", "b": b"same"}, access=Access.LIMITED)
    recording.deposited(1, package.root)
    (match,) = recording.store.matches(sha256(b"same"))
    assert (match.path, match.is_package) == (None, False)


def test_a_shared_block_is_served_if_one_public_deposit_stands(recording: Recording) -> None:
    shared = leaf_cid(sha256(b"same"))
    limited = packed(recording.content, {"a": b"same"}, access=Access.LIMITED)
    recording.deposited(1, limited.root)
    holder = recording.store.holder(shared)
    assert holder is not None
    assert holder.access is Access.LIMITED
    public = packed(recording.content, {"a": b"same"})
    recording.deposited(2, public.root)
    holder = recording.store.holder(shared)
    assert holder is not None
    assert holder.number == TWO
    assert recording.store.holder(leaf_cid(sha256(b"nobody's"))) is None


def test_rows_derived_anew_are_the_same(recording: Recording) -> None:
    package = packed(recording.content, FILES)
    recording.deposited(1, package.root)
    recording.deposited(2, Digest(b"\x02" * 32), previous=1)
    recording.emit("depository", "Superseded", previous=1, number=2)
    recording.emit("depository", "Accepted", number=1, operator=OPERATOR)
    before = everything(recording), recording.store.files(ONE, 200, None)
    recording.rebuild()
    assert (everything(recording), recording.store.files(ONE, 200, None)) == before
