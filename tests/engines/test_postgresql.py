"""The index and the vault on PostgreSQL answer as they do on SQLite."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Boolean, Column, LargeBinary, String, delete, insert, text
from sqlmodel import select

from depository.blocks import EmbeddedStore
from depository.projection import DepositProjection
from ledger.database import IndexRow, VaultRow, add_rows, open_database, reading, writing
from ledger.dump import dump_rows, load_rows
from ledger.errors import Unavailable
from ledger.index.indexer import Indexer
from ledger.index.tables import MetaRow
from ledger.index.translate import indexed_head
from ledger.tallies.model import Period, Unit, Zone
from ledger.tallies.store import Tallies
from ledger.types import Timestamp
from mining_registry.projection import NotificationProjection
from tests.cli.test_migrations import differences
from tests.engines.postgresql import running_postgresql
from tests.support.chain import connect, dump, opened, projections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from ledger.index.projection import Projection
    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with running_postgresql() as url:
        yield url


@pytest.fixture
def registers(tmp_path: Path) -> list[Projection]:
    return [DepositProjection(EmbeddedStore(tmp_path / "content")), NotificationProjection()]


def test_the_index_holds_the_same_rows(
    recorded: Recorded, postgresql: str, tmp_path: Path, registers: list[Projection]
) -> None:
    chain = connect(recorded.node)
    on_postgresql = open_database(postgresql, IndexRow)
    with opened(tmp_path / "index.db", IndexRow) as on_sqlite:
        for engine in (on_postgresql, on_sqlite):
            Indexer(chain, engine, projections(*registers)).catch_up()
        assert dump(on_postgresql) == dump(on_sqlite)
        Indexer(chain, on_postgresql, projections(*registers)).rebuild()
        assert dump(on_postgresql) == dump(on_sqlite)
        assert _counted(on_postgresql) == _counted(on_sqlite)
        kept = dump(on_postgresql)
        with on_postgresql.begin() as connection:
            connection.execute(text("DROP TABLE tally, deposit_word"))
            connection.execute(text("DROP INDEX ix_redemption_status, ix_transaction_failed"))
            connection.execute(text("UPDATE index_version SET version_num = '0008'"))
        on_postgresql.dispose()
        on_postgresql = open_database(postgresql, IndexRow)
        assert dump(on_postgresql) == kept, (
            "what is indexed already is tallied and read by the revisions"
        )
    on_postgresql.dispose()


def _counted(engine: Engine) -> list[object]:
    """What the statistics read of a database."""
    tallies = Tallies(engine)
    with reading(engine) as session:
        head = indexed_head(session)
    assert head is not None
    periods = [
        Period.of(unit, zone, None, zone.day(head.timestamp)) for unit in Unit for zone in Zone
    ]
    shown = [tallies.buckets(["blocks", "movements.issue"], each) for each in periods]
    over = replace(head, timestamp=Timestamp(head.timestamp + 2 * 86_400))
    return [tallies.totals(["blocks", "transactions"]), shown, list(tallies.whole_days(over))]


def test_a_reading_sees_the_database_as_of_one_moment(postgresql: str) -> None:
    engine = open_database(postgresql, IndexRow)
    with writing(engine) as session:
        session.add(MetaRow(key="view", value="before"))
    value = select(MetaRow.value).where(MetaRow.key == "view")
    with reading(engine) as seen:
        assert seen.exec(value).one() == "before"
        with writing(engine) as session:
            session.exec(select(MetaRow).where(MetaRow.key == "view")).one().value = "after"
        assert seen.exec(value).one() == "before"
    with reading(engine) as seen:
        assert seen.exec(value).one() == "after"
    with pytest.raises(Unavailable), reading(engine) as seen:
        seen.execute(delete(MetaRow))
    with writing(engine) as session:
        session.execute(delete(MetaRow))
    engine.dispose()


def test_what_is_read_again_and_again_is_prepared_once(postgresql: str) -> None:
    engine = open_database(postgresql, IndexRow)
    asked = select(MetaRow.value).where(MetaRow.key == "prepared")
    for _ in range(10):
        with reading(engine) as session:
            assert session.exec(asked).all() == []
    with reading(engine) as session:
        prepared = session.execute(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("index_meta" in statement for (statement,) in prepared)
    engine.dispose()


def test_rows_that_come_as_a_stream_are_whole_and_never_twice(postgresql: str) -> None:
    engine = open_database(postgresql, IndexRow)
    odd = {"key": "tab\tand \\N", "value": "line\nәже \\."}
    with writing(engine) as session:
        add_rows(session, {MetaRow: [odd]})
    with reading(engine) as session:
        assert (
            session.exec(select(MetaRow).where(MetaRow.key == odd["key"])).one().value
            == (odd["value"])
        )
    with pytest.raises(Unavailable) as failed, writing(engine) as session:
        add_rows(session, {MetaRow: [{"key": "more", "value": ""}, odd]})
    assert failed.value.code == "database.failed"
    with writing(engine) as session:
        assert [each.key for each in session.exec(select(MetaRow))] == [odd["key"]]
        session.execute(delete(MetaRow))
    engine.dispose()


def _sample(column: Column[Any]) -> object:
    if isinstance(column.type, LargeBinary):
        return bytes(range(32))
    if isinstance(column.type, Boolean):
        return True
    return "әже" if isinstance(column.type, String) else 7


def test_the_vault_travels_from_sqlite_to_postgresql_and_back(
    postgresql: str, tmp_path: Path
) -> None:
    tables, kept, back = VaultRow.metadata, io.BytesIO(), io.BytesIO()
    on_postgresql = open_database(postgresql, VaultRow)
    with opened(tmp_path / "one.db", VaultRow) as one, opened(tmp_path / "two.db", VaultRow) as two:
        with one.begin() as connection:
            for table in tables.sorted_tables:
                row = {column.name: _sample(column) for column in table.columns}
                connection.execute(insert(table).values(row))
        count = dump_rows(one, tables, kept)
        assert count == len(tables.sorted_tables) > 5
        kept.seek(0)
        assert load_rows(on_postgresql, tables, kept) == count
        assert dump_rows(on_postgresql, tables, back) == count
        assert back.getvalue() == kept.getvalue()
        back.seek(0)
        assert load_rows(two, tables, back) == count
    on_postgresql.dispose()


@pytest.mark.parametrize("base", [IndexRow, VaultRow])
def test_the_revisions_make_what_the_models_say(
    postgresql: str, base: type[IndexRow | VaultRow]
) -> None:
    engine = open_database(postgresql, base)
    assert differences(engine, base) == []
    engine.dispose()


def test_a_server_that_is_not_there_is_named_as_unreachable() -> None:
    with pytest.raises(Unavailable) as refusal:
        open_database("postgresql+psycopg://qoima@127.0.0.1:1/postgres", VaultRow)
    assert refusal.value.code == "database.unreachable"
