"""Digital assets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "asset_access",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("participant", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "participant"),
    )
    op.create_table(
        "asset_class",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("issuer_account", sa.String(), nullable=False),
        sa.Column("backing_kind", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("uri", sa.String(), nullable=False),
        sa.Column("supply", sa.String(), nullable=False),
        sa.Column("holders", sa.BigInteger(), nullable=False),
        sa.Column("redeemed", sa.String(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("attested", sa.String()),
        sa.Column("valid_until", sa.String()),
        sa.Column("attestor", sa.String()),
        sa.Column("evidence", sa.String()),
        sa.Column("attested_block", sa.BigInteger()),
        sa.Column("attested_transaction", sa.String()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "asset_document",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "name", "version"),
    )
    op.create_table(
        "asset_freeze",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "account", "block"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asset_pause",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("class_id"),
    )
    op.create_table(
        "asset_right",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "position"),
    )
    op.create_table(
        "asset_supply",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("supply", sa.String(), nullable=False),
        sa.Column("holders", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "block"),
    )
    op.create_table(
        "asset_system",
        sa.Column("issuer", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("issuer"),
    )
    op.create_table(
        "balance",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "account", "block"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holding",
        sa.Column("class_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "account"),
    )
    op.create_index("ix_holding_account", "holding", ["account", "class_id"], unique=False)
    op.create_index(
        "ix_holding_largest", "holding", ["class_id", "amount", "account"], unique=False
    )
    op.create_table(
        "movement",
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("class_id", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("block", "log_index", "position"),
    )
    op.create_index(
        "ix_movement_class",
        "movement",
        ["class_id", "block", "log_index", "position"],
        unique=False,
    )
    op.create_index(
        "ix_movement_recipient",
        "movement",
        ["recipient", "block", "log_index", "position"],
        unique=False,
    )
    op.create_index(
        "ix_movement_sender", "movement", ["sender", "block", "log_index", "position"], unique=False
    )
    op.create_table(
        "redemption",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("class_id", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("demand", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("decided_block", sa.BigInteger()),
        sa.Column("decided_transaction", sa.String()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_redemption_class", "redemption", ["class_id", "number"], unique=False)
