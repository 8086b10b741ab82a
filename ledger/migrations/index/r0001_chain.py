"""Blocks, transactions and events, participants and logs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BEFORE = (
    "asset_access",
    "asset_class",
    "asset_document",
    "asset_freeze",
    "asset_pause",
    "asset_right",
    "asset_system",
    "block",
    "deposit",
    "deposit_block",
    "deposit_copy",
    "deposit_file",
    "deposit_level",
    "deposit_tenure",
    "depository_verification",
    "event",
    "event_account",
    "holding",
    "index_meta",
    "journal_head",
    "journal_stream",
    "mined_asset",
    "mined_exemption",
    "mined_ownership",
    "mining_notification",
    "mining_report",
    "mining_version",
    "movement",
    "participant",
    "participant_key",
    "redemption",
    "transaction_",
    "transaction_account",
)
"""The tables of an index that was made before there were migrations."""


def upgrade() -> None:
    """Drop an index of before, which is built anew from the chain; make the first tables."""
    for name in _BEFORE:
        op.execute(f"DROP TABLE IF EXISTS {name}")
    op.create_table(
        "block",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("parent_hash", sa.String(), nullable=False),
        sa.Column("timestamp", sa.BigInteger(), nullable=False),
        sa.Column("sealer", sa.String()),
        sa.Column("state_root", sa.String(), nullable=False),
        sa.Column("gas_used", sa.BigInteger(), nullable=False),
        sa.Column("gas_limit", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_block_timestamp", "block", ["timestamp"], unique=False)
    op.create_table(
        "event",
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("transaction_index", sa.Integer(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("args", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("block", "log_index"),
    )
    op.create_index("ix_event_contract", "event", ["contract", "block", "log_index"], unique=False)
    op.create_index("ix_event_transaction", "event", ["transaction"], unique=False)
    op.create_table(
        "event_account",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "block", "log_index"),
    )
    op.create_table(
        "index_meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "journal_head",
        sa.Column("stream", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("keeper", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "position"),
    )
    op.create_table(
        "journal_stream",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(32), nullable=False),
        sa.Column("basis", sa.LargeBinary(32)),
        sa.Column("keeper", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "participant",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "participant_key",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account"),
    )
    op.create_index("ix_participant_key_number", "participant_key", ["number"], unique=False)
    op.create_table(
        "participant_state",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", "block"),
    )
    op.create_table(
        "transaction_",
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipient", sa.String()),
        sa.Column("nonce", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("gas", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("gas_used", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.String()),
        sa.Column("contract", sa.String()),
        sa.Column("function", sa.String()),
        sa.Column("args", sa.String()),
        sa.Column("inner", sa.String()),
        sa.PrimaryKeyConstraint("block", "position"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "transaction_account",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "block", "position"),
    )
