"""Answers under `Idempotency-Key` of any status, with headers; their age is looked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what they lack: an answer of before is a 201 without further headers."""
    op.add_column("idempotency_keys", sa.Column("status", sa.Integer(), nullable=True))
    op.add_column("idempotency_keys", sa.Column("headers", sa.String(), nullable=True))
    op.create_index("ix_idempotency_keys_touched_at", "idempotency_keys", ["touched_at"])
