"""Requests for redemption by how they stand, and transactions that failed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make both indices."""
    op.create_index("ix_redemption_status", "redemption", ["status", "number"])
    op.create_index(
        "ix_transaction_failed",
        "transaction_",
        ["block", "position"],
        sqlite_where=text("succeeded = 0"),
        postgresql_where=text("NOT succeeded"),
    )
