"""A package given back whole opens in others' programs and packs to the same CID again."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tarfile
import threading
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import bagit  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository.archive import entries
from depository.blocks import EmbeddedStore, NoStore
from depository.cid import RAW, Cid
from depository.content import list_files, read_metadata
from depository.giving import Checksums, Form, open_archive
from depository.giving.content import Stored, content_of, length_of
from depository.giving.zipped import zip_of
from depository.package import pack
from depository.unixfs.reader import read_file
from ledger.errors import Unavailable, VerificationError
from ledger.types import Digest
from tests.support.packages import KeyStream, description, written

if TYPE_CHECKING:
    from pathlib import Path

    from depository.giving.content import Content
    from depository.package import Package

MIB = 1 << 20
FILES = {
    "README.md": b"hello\n",
    "bin/run": b"#!/bin/sh\n",
    "data.bin": KeyStream("data", 3 * MIB + 17).read(3 * MIB + 17),
    "src/empty": b"",
    "src/" + "long/" * 30 + "қазақша, файл.txt": b"\xff\x00" * 300,
    "with spaces": b"x" * 512,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return EmbeddedStore(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def package(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = written(tmp_path_factory.mktemp("tree"), FILES)
    (folder / "bin" / "run").chmod(0o755)
    return pack(entries(folder), description(), store)


@pytest.fixture(params=list(Form))
def form(request: pytest.FixtureRequest) -> Form:
    asked: Form = request.param
    return asked


def opened(store: EmbeddedStore, package: Package, form: Form) -> Content:
    """The package in a form, by whoever knows nothing of it yet."""
    return open_archive(store, package.cid, form, Checksums(), "deposit-7")


def whole(store: EmbeddedStore, package: Package, form: Form) -> bytes:
    """All of its bytes."""
    content = opened(store, package, form)
    return b"".join(content.read(0, content.size))


def test_its_size_is_known_and_its_bytes_are_the_same_each_time(
    store: EmbeddedStore, package: Package, form: Form
) -> None:
    content = opened(store, package, form)
    first = b"".join(content.read(0, content.size))
    assert len(first) == content.size
    assert whole(store, package, form) == first
    assert opened(store, package, form).tag == content.tag == f"{package.cid}.{form}.1"


def test_any_part_of_it_is_that_part_of_the_whole(
    store: EmbeddedStore, package: Package, form: Form
) -> None:
    content, data = opened(store, package, form), whole(store, package, form)
    edges = {0, 1, 511, 512, 513, MIB, 2 * MIB + 7, len(data) - 1, len(data)}
    for start in edges:
        for stop in edges:
            if start < stop:
                assert b"".join(content.read(start, stop)) == data[start:stop]


@settings(max_examples=50, deadline=None)
@given(ends=st.tuples(st.integers(0, 3 * MIB + 17), st.integers(0, 3 * MIB + 17)))
def test_any_part_of_a_file_is_that_part_of_its_bytes(
    store: EmbeddedStore, package: Package, ends: tuple[int, int]
) -> None:
    (file,) = [each for each in package.files if each.path == "data.bin"]
    start, stop = sorted(ends)
    part = b"".join(read_file(store, file.cid, start, stop))
    assert part == FILES["data.bin"][start:stop]


@pytest.mark.parametrize("form", [Form.ZIP, Form.TAR])
def test_what_is_given_packs_to_the_same_cid(
    store: EmbeddedStore, package: Package, form: Form, tmp_path: Path
) -> None:
    file = tmp_path / f"given.{form}"
    file.write_bytes(whole(store, package, form))
    again = pack(entries(file), read_metadata(store, package.cid), NoStore())
    assert again.cid == package.cid


def test_a_zip_opens_in_other_programs(
    store: EmbeddedStore, package: Package, tmp_path: Path
) -> None:
    data = whole(store, package, Form.ZIP)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {each.filename: archive.read(each) for each in archive.infolist()} == FILES
        modes = {each.filename: each.external_attr >> 16 for each in archive.infolist()}
        assert modes["bin/run"] == 0o100755
        assert modes["README.md"] == 0o100644
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
    if shutil.which("unzip") is None:
        return
    (tmp_path / "given.zip").write_bytes(data)
    subprocess.run(["unzip", "-q", "given.zip", "-d", "out"], cwd=tmp_path, check=True)
    assert (tmp_path / "out" / "data.bin").read_bytes() == FILES["data.bin"]
    assert (tmp_path / "out" / "bin" / "run").stat().st_mode & 0o777 == 0o755


def test_a_tar_opens_in_other_programs(store: EmbeddedStore, package: Package) -> None:
    with tarfile.open(fileobj=io.BytesIO(whole(store, package, Form.TAR))) as archive:
        members = {each.name: each for each in archive}
        for name, data in FILES.items():
            taken = archive.extractfile(members[name])
            assert taken is not None
            assert taken.read() == data
        assert members["bin/run"].mode == 0o755
        assert {each.mtime for each in members.values()} == {0}


def test_a_bag_is_valid_and_its_payload_packs_to_the_same_cid(
    store: EmbeddedStore, package: Package, tmp_path: Path
) -> None:
    with tarfile.open(fileobj=io.BytesIO(whole(store, package, Form.BAG))) as archive:
        assert archive.getnames()[0] == "deposit-7/bagit.txt"
        archive.extractall(tmp_path)  # noqa: S202 - our own; 3.11.2 has no filters
    bag = bagit.Bag(str(tmp_path / "deposit-7"))
    assert bag.is_valid()
    payload = entries(tmp_path / "deposit-7" / "data")
    assert pack(payload, read_metadata(store, package.cid), NoStore()).cid == package.cid
    for name in ("codemeta.json", "git-tree.txt", "tagmanifest-sha256.txt"):
        assert (tmp_path / "deposit-7" / name).is_file()


def test_a_tar_is_what_the_tar_program_lists(
    store: EmbeddedStore, package: Package, tmp_path: Path
) -> None:
    (tmp_path / "given.tar").write_bytes(whole(store, package, Form.TAR))
    listed = subprocess.run(
        ["tar", "--quoting-style=literal", "-tf", "given.tar"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert sorted(listed.stdout.decode().splitlines()) == sorted(FILES)


def test_sizes_and_places_over_four_gibibytes_stand_in_zip64_fields(package: Package) -> None:
    """Headers alone: the bytes between them are not made."""
    large = replace(package.files[0], path="large", size=5 << 30)
    files = [large, replace(package.files[1], path="after")]
    segments = list(zip_of(files, [0xDEADBEEF, 1]))
    size = length_of(segments)
    hollow = _Hollow(segments, size)
    with zipfile.ZipFile(hollow) as archive:
        first, second = archive.infolist()
        assert (first.filename, first.file_size, first.CRC) == ("large", 5 << 30, 0xDEADBEEF)
        assert second.header_offset == 30 + 5 + 20 + (5 << 30)
        with archive.open(second) as file:
            assert file.name == "after"


def test_more_files_than_sixteen_bits_count_stand_in_zip64_fields(package: Package) -> None:
    none = replace(package.files[0], size=0)
    files = [replace(none, path=f"{number}") for number in range(66_000)]
    data = b"".join(each for each in zip_of(files, [0] * 66_000) if isinstance(each, bytes))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.infolist()) == 66_000
        assert archive.read("65999") == b""


class _Hollow(io.RawIOBase):
    """A file of segments whose stored files are zeros."""

    def __init__(self, segments: list[bytes | Stored], size: int) -> None:
        self._segments, self._size, self._at = segments, size, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        stop = self._size if size < 0 else min(self._size, self._at + size)
        at, taken = 0, b""
        for each in self._segments:
            length = each.size if isinstance(each, Stored) else len(each)
            low, high = max(self._at, at) - at, min(stop, at + length) - at
            if low < high:
                taken += bytes(high - low) if isinstance(each, Stored) else each[low:high]
            at += length
        self._at = stop
        return taken


def test_checksums_are_reckoned_once_and_by_few_at_a_time(
    store: EmbeddedStore, package: Package
) -> None:
    files = tuple(list_files(store, package.cid))
    checksums, entered, go_on = Checksums(), threading.Event(), threading.Event()

    class Slow(EmbeddedStore):
        """Waits before it gives the first block."""

        def get(self, cid: object) -> bytes:
            entered.set()
            assert go_on.wait(60)
            return store.get(cid)  # type: ignore[arg-type]

    slow = Slow.__new__(Slow)
    first = threading.Thread(target=checksums.of, args=(slow, package.cid, files))
    first.start()
    assert entered.wait(60)
    with pytest.raises(Unavailable) as busy:
        checksums.of(store, package.cid, files)
    assert busy.value.code == "content.preparing"
    go_on.set()
    first.join()
    known = checksums.of(NoStore(), package.cid, files)
    assert list(known) == [zlib.crc32(FILES[each.path]) for each in files]


def test_damage_ends_what_is_given(tmp_path: Path, form: Form) -> None:
    store = EmbeddedStore(tmp_path / "content")
    files = {"a": b"a", "b": KeyStream("b", 3 * MIB).read(3 * MIB)}
    package = pack(entries(written(tmp_path / "tree", files)), description(), store)
    content = opened(store, package, form)
    last = hashlib.sha256(files["b"][2 * MIB :]).hexdigest()
    (block,) = (tmp_path / "content").rglob(f"1220{last}*")
    block.chmod(0o600)
    block.write_bytes(b"damaged")
    with pytest.raises(VerificationError) as damaged:
        b"".join(content.read(0, content.size))
    assert damaged.value.code == "content.damaged"


def test_what_lies_before_a_part_is_not_read() -> None:
    large = Stored(Cid(RAW, Digest(bytes(32))), 1 << 40)
    segments: list[bytes | Stored] = [b"abc", large, b"xyz"]
    assert b"".join(content_of(NoStore(), segments, 1, 3)) == b"bc"
    assert b"".join(content_of(NoStore(), segments, (1 << 40) + 4, (1 << 40) + 6)) == b"yz"
