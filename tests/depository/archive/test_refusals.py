"""Hostile names, links, devices and bombs are refused, each with its reason and its name."""

from __future__ import annotations

import os
import stat
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from depository.archive import ArchiveRefused, Limits
from tests.support.packages import drained, refusal_of, tarred, written, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20
GOOD = {"good.txt": b"good", "folder/fine.txt": b"fine"}


NAMES = [
    ("../escape", "archive.path-escapes"),
    ("a/../../escape", "archive.path-escapes"),
    ("a/..", "archive.path-escapes"),
    ("/etc/passwd", "archive.absolute-path"),
    ("C:/windows", "archive.absolute-path"),
    ("c:evil", "archive.absolute-path"),
    ("..\\escape", "archive.backslash"),
    ("a\\b", "archive.backslash"),
    ("a//b", "archive.path-not-plain"),
    ("a/./b", "archive.path-not-plain"),
    ("a\nb", "archive.control-character"),
    ("a\x7fb", "archive.control-character"),
    ("txt\u202efdp", "archive.control-character"),
    ("n" * 256, "archive.name-too-long"),
    ("/".join(["n" * 100] * 50), "archive.name-too-long"),
    ("/".join("d" * 65), "archive.too-deep"),
    ("GOOD.TXT", "archive.names-alike"),
    ("Folder/other.txt", "archive.names-alike"),
    ("good.txt", "archive.duplicate-name"),
    ("good.txt/below", "archive.file-and-directory"),
    ("folder", "archive.file-and-directory"),
]


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz"])
@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_hostile_name_is_refused_in_every_form(
    tmp_path: Path, form: str, name: str, code: str
) -> None:
    archive = tmp_path / "archive"
    if form == "zip":
        with zipfile.ZipFile(archive, "w") as packed:
            for path in (*GOOD, name):
                record = zipfile.ZipInfo("x")
                record.filename = path
                if path == "good.txt" and name == "good.txt":
                    packed.NameToInfo.clear()
                packed.writestr(record, b"x")
    else:
        with tarfile.open(archive, "w:gz" if form == "tar.gz" else "w") as tar:
            for path in (*GOOD, name):
                tar.addfile(tarfile.TarInfo(path))
    refusal = refusal_of(archive)
    assert refusal.code == code
    assert str(refusal.facts["name"]).startswith(name[:1])


def test_two_names_equal_after_nfc_are_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"й.txt": b"1", "и\u0306.txt": b"2"})
    assert refusal_of(archive).code == "archive.duplicate-name"
    folder = written(tmp_path / "tree", {"й.txt": b"1", "и\u0306.txt": b"2"})
    assert refusal_of(folder).code == "archive.duplicate-name"
    folder = written(tmp_path / "case", {"Қойма": b"1", "қойма": b"2"})
    assert refusal_of(folder).code == "archive.names-alike"


TYPES = [
    (tarfile.SYMTYPE, "archive.symlink"),
    (tarfile.LNKTYPE, "archive.hard-link"),
    (tarfile.CHRTYPE, "archive.device"),
    (tarfile.BLKTYPE, "archive.device"),
    (tarfile.FIFOTYPE, "archive.device"),
    (b"V", "archive.unsupported-entry"),
    (tarfile.GNUTYPE_SPARSE, "archive.unsupported-entry"),
]


@pytest.mark.parametrize(("kind", "code"), TYPES)
def test_a_member_that_is_no_file_is_refused(tmp_path: Path, kind: bytes, code: str) -> None:
    archive = tmp_path / "a.tar"
    member = tarfile.TarInfo("link")
    member.type, member.linkname = kind, "/etc/passwd"
    archive.write_bytes(member.tobuf(tarfile.USTAR_FORMAT) + bytes(1024))
    refusal = refusal_of(archive)
    assert (refusal.code, refusal.facts["name"]) == (code, "link")


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        (stat.S_IFLNK, "archive.symlink"),
        (stat.S_IFCHR, "archive.device"),
        (stat.S_IFIFO, "archive.device"),
        (stat.S_IFSOCK, "archive.device"),
    ],
)
def test_a_zipped_link_or_device_is_refused(tmp_path: Path, mode: int, code: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        record = zipfile.ZipInfo("link")
        record.external_attr = (mode | 0o777) << 16
        packed.writestr(record, "/etc/passwd")
    assert refusal_of(tmp_path / "a.zip").code == code


def test_links_and_pipes_in_a_folder_are_refused_and_all_are_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "tree", GOOD)
    (folder / "to-file").symlink_to("good.txt")
    (folder / "to-folder").symlink_to("/", target_is_directory=True)
    (folder / "broken").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    refusal = refusal_of(folder)
    assert isinstance(refusal, ArchiveRefused)
    found = {(problem.code, problem.facts["name"]) for problem in refusal.problems}
    assert found == {
        ("archive.symlink", "to-file"),
        ("archive.symlink", "to-folder"),
        ("archive.symlink", "broken"),
        ("archive.device", "pipe"),
    }
    assert refusal.facts["count"] == 4


def test_a_folder_with_names_that_are_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "tree") + b"/\xff\xfe")).write_bytes(b"x")
    assert refusal_of(tmp_path / "tree").code == "archive.name-not-utf8"


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_every_bad_file_of_an_archive_is_named(tmp_path: Path, form: str) -> None:
    tree = {"ok": b"x", "../one": b"x", "/two": b"x", "a\\three": b"x"}
    make = zipped if form == "zip" else tarred
    refusal = refusal_of(make(tmp_path / "archive", tree))
    assert isinstance(refusal, ArchiveRefused)
    assert refusal.facts["names"] == ("../one", "/two", "a\\three")
    assert refusal.facts["codes"] == (
        "archive.path-escapes",
        "archive.absolute-path",
        "archive.backslash",
    )


def test_no_more_than_a_hundred_problems_are_gathered(tmp_path: Path) -> None:
    refusal = refusal_of(tarred(tmp_path / "a", {f"../{n}": b"" for n in range(5000)}))
    assert refusal.facts["count"] == 100


@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_of_nothing_is_refused(tmp_path: Path, make: Callable[..., Path]) -> None:
    assert refusal_of(make(tmp_path / "a", {})).code == "archive.empty"
    (tmp_path / "tree" / "only" / "folders").mkdir(parents=True)
    assert refusal_of(tmp_path / "tree").code == "archive.empty"


BOUNDS = [
    (Limits(max_file_bytes=9), "archive.file-too-large"),
    (Limits(max_total_bytes=18), "archive.too-large"),
    (Limits(max_files=1), "archive.too-many-files"),
    (Limits(max_depth=2), "archive.too-deep"),
    (Limits(max_name_bytes=8), "archive.name-too-long"),
]


@pytest.mark.parametrize("form", ["directory", "zip", "tar"])
@pytest.mark.parametrize(("limits", "code"), BOUNDS)
def test_a_bound_holds_in_every_form_and_just_within_it_all_is_taken(
    tmp_path: Path, form: str, limits: Limits, code: str
) -> None:
    tree = {"a/b/c.txt": b"0123456789", "d.txt": b"012345678"}
    makers: dict[str, Callable[..., Path]] = {"directory": written, "zip": zipped, "tar": tarred}
    make = makers[form]
    path = make(tmp_path / "it", tree)
    assert drained(path, Limits(10, 19, 2, 3, 9)) == 19
    assert refusal_of(path, limits).code == code


def test_bombs_are_refused_by_their_ratio(tmp_path: Path) -> None:
    zeros = {"bomb": bytes(20 * MIB)}
    assert refusal_of(zipped(tmp_path / "a.zip", zeros)).code == "archive.ratio"
    assert refusal_of(tarred(tmp_path / "a.tgz", zeros, "w:gz")).code == "archive.expands-too-much"
    assert drained(zipped(tmp_path / "b.zip", zeros), Limits(max_ratio=1100)) == 20 * MIB
