"""What a claim under `Idempotency-Key` draws from, and answers that are kept encrypted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add what they lack: a claim of before draws from nothing that the vault has."""
    op.add_column("idempotency_keys", sa.Column("seed", sa.LargeBinary(), nullable=True))
    op.add_column("idempotency_keys", sa.Column("nonce", sa.LargeBinary(), nullable=True))
