"""Batches on PostgreSQL answer as they do on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from depository.batches.holdings import BatchHoldings
from depository.batches.model import Record
from depository.batches.settling import Settling
from depository.batches.store import BatchStore
from depository.history_store import HistoryStore
from depository.metadata import Access, Origin, PackageKind
from depository.subject import read_subject
from ledger.database import IndexRow, open_database, writing
from ledger.index.writer import write_blocks
from ledger.participants.projection import ParticipantsProjection
from ledger.types import BatchId, BlockNumber, ParticipantId
from tests.depository.recorded import OPERATOR, Recording, packed
from tests.engines.postgresql import running_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

pytestmark = pytest.mark.engines


@pytest.fixture
def postgresql() -> Iterator[Engine]:
    with running_postgresql() as url:
        engine = open_database(url, IndexRow)
        yield engine
        engine.dispose()


def test_batches_are_told_alike(postgresql: Engine, tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    packages = [packed(recording.content, {"a": b"%d" % each}) for each in range(4)]
    kind, access, origin = PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE
    records = [Record(each.root, each.size, kind, access, origin) for each in packages]
    recording.keep(recording.batch(1, records))
    recording.batch(2, records[:2])
    recording.deposited(1, packages[1].root)
    recording.emit("depository", "TakenOut", batch=1, index=1, number=1)
    recording.emit("depository", "BatchAccepted", batch=1, operator=OPERATOR)
    recording.settle()
    with writing(postgresql) as session:
        write_blocks(session, recording.sealed)
        for event in recording.events:
            for projection in (ParticipantsProjection(), *recording.projections):
                projection.apply(session, event)
    while Settling(postgresql, recording.content).settle():
        pass
    told = [_told(engine, packages) for engine in (recording.engine, postgresql)]
    assert told[0] == told[1]
    assert told[0]["standing"] == 4 - 1 + 2 + 1


def _told(engine: Engine, packages: list[Any]) -> dict[str, Any]:
    store, holdings = BatchStore(engine), BatchHoldings(engine)
    roots = [each.root for each in packages]
    return {
        "batches": store.batches(10, None, None, None),
        "records": store.records(BatchId(1), 10, None),
        "matches": [store.matches(read_subject(each.swhid)) for each in packages],
        "files": [store.matches(each.files[0].sha256) for each in packages],
        "holders": [store.holder(each.files[0].cid) for each in packages],
        "claims": store.claims(ParticipantId(1), roots),
        "parts": list(holdings.after()),
        "awaited": list(holdings.awaited()),
        "concerned": holdings.concerned(roots),
        "recorded": [holdings.is_recorded(each) for each in roots],
        "standing": HistoryStore(engine).yearly(BlockNumber(1)).standing,
    }
