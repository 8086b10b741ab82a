"""The mining registry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "mined_asset",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("notification", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("asset", sa.String(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("mined_from", sa.BigInteger(), nullable=False),
        sa.Column("mined_until", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("owners", sa.Integer(), nullable=False),
        sa.Column("offered_to", sa.BigInteger()),
        sa.Column("retracted_block", sa.BigInteger()),
        sa.Column("retracted_transaction", sa.String()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_mined_asset_asset", "mined_asset", ["asset"], unique=False)
    op.create_index("ix_mined_asset_evidence", "mined_asset", ["evidence"], unique=False)
    op.create_index("ix_mined_asset_notification", "mined_asset", ["notification"], unique=False)
    op.create_index("ix_mined_asset_owner", "mined_asset", ["owner"], unique=False)
    op.create_table(
        "mined_exemption",
        sa.Column("asset", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("asset"),
    )
    op.create_table(
        "mined_ownership",
        sa.Column("asset", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("asset", "position"),
    )
    op.create_table(
        "mining_notification",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("miner", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.String()),
        sa.Column("ceased_late", sa.Boolean(), nullable=False),
        sa.Column("ceased_block", sa.BigInteger()),
        sa.Column("ceased_transaction", sa.String()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_mining_notification_form", "mining_notification", ["form"], unique=False)
    op.create_index("ix_mining_notification_miner", "mining_notification", ["miner"], unique=False)
    op.create_index(
        "ix_mining_notification_status", "mining_notification", ["status"], unique=False
    )
    op.create_table(
        "mining_report",
        sa.Column("notification", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("notification", "year", "quarter", "version"),
    )
    op.create_table(
        "mining_version",
        sa.Column("notification", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("acknowledged_block", sa.BigInteger()),
        sa.Column("acknowledged_transaction", sa.String()),
        sa.Column("returned_block", sa.BigInteger()),
        sa.Column("returned_transaction", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("basis", sa.String()),
        sa.PrimaryKeyConstraint("notification", "version"),
    )
