"""A database as lines of JSON: whatever was in it comes back, and nothing else is taken."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table, insert, select

from ledger.database import VaultRow, open_database
from ledger.dump import dump_rows, load_rows
from ledger.errors import Conflict, VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Engine

TABLES = MetaData()
PARENT = Table(
    "parent", TABLES, Column("key", String, primary_key=True), Column("data", LargeBinary)
)
CHILD = Table(
    "child",
    TABLES,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("text", String, nullable=True),
)


def _engine(folder: Path, name: str) -> Engine:
    engine = open_database(f"sqlite:///{folder / name}", VaultRow)
    TABLES.drop_all(engine)
    TABLES.create_all(engine)
    return engine


def _rows(engine: Engine) -> list[list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return [sorted(map(tuple, connection.execute(select(table)))) for table in (PARENT, CHILD)]


@given(
    st.dictionaries(st.text(max_size=20).filter(lambda t: t.isprintable()), st.binary(max_size=50)),
    st.dictionaries(st.integers(0, 2**63 - 1), st.text("aә\n\"'\\", max_size=20)),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_row_comes_back(
    tmp_path: Path, parents: Mapping[str, bytes], children: Mapping[int, str]
) -> None:
    one, other = _engine(tmp_path, "one.db"), _engine(tmp_path, "other.db")
    with one.begin() as connection:
        for key, data in parents.items():
            connection.execute(insert(PARENT).values(key=key, data=data))
        for number, text in children.items():
            connection.execute(insert(CHILD).values(number=number, text=text or None))
    kept = io.BytesIO()
    count = dump_rows(one, TABLES, kept)
    assert count == len(parents) + len(children) == kept.getvalue().count(b"\n")
    kept.seek(0)
    assert load_rows(other, TABLES, kept) == count
    assert _rows(other) == _rows(one)
    again = io.BytesIO()
    dump_rows(other, TABLES, again)
    assert again.getvalue() == kept.getvalue()
    one.dispose()
    other.dispose()


def test_more_rows_than_are_written_at_once_come_back(tmp_path: Path) -> None:
    one, other = _engine(tmp_path, "one.db"), _engine(tmp_path, "other.db")
    with one.begin() as connection:
        connection.execute(insert(CHILD), [{"number": n, "text": str(n)} for n in range(1203)])
    kept = io.BytesIO()
    dump_rows(one, TABLES, kept)
    kept.seek(0)
    assert load_rows(other, TABLES, kept) == 1203
    assert _rows(other) == _rows(one)
    kept.seek(0)
    with pytest.raises(Conflict, match=r"vault\.not-empty"):
        load_rows(other, TABLES, kept)
    one.dispose()
    other.dispose()


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"[]",
        b'{"table":"other","row":{}}',
        b'{"table":"child"}',
        b'{"table":"child","row":[]}',
        b'{"table":"child","row":{"nothing":1}}',
        b'{"table":"parent","row":{"key":"a","data":"!"}}',
        b'{"table":"parent","row":{"key":"a","data":5}}',
    ],
)
def test_a_line_of_another_kind_is_refused_and_nothing_kept(tmp_path: Path, line: bytes) -> None:
    engine = _engine(tmp_path, "vault.db")
    good = json.dumps({"table": "child", "row": {"number": 1, "text": "x"}}).encode()
    with pytest.raises(VerificationError, match=r"vault\.malformed") as refusal:
        load_rows(engine, TABLES, io.BytesIO(good + b"\n" + line + b"\n"))
    assert refusal.value.facts == {"line": 2}
    assert _rows(engine) == [[], []]
    engine.dispose()
