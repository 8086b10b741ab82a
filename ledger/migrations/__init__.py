"""The tables of the two databases, changed step by step by Alembic and never by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import inspect, text

from ledger.errors import Conflict

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

__all__ = ["FOLDER", "Which", "configuration", "head", "upgrade"]

Which = Literal["index", "vault"]
"""Each database has revisions of its own; both may lie in one database of PostgreSQL."""

FOLDER: Final = Path(__file__).parent
_LOCK: Final = 0x716F696D61
"""The advisory lock of PostgreSQL under which one process at a time changes the tables."""


@cache
def head(which: Which) -> str:
    """The last revision: files are named `r` and the revision, in their order."""
    last = max(path.name for path in (FOLDER / which).glob("r[0-9]*.py"))
    return last.removeprefix("r").partition("_")[0]


def configuration(which: Which, connection: Connection) -> Config:
    """What Alembic is told; `env.py` takes the connection from it."""
    from alembic.config import Config  # noqa: PLC0415 - a third of a second; only when it is needed

    config = Config(attributes={"connection": connection, "which": which})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("version_locations", str(FOLDER / which).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(connection: Connection, which: Which) -> None:
    """Run the revisions that the database has not seen, within the transaction of `connection`.

    Raises Conflict("database.newer", found=, known=) for a database that has seen later ones.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    found = _revision(connection, f"{which}_version")
    if found == head(which):
        return
    if found is not None and found > head(which):
        raise Conflict("database.newer", found=found, known=head(which))
    from alembic import command  # noqa: PLC0415 - as above

    command.upgrade(configuration(which, connection), "head")


def _revision(connection: Connection, table: str) -> str | None:
    if not inspect(connection).has_table(table):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {table}"))  # noqa: S608 - our own name
    revision: str | None = found.scalar()
    return revision
