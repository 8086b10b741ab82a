"""All rows of a database as lines of JSON, whatever engine holds them, and back again (P-3)."""

from __future__ import annotations

import base64
import json
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import LargeBinary, func, insert, inspect, select

from ledger.canonical import canonical_json
from ledger.database import reading, writing
from ledger.errors import Conflict, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine, MetaData, Table
    from sqlmodel import Session

__all__ = ["dump_rows", "load_rows"]

_AT_ONCE: Final = 500
_MAX_LINE: Final = 64 << 20


def dump_rows(engine: Engine, tables: MetaData, out: IO[bytes]) -> int:
    """Write every row of `tables` as of one moment, a line each; return how many.

    A line is canonical JSON: the table's name and the row by its columns, bytes in base64. Rows
    stand in the order of their keys, tables in that of their references.
    Raises Unavailable("database.failed").
    """
    count = 0
    with reading(engine) as session:
        if engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for table in tables.sorted_tables:
            for row in _rows(session, table):
                out.write(canonical_json({"row": row, "table": table.name}) + b"\n")
                count += 1
    return count


def load_rows(engine: Engine, tables: MetaData, lines: IO[bytes]) -> int:
    """Write the rows that `dump_rows` wrote into empty tables, all of them or none.

    Raises Conflict("vault.not-empty", table=…), VerificationError("vault.malformed", line=…) for
    a line that is none of ours, Unavailable("database.failed").
    """
    known = {table.name: table for table in tables.sorted_tables}
    count = 0
    with writing(engine) as session:
        for table in known.values():
            if session.connection().scalar(select(func.count()).select_from(table)):
                raise Conflict("vault.not-empty", table=table.name)
        for name, rows in _batches(known, lines):
            session.connection().execute(insert(known[name]), rows)
            count += len(rows)
    return count


def _rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    keys = inspect(table).primary_key.columns
    query = select(table).order_by(*keys)
    found = session.connection().execute(query.execution_options(yield_per=_AT_ONCE))
    for row in found.mappings():
        yield {name: _to_json(value) for name, value in row.items()}


def _to_json(value: Any) -> Any:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _batches(
    known: dict[str, Table], lines: IO[bytes]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield rows of one table after another, some hundreds at once."""
    name, rows = "", list[dict[str, Any]]()
    number = 0
    while line := lines.readline(_MAX_LINE):
        number += 1
        table, row = _parsed(known, line, number)
        if rows and (table != name or len(rows) == _AT_ONCE):
            yield name, rows
            rows = []
        name = table
        rows.append(row)
    if rows:
        yield name, rows


def _parsed(known: dict[str, Table], line: bytes, number: int) -> tuple[str, dict[str, Any]]:
    try:
        read = json.loads(line)
        table = known[read["table"]]
        row = {name: _from_json(table, name, value) for name, value in read["row"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VerificationError("vault.malformed", line=number) from error
    return table.name, row


def _from_json(table: Table, name: str, value: Any) -> Any:
    column = table.columns[name]
    if value is None or not isinstance(column.type, LargeBinary):
        return value
    return base64.b64decode(value, validate=True)
