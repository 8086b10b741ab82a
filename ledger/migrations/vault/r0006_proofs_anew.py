"""Statements of proofs in the form of before, which the keeper makes again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Take them out: a statement says what the chain says, so that nothing is lost."""
    op.execute(sa.text("DELETE FROM proof_statement"))
