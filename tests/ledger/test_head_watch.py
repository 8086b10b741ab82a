"""The head of an index is read again when somebody has written, and not otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, event

from ledger.database import IndexRow, open_database, writing
from ledger.errors import Unavailable
from ledger.index.tables import BlockRow
from ledger.index.watch import HeadWatch

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def _block(number: int) -> BlockRow:
    return BlockRow(
        number=number,
        hash=f"0x{number:064x}",
        parent_hash=f"0x{number - 1:064x}",
        timestamp=1_700_000_000 + number,
        sealer=None,
        state_root="0x" + "00" * 32,
        gas_used=0,
        gas_limit=0,
    )


def _add(url: str, number: int) -> None:
    """As another process does."""
    with writing(open_database(url, IndexRow)) as session:
        session.add(_block(number))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'index.db'}"


def test_the_head_is_read_again_only_when_another_has_committed(url: str) -> None:
    engine = open_database(url, IndexRow)
    watch, read = HeadWatch(engine), _selects(engine)
    assert watch.prompt
    assert watch.head() is None
    assert watch.head() is None
    assert len(read) == 1
    for number in (1, 2, 3):
        _add(url, number)
        for _ in range(5):
            head = watch.head()
            assert head is not None
            assert (head.number, head.hash) == (number, f"0x{number:064x}")
    assert len(read) == 4
    with writing(engine) as session:
        session.add(_block(4))
    assert (head := watch.head()) is not None
    assert head.number == 4


def test_a_database_that_cannot_be_read_is_told_and_a_later_one_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    engine = create_engine(f"sqlite:///{folder / 'index.db'}")
    watch = HeadWatch(engine)
    for _ in range(2):
        with pytest.raises(Unavailable) as refusal:
            watch.head()
        assert refusal.value.code == "database.failed"
    folder.mkdir()
    _add(f"sqlite:///{folder / 'index.db'}", 7)
    assert (head := watch.head()) is not None
    assert head.number == 7


def _selects(engine: Engine) -> list[str]:
    found: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            found.append(statement)

    return found
