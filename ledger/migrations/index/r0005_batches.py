"""Batches of records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "deposit_batch",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("list", sa.LargeBinary(32), nullable=False),
        sa.Column("possessor", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.String()),
        sa.Column("decided_block", sa.BigInteger()),
        sa.Column("decided_transaction", sa.String()),
        sa.Column("reason", sa.LargeBinary(32)),
        sa.Column("annulled_basis", sa.LargeBinary(32)),
        sa.Column("annulled_block", sa.BigInteger()),
        sa.Column("annulled_transaction", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("described", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    for column in ("list", "possessor", "root", "state", "status"):
        op.create_index(f"ix_deposit_batch_{column}", "deposit_batch", [column], unique=False)
    op.create_table(
        "batch_record",
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.LargeBinary(32)),
        sa.Column("codemeta", sa.String()),
        sa.Column("file_count", sa.Integer()),
        sa.Column("swhid", sa.String()),
        sa.PrimaryKeyConstraint("batch", "position"),
    )
    for column in ("root", "swhid"):
        op.create_index(f"ix_batch_record_{column}", "batch_record", [column], unique=False)
    op.create_table(
        "batch_file",
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("codec", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("blob", sa.LargeBinary(20), nullable=False),
        sa.Column("executable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "position", "path"),
    )
    for column in ("blob", "digest", "sha256"):
        op.create_index(f"ix_batch_file_{column}", "batch_file", [column], unique=False)
    op.create_table(
        "batch_block",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest", "batch", "position"),
    )
    op.create_table(
        "batch_taken",
        sa.Column("batch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "position"),
        sa.UniqueConstraint("number"),
    )
