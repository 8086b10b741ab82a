"""An archive that lies, is damaged, or is more than an archive, is refused within bounds."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository.archive import ArchiveKind, ArchiveRefused, entries
from ledger.errors import QoimaError
from tests.support.packages import drained, refusal_of, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20
GOOD = {"good.txt": b"good", "folder/fine.txt": b"fine"}


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", GOOD)
    data = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    archive.write_bytes(data)
    refusal = refusal_of(archive)
    assert (refusal.code, refusal.facts["name"]) == ("archive.encrypted", "good.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_is_refused(tmp_path: Path, method: int) -> None:
    refusal = refusal_of(zipped(tmp_path / "a.zip", {"x": b"x"}, method))
    assert refusal.code == "archive.unsupported-compression"
    assert refusal.facts["method"] == method


def _patched(archive: Path, signature: bytes, offset: int, value: bytes) -> Path:
    data = bytearray(archive.read_bytes())
    at = data.index(signature) + offset
    data[at : at + len(value)] = value
    archive.write_bytes(data)
    return archive


@pytest.mark.parametrize(
    ("size", "code"), [(1, "archive.size-differs"), (900_000, "archive.size-differs")]
)
def test_a_size_that_lies_is_found_out_when_the_file_is_read(
    tmp_path: Path, size: int, code: str
) -> None:
    archive = zipped(tmp_path / "a.zip", {"liar": b"0123456789" * 1000})
    _patched(archive, b"PK\x01\x02", 24, struct.pack("<L", size))
    assert refusal_of(archive).code == code


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        archive = zipped(tmp_path / "a.zip", {"x": b"0123456789" * 10}, method)
        _patched(archive, b"PK\x01\x02", 16, b"\0\0\0\0")
        refusal = refusal_of(archive)
        assert (refusal.code, refusal.facts["name"]) == ("archive.damaged", "x")


def test_overlapping_files_are_refused(tmp_path: Path) -> None:
    # The pattern of the overlapping-file bomb: several records of one place.
    one = zipped(tmp_path / "a.zip", {"a": b"x" * 5000}, zipfile.ZIP_STORED).read_bytes()
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    record = one[at:end]
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, 2 * len(record), at, 0)
    (tmp_path / "b.zip").write_bytes(one[:at] + record * 2 + tail)
    refusal = refusal_of(tmp_path / "b.zip")
    assert isinstance(refusal, ArchiveRefused)
    assert {"archive.overlap", "archive.duplicate-name"} == {p.code for p in refusal.problems}


def test_a_local_header_that_says_otherwise_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"good": b"x"})
    _patched(archive, b"PK\x03\x04", 30, b"evil")
    assert refusal_of(archive).code == "archive.headers-disagree"


def test_a_zip_that_is_something_else_too_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", GOOD).read_bytes()
    (tmp_path / "before").write_bytes(b"#!/bin/sh\nexit\n" + whole)
    (tmp_path / "behind").write_bytes(whole + b"%PDF-1.7")
    for name in ("before", "behind"):
        refusal = refusal_of(tmp_path / name, kind=ArchiveKind.ZIP)
        assert refusal.code == "archive.foreign-data"


def test_a_tar_with_something_behind_it_is_refused(tmp_path: Path) -> None:
    whole = tarred(tmp_path / "a", GOOD).read_bytes()
    (tmp_path / "b").write_bytes(whole + whole)
    assert refusal_of(tmp_path / "b").code == "archive.foreign-data"
    (tmp_path / "c").write_bytes(gzip.compress(whole) + b"more")
    assert refusal_of(tmp_path / "c").code == "archive.damaged"


def test_names_in_another_encoding_are_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"aaaa": b"x"})
    data = archive.read_bytes().replace(b"aaaa", "қй".encode("utf-16-le")[:4])
    archive.write_bytes(data.replace("қй".encode("utf-16-le")[:4], b"\xaa\xe2\xff\xfe"))
    assert refusal_of(archive).code == "archive.name-not-utf8"
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.USTAR_FORMAT, encoding="cp1251") as t:
        t.addfile(tarfile.TarInfo("файл"))
    assert refusal_of(tmp_path / "a.tar").code == "archive.name-not-utf8"


@pytest.mark.parametrize("make", [zipped, tarred, lambda p, t: tarred(p, t, "w:gz")])
def test_an_archive_cut_anywhere_is_refused(tmp_path: Path, make: Callable[..., Path]) -> None:
    whole = make(tmp_path / "a", {"x": os.urandom(3000), "y": os.urandom(10)}).read_bytes()
    needed = len(whole.rstrip(b"\0")) if whole[:2] != b"\x1f\x8b" else len(whole)
    for length in range(512, needed, 97):
        (tmp_path / "b").write_bytes(whole[:length])
        refusal = refusal_of(tmp_path / "b", kind=_kind(whole))
        assert refusal.code in {"archive.truncated", "archive.damaged"}, length


def _outcome(path: Path, kind: ArchiveKind) -> str:
    try:
        drained(path, kind=kind)
    except QoimaError as error:
        return error.code
    return "archive.read"


def _kind(data: bytes) -> ArchiveKind:
    if data[:2] == b"PK":
        return ArchiveKind.ZIP
    return ArchiveKind.TAR_GZ if data[:2] == b"\x1f\x8b" else ArchiveKind.TAR


@pytest.mark.parametrize("make", [zipped, tarred, lambda p, t: tarred(p, t, "w:gz")])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bytes_changed_anywhere_are_read_or_refused_but_never_break_us(
    tmp_path_factory: pytest.TempPathFactory, make: Callable[..., Path], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("spoiled")
    whole = bytearray(make(folder / "a", GOOD).read_bytes())
    for _ in range(3):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    (folder / "b").write_bytes(whole)
    assert _outcome(folder / "b", _kind(bytes(whole))).startswith("archive.")


def test_an_extended_header_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    member = tarfile.TarInfo("pax")
    member.type, member.size = tarfile.XHDTYPE, 1 << 30
    (tmp_path / "a").write_bytes(member.tobuf(tarfile.USTAR_FORMAT) + bytes(2048))
    assert refusal_of(tmp_path / "a").code == "archive.damaged"


def test_a_global_header_may_not_rename_what_follows(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a", "w", pax_headers={"path": "../evil"}) as packed:
        packed.addfile(tarfile.TarInfo("good"))
    assert refusal_of(tmp_path / "a").code == "archive.damaged"


def test_a_bomb_of_a_gigabyte_costs_little_memory(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    member = tarfile.TarInfo("bomb")
    member.size = 1 << 30
    with (tmp_path / "bomb").open("wb") as file:
        file.write(packer.compress(member.tobuf(tarfile.USTAR_FORMAT)))
        for _ in range(64):
            file.write(packer.compress(bytes(MIB)))
        file.write(packer.flush())
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from depository.archive import entries; from ledger.errors import Rejected\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    for entry in entries(Path(sys.argv[1])):\n"
        "        while entry.source.read(1 << 20): pass\n"
        "except Rejected as error: print(error.code)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "bomb")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    code, grown = ran.stdout.split()
    assert code == "archive.expands-too-much"
    assert int(grown) < 32


def test_a_file_within_the_archive_is_read_only_to_its_stated_end(tmp_path: Path) -> None:
    archive = tarred(tmp_path / "a", {"x": b"12345", "y": b"67890"})
    read = {entry.path: io.BytesIO(entry.source.read(100)).getvalue() for entry in entries(archive)}
    assert read == {"x": b"12345", "y": b"67890"}


def test_a_file_that_nobody_reads_is_passed_over(tmp_path: Path) -> None:
    for make in (zipped, tarred):
        archive = make(tmp_path / "a", {"x": b"1" * 2000, "y": b"2"})
        assert [entry.path for entry in entries(archive)] == ["x", "y"]
