"""Hostile names, links, devices and bombs are refused, each with its reason and its name."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from depository.archive import ArchiveRefused, Limits, entries
from ledger.errors import Rejected
from tests.depository.archive.packs import BLOB, PackMaker, entry, of_tree
from tests.support.packages import (
    bundled,
    drained,
    refusal_of,
    tarred,
    tarred_xz,
    tarred_zst,
    written,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20
GOOD = {"good.txt": b"good", "folder/fine.txt": b"fine"}


def test_two_names_equal_after_nfc_are_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"й.txt": b"1", "и\u0306.txt": b"2"})
    assert refusal_of(archive).code == "archive.duplicate-name"
    folder = written(tmp_path / "tree", {"й.txt": b"1", "и\u0306.txt": b"2"})
    assert refusal_of(folder).code == "archive.duplicate-name"
    folder = written(tmp_path / "case", {"Қойма": b"1", "қойма": b"2"})
    assert refusal_of(folder).code == "archive.names-alike"


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


def test_every_file_of_a_zip_with_bad_bytes_is_named(tmp_path: Path) -> None:
    tree = {name: b"%d" % place * 50 for place, name in enumerate("abcd")}
    data = zipped(tmp_path / "a.zip", tree, zipfile.ZIP_STORED).read_bytes()
    for place in (1, 3):
        data = data.replace(b"%d" % place * 50, b"x" * 50)
    (tmp_path / "a.zip").write_bytes(data)
    refusal = refusal_of(tmp_path / "a.zip")
    assert refusal.facts["codes"] == ("archive.damaged", "archive.damaged")
    assert refusal.facts["names"] == ("b", "d")


def test_every_file_of_a_folder_that_changes_meanwhile_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "tree", {"a": b"a", "b": b"b", "c": b"c", "d": b"d"})
    files = entries(folder)
    next(files)
    (folder / "b").unlink()
    (folder / "d").write_bytes(b"longer")
    with pytest.raises(Rejected) as refused:
        list(files)
    assert refused.value.facts["names"] == ("b", "d")
    assert refused.value.facts["codes"] == ("archive.unreadable", "archive.changed")


def test_every_file_that_a_bundle_lacks_is_named(tmp_path: Path) -> None:
    maker = PackMaker()
    there = maker.add(BLOB, b"x")
    items = [entry("100644", "a", bytes(20)), entry("120000", "b", there)]
    (tmp_path / "a").write_bytes(of_tree(maker, [*items, entry("100644", "c", b"c" * 20)]))
    refusal = refusal_of(tmp_path / "a")
    assert refusal.facts["names"] == ("a", "b", "c")
    assert refusal.facts["codes"] == (
        "archive.git-object-missing",
        "archive.symlink",
        "archive.git-object-missing",
    )


def test_no_more_than_a_hundred_problems_are_gathered(tmp_path: Path) -> None:
    refusal = refusal_of(tarred(tmp_path / "a", {f"../{n}": b"" for n in range(5000)}))
    assert refusal.facts["count"] == 100


@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_of_nothing_is_refused(tmp_path: Path, make: Callable[..., Path]) -> None:
    assert refusal_of(make(tmp_path / "a", {})).code == "archive.empty"
    (tmp_path / "tree" / "only" / "folders").mkdir(parents=True)
    assert refusal_of(tmp_path / "tree").code == "archive.empty"


FORMS: dict[str, Callable[..., Path]] = {
    "directory": written,
    "zip": zipped,
    "tar": tarred,
    "tar.xz": tarred_xz,
    "tar.zst": tarred_zst,
    "git-bundle": bundled,
}
BOUNDS = [
    (Limits(max_file_bytes=9), "archive.file-too-large"),
    (Limits(max_total_bytes=18), "archive.too-large"),
    (Limits(max_files=1), "archive.too-many-files"),
    (Limits(max_depth=2), "archive.too-deep"),
    (Limits(max_name_bytes=8), "archive.name-too-long"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("limits", "code"), BOUNDS)
def test_a_bound_holds_in_every_form_and_just_within_it_all_is_taken(
    tmp_path: Path, form: str, limits: Limits, code: str
) -> None:
    tree = {"a/b/c.txt": b"0123456789", "d.txt": b"012345678"}
    path = FORMS[form](tmp_path / "it", tree)
    assert drained(path, Limits(10, 19, 2, 3, 9)) == 19
    assert refusal_of(path, limits).code == code


def test_a_ratio_that_the_operator_allows_is_taken(tmp_path: Path) -> None:
    zeros = zipped(tmp_path / "a.zip", {"bomb": bytes(20 * MIB)})
    assert refusal_of(zeros).code == "archive.ratio"
    assert drained(zeros, Limits(max_ratio=1100)) == 20 * MIB
