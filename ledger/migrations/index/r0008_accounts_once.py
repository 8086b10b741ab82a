"""Accounts of transactions and of events kept once by SQLite, which kept them twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make both tables anew, with what is in them; PostgreSQL has nothing to change."""
    if op.get_context().dialect.name != "sqlite":
        return
    for name, place in (("transaction_account", "position"), ("event_account", "log_index")):
        op.rename_table(name, f"{name}_before")
        op.create_table(
            name,
            sa.Column("account", sa.String(), nullable=False),
            sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column(place, sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("account", "block", place),
            sqlite_with_rowid=False,
        )
        op.execute(f"INSERT INTO {name} SELECT account, block, {place} FROM {name}_before")  # noqa: S608 - our own names
        op.drop_table(f"{name}_before")
