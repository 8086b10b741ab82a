"""The two databases: an index that can be rebuilt, and a vault that cannot."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import MetaData, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session, SQLModel

from ledger.errors import Unavailable
from ledger.migrations import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine

__all__ = ["MAX_INTEGER", "IndexRow", "VaultRow", "add_rows", "in_turn", "open_database"]
__all__ += ["overwrite_log", "reading", "writing"]

MAX_INTEGER = 2**63 - 1
"""The largest integer that a column holds; greater ones are kept as text."""

_PRAGMAS: Final = ("busy_timeout = 10000", "journal_mode = WAL", "foreign_keys = ON")
_OF_VAULT: Final = (*_PRAGMAS, "synchronous = FULL", "secure_delete = ON")
_OF_INDEX: Final = (*_PRAGMAS, "synchronous = NORMAL", f"mmap_size = {1 << 30}")
"""The index is read through the system's cache of pages, of which SQLite then needs no copy."""

_PARAMETERS: Final = 4096
"""Of one statement that inserts rows; SQLite takes 32,766."""

_IMMEDIATE = "qoima_immediate"

_VIEW: Final[Mapping[str, dict[str, Any]]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""What lets all statements of a reading see the database as of the first: SQLite always does."""


class IndexRow(SQLModel):
    """Base of the rows that stand on the chain: dropped and rebuilt at will."""

    metadata = MetaData()


class VaultRow(SQLModel):
    """Base of the rows that exist nowhere else: drafts, keys of requests, personal data, salts."""

    metadata = MetaData()


def open_database(url: str, base: type[IndexRow | VaultRow]) -> Engine:
    """Open the database at `url` and bring its tables to what this version of the program has.

    SQLite gets a write-ahead log; the vault is synced to disk at each commit, the index need not
    be. Several processes may open a new database at once.
    Raises Unavailable("database.unreachable") when it cannot be opened, Conflict("database.newer",
    found=, known=) when a newer version of the program has changed its tables.
    """
    try:
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            _tune_sqlite(engine, _OF_VAULT if base is VaultRow else _OF_INDEX)
        with engine.execution_options(**{_IMMEDIATE: True}).begin() as connection:
            upgrade(connection, "vault" if base is VaultRow else "index")
    except (SQLAlchemyError, ImportError) as error:
        raise Unavailable("database.unreachable") from error
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One consistent view of the database; nothing is kept.

    PostgreSQL is told that nothing will be written, so that the transaction may be committed: after
    one that is rolled back the driver forgets all statements that it has prepared.
    Raises Unavailable("database.failed") when the database fails.
    """
    with _translated(), Session(engine.execution_options(**_VIEW[engine.dialect.name])) as session:
        yield session
        if engine.dialect.name == "postgresql":
            session.commit()
        else:
            session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One unit of work: committed at the end, rolled back when an error leaves the block.

    On SQLite the lock is taken at once, so that a reader never has to become a writer.
    Raises Unavailable("database.failed") when the database fails.
    """
    immediate = engine.execution_options(**{_IMMEDIATE: True})
    with _translated(), Session(immediate) as session:
        yield session
        session.commit()


def in_turn(session: Session, what: str) -> None:
    """Let one unit of work after another count and add to `what`; until this one is committed.

    On SQLite all that write take turns already; on PostgreSQL a lock of the transaction is taken.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def overwrite_log(engine: Engine) -> None:
    """Bring what was erased out of SQLite's write-ahead log too, as far as nobody reads in it.

    PostgreSQL does so in its own time (`VACUUM`, and the end of the archived log).
    Raises Unavailable("database.failed").
    """
    if engine.dialect.name == "sqlite":
        with _translated(), engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def add_rows(session: Session, rows: Mapping[type[SQLModel], Sequence[Mapping[str, Any]]]) -> None:
    """Insert rows in bulk: all of a table have the same columns, with values as drivers take them.

    Past the session, which would make an object of each, and past SQLAlchemy's look at each value;
    into PostgreSQL as one stream for each table.
    """
    connection = session.connection()
    for table, some in rows.items():
        if not some:
            continue
        columns = tuple(some[0])
        if connection.dialect.name == "postgresql":
            _copy(connection, table, columns, some)
        else:
            _insert(connection, table, columns, some)


def _copy(
    connection: Connection,
    table: type[SQLModel],
    columns: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    values, driver = itemgetter(*columns), connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(_copying(table, columns)) as copy:
            for row in rows:
                copy.write_row(values(row))
    except driver.Error as error:  # SQLAlchemy, which translates others, has no part in it
        raise Unavailable("database.failed") from error


@lru_cache(maxsize=256)
def _copying(table: type[SQLModel], columns: tuple[str, ...]) -> str:
    return f"COPY {_target(table, columns)} FROM STDIN"


def _insert(
    connection: Connection,
    table: type[SQLModel],
    columns: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Many rows a statement: another thread works while SQLite does, but may hold it up after each
    statement.
    """
    values = itemgetter(*columns)
    most = _PARAMETERS // len(columns)
    for start in range(0, len(rows), most):
        some = rows[start : start + most]
        statement = _insertion(table, columns, len(some))
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(map(values, some))))


@lru_cache(maxsize=512)
def _insertion(table: type[SQLModel], columns: tuple[str, ...], count: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {_target(table, columns)} VALUES {', '.join([row] * count)}"  # noqa: S608 - our own names


def _target(table: type[SQLModel], columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{each}"' for each in columns)
    return f'"{inspect(table).local_table.name}" ({names})'


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise Unavailable("database.failed") from error


def _tune_sqlite(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Let SQLAlchemy, not the driver, begin transactions, and set the pragmas."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
