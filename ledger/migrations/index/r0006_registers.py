"""The registers of nodes and of enforcement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "network_node",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("key", sa.String()),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("basis", sa.LargeBinary(32), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    for column in ("entity", "key"):
        op.create_index(f"ix_network_node_{column}", "network_node", [column], unique=False)
    op.create_table(
        "network_node_removal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("basis", sa.LargeBinary(32), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "enforcement",
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("account", sa.String()),
        sa.Column("counterparty", sa.String()),
        sa.Column("participant", sa.BigInteger()),
        sa.Column("asset", sa.BigInteger()),
        sa.Column("deposit", sa.BigInteger()),
        sa.Column("batch", sa.BigInteger()),
        sa.Column("amount", sa.String()),
        sa.Column("basis", sa.LargeBinary(32), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("block", "log_index"),
    )
    for column in ("account", "counterparty", "asset", "act"):
        op.create_index(
            f"ix_enforcement_{column}",
            "enforcement",
            [column, "block", "log_index"],
            unique=False,
        )
