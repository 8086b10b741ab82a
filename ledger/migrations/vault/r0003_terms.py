"""Until when a draft is good, and from which network an upload comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add a column to each of two tables; of rows of before it is not known."""
    op.add_column("deposit_draft", sa.Column("expires_at", sa.BigInteger()))
    op.add_column("uploads", sa.Column("remote", sa.String()))
    op.create_index("ix_uploads_remote", "uploads", ["remote"])
