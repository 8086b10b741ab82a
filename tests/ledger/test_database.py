"""The databases: what SQLite is told, units of work, and what happens when a database fails."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from sqlmodel import select

from ledger.assets import tables as asset_tables
from ledger.database import IndexRow, VaultRow, open_database, reading, writing
from ledger.errors import Unavailable
from ledger.index.tables import MetaRow
from ledger.participants.tables import SubjectRow
from tests.support.chain import opened

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

assert asset_tables.__all__  # once imported, its tables belong to the index


@pytest.mark.parametrize(("base", "synchronous"), [(IndexRow, 1), (VaultRow, 2)])
def test_sqlite_has_a_log_waits_for_locks_and_syncs_the_vault_fully(
    tmp_path: Path, base: type[IndexRow | VaultRow], synchronous: int
) -> None:
    with opened(tmp_path / "a.db", base) as engine, engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": synchronous,
        "busy_timeout": 10_000,
        "foreign_keys": 1,
    }


def test_the_index_holds_no_table_of_the_vault_nor_the_reverse(tmp_path: Path) -> None:
    assert SubjectRow.__tablename__ not in IndexRow.metadata.tables
    assert MetaRow.__tablename__ not in VaultRow.metadata.tables


def test_a_unit_of_work_is_kept_whole(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", IndexRow) as engine:
        with writing(engine) as session:
            session.add_all([MetaRow(key="a", value="1"), MetaRow(key="b", value="2")])
        with reading(engine) as session:
            assert len(session.exec(select(MetaRow)).all()) == 2


def test_an_error_takes_back_the_whole_unit_of_work(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", IndexRow) as engine:
        with pytest.raises(KeyError):
            _write_and_fail(engine)
        with reading(engine) as session:
            assert session.exec(select(MetaRow)).all() == []


def _write_and_fail(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(MetaRow(key="a", value="1"))
        session.flush()
        raise KeyError


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", IndexRow) as engine, reading(engine) as session:
        assert session.exec(select(MetaRow)).all() == []
        with writing(engine) as other:
            other.add(MetaRow(key="a", value="1"))
        assert session.exec(select(MetaRow)).all() == []


@pytest.mark.parametrize(
    "url", ["no url", "nosuchdb://host/name", "sqlite:////no/such/folder/a.db"]
)
def test_a_database_that_cannot_be_opened_is_unavailable(url: str) -> None:
    with pytest.raises(Unavailable, match=r"database\.unreachable"):
        open_database(url, IndexRow)


def test_a_database_that_fails_is_unavailable(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", IndexRow) as engine:
        with writing(engine) as session:
            session.execute(text("DROP TABLE index_meta"))
        with pytest.raises(Unavailable, match=r"database\.failed"), reading(engine) as session:
            session.exec(select(MetaRow)).all()


@pytest.mark.parametrize("base", [IndexRow, VaultRow])
def test_every_table_can_be_made_in_postgresql(base: type[IndexRow | VaultRow]) -> None:
    assert base.metadata.sorted_tables
    for table in base.metadata.sorted_tables:
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))


_OPEN = """
import sys
from ledger.database import IndexRow, open_database
from ledger.index import tables
sys.stdin.readline()
open_database(sys.argv[1], IndexRow).dispose()
"""


def test_several_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _OPEN, f"sqlite:///{tmp_path / 'a.db'}"]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0] * 4
