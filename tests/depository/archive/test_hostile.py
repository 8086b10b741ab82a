"""Every archive of the hostile corpus is refused for its own reason, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from depository.archive import ArchiveKind, Limits
from tests.depository.archive.hostile import CORPUS
from tests.depository.archive.reader import Reader
from tests.support.packages import zipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.depository.archive.hostile.row import Hostile

ALL_MIB = 192
"""No refusal of an archive takes more memory than this, whatever the archive says."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def test_the_corpus_is_large_and_names_each_archive_once() -> None:
    assert len({str(row) for row in CORPUS}) == len(CORPUS) >= 200
    assert len({code for row in CORPUS for code in row.codes.split()}) >= 40
    assert {row.kind for row in CORPUS} == set(ArchiveKind) - {
        ArchiveKind.DIRECTORY,
        ArchiveKind.FILE,
    }
    assert max(row.mib for row in CORPUS) <= ALL_MIB


@pytest.mark.parametrize("row", CORPUS, ids=str)
def test_a_hostile_archive_is_refused_for_its_reason_within_bounds(
    tmp_path: Path, reader: Reader, row: Hostile
) -> None:
    path = tmp_path / "archive"
    row.make(path)
    outcome = reader.read(path, row.kind, row.limits)
    assert outcome.codes == tuple(row.codes.split())
    assert outcome.mib <= row.mib


def test_the_process_that_refuses_also_reads_what_is_good(tmp_path: Path, reader: Reader) -> None:
    archive = zipped(tmp_path / "a.zip", {"a": b"a"})
    assert reader.read(archive, ArchiveKind.ZIP, Limits()).codes == ()
