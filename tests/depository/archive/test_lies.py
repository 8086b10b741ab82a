"""An archive that lies, is damaged, or is more than an archive, is refused within bounds."""

from __future__ import annotations

import io
import os
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository.archive import ArchiveKind, entries
from ledger.errors import QoimaError
from tests.support.packages import (
    bundled,
    drained,
    refusal_of,
    tarred,
    tarred_xz,
    tarred_zst,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = {"good.txt": b"good", "folder/fine.txt": b"fine"}
MAKERS: dict[ArchiveKind, Callable[..., Path]] = {
    ArchiveKind.ZIP: zipped,
    ArchiveKind.TAR: tarred,
    ArchiveKind.TAR_GZ: partial(tarred, mode="w:gz"),
    ArchiveKind.TAR_XZ: tarred_xz,
    ArchiveKind.TAR_ZST: tarred_zst,
    ArchiveKind.GIT_BUNDLE: bundled,
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[ArchiveKind, bytes]:
    """A small archive of each form."""
    folder = tmp_path_factory.mktemp("good")
    return {kind: make(folder / kind, GOOD).read_bytes() for kind, make in MAKERS.items()}


@pytest.mark.parametrize("kind", MAKERS)
def test_an_archive_cut_anywhere_is_refused(tmp_path: Path, kind: ArchiveKind) -> None:
    tree = {"x": os.urandom(3000), "y": os.urandom(10)}
    whole = MAKERS[kind](tmp_path / "a", tree).read_bytes()
    needed = len(whole.rstrip(b"\0")) if kind is ArchiveKind.TAR else len(whole)
    for length in (*range(16, needed, 97), needed - 1):
        (tmp_path / "b").write_bytes(whole[:length])
        refusal = refusal_of(tmp_path / "b", kind=kind)
        assert refusal.code in {"archive.truncated", "archive.damaged"}, length


def _outcome(path: Path, kind: ArchiveKind) -> str:
    try:
        drained(path, kind=kind)
    except QoimaError as error:
        return error.code
    return "archive.read"


@pytest.mark.parametrize("kind", MAKERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bytes_changed_anywhere_are_read_or_refused_but_never_break_us(
    good: dict[ArchiveKind, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    kind: ArchiveKind,
    data: st.DataObject,
) -> None:
    whole = bytearray(good[kind])
    for _ in range(3):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    spoiled = tmp_path_factory.mktemp("spoiled") / "b"
    spoiled.write_bytes(whole)
    assert _outcome(spoiled, kind).startswith("archive.")


def test_a_file_within_the_archive_is_read_only_to_its_stated_end(tmp_path: Path) -> None:
    archive = tarred(tmp_path / "a", {"x": b"12345", "y": b"67890"})
    read = {entry.path: io.BytesIO(entry.source.read(100)).getvalue() for entry in entries(archive)}
    assert read == {"x": b"12345", "y": b"67890"}


def test_a_file_that_nobody_reads_is_passed_over(tmp_path: Path) -> None:
    for make in (zipped, tarred):
        archive = make(tmp_path / "a", {"x": b"1" * 2000, "y": b"2"})
        assert [entry.path for entry in entries(archive)] == ["x", "y"]
