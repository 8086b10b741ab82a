"""Whose a webhook is: an account's, or the operator's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column: all webhooks of before are the operator's."""
    op.add_column("hook", sa.Column("owner", sa.String()))
    op.create_index("ix_hook_owner", "hook", ["owner"])
