"""Where Alembic runs the revisions of one of the two databases: on the connection it is given."""

from __future__ import annotations

from alembic import context

__all__: list[str] = []

_given = context.config.attributes
context.configure(
    connection=_given["connection"],
    version_table=f"{_given['which']}_version",
    target_metadata=_given.get("metadata"),
    include_name=_given.get("include_name"),
)
context.run_migrations()
