"""Batches in the tests of the index: records with and without packages, and what is told."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlmodel import select

from depository.batches.model import Record
from depository.batches.tables import RecordRow
from depository.metadata import Access, Origin, PackageKind
from ledger.database import reading
from ledger.types import BatchId, Digest
from tests.depository.recorded import Recording, packed

if TYPE_CHECKING:
    from depository.batches.register import BatchRecord
    from depository.package import Package

__all__ = ["ONE", "TWO", "of", "records", "rows", "some_packages", "unheld"]

ONE = BatchId(1)
TWO = BatchId(2)


def of(package: Package, **changes: object) -> Record:
    """The record of a package."""
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
    """Packages of one file each, whose content is held."""
    return [packed(recording.content, {"a": b"%d" % each}) for each in range(count)]


def records(recording: Recording, number: BatchId) -> tuple[BatchRecord, ...]:
    """The records of a batch that the index tells."""
    return recording.batches.records(number, 200, None).items


def rows(recording: Recording) -> int:
    """How many records have rows."""
    with reading(recording.engine) as session:
        return len(session.exec(select(RecordRow)).all())
