"""Deposits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "deposit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.LargeBinary(32)),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("possessor", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("operator", sa.String()),
        sa.Column("decided_block", sa.BigInteger()),
        sa.Column("decided_transaction", sa.String()),
        sa.Column("reason", sa.LargeBinary(32)),
        sa.Column("annulled_basis", sa.LargeBinary(32)),
        sa.Column("annulled_block", sa.BigInteger()),
        sa.Column("annulled_transaction", sa.String()),
        sa.Column("offered_to", sa.BigInteger()),
        sa.Column("offered_agreement", sa.LargeBinary(32)),
        sa.Column("offered_block", sa.BigInteger()),
        sa.Column("offered_transaction", sa.String()),
        sa.Column("previous", sa.BigInteger()),
        sa.Column("successor", sa.BigInteger()),
        sa.Column("codemeta", sa.String()),
        sa.Column("file_count", sa.Integer()),
        sa.Column("swhid", sa.String()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_deposit_origin", "deposit", ["origin"], unique=False)
    op.create_index("ix_deposit_possessor", "deposit", ["possessor"], unique=False)
    op.create_index("ix_deposit_root", "deposit", ["root"], unique=False)
    op.create_index("ix_deposit_status", "deposit", ["status"], unique=False)
    op.create_index("ix_deposit_swhid", "deposit", ["swhid"], unique=False)
    op.create_table(
        "deposit_block",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest", "deposit"),
    )
    op.create_table(
        "deposit_copy",
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("applicant", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Integer(), nullable=False),
        sa.Column("application", sa.LargeBinary(32), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(32)),
        sa.Column("decided_block", sa.BigInteger()),
        sa.Column("decided_transaction", sa.String()),
        sa.PrimaryKeyConstraint("deposit", "position"),
    )
    op.create_index("ix_deposit_copy_applicant", "deposit_copy", ["applicant"], unique=False)
    op.create_table(
        "deposit_file",
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("codec", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("blob", sa.LargeBinary(20), nullable=False),
        sa.Column("executable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("deposit", "path"),
    )
    op.create_index("ix_deposit_file_blob", "deposit_file", ["blob"], unique=False)
    op.create_index("ix_deposit_file_digest", "deposit_file", ["digest"], unique=False)
    op.create_index("ix_deposit_file_sha256", "deposit_file", ["sha256"], unique=False)
    op.create_table(
        "deposit_level",
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("attested", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.BigInteger()),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("basis", sa.LargeBinary(32)),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("deposit", "position"),
    )
    op.create_table(
        "deposit_tenure",
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("possessor", sa.BigInteger(), nullable=False),
        sa.Column("agreement", sa.LargeBinary(32)),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("deposit", "position"),
    )
    op.create_index(
        "ix_deposit_tenure_place", "deposit_tenure", ["block", "log_index"], unique=True
    )
    op.create_index("ix_deposit_tenure_possessor", "deposit_tenure", ["possessor"], unique=False)
    op.create_table(
        "depository_verification",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("checked", sa.String(), nullable=False),
        sa.Column("faulty", sa.String(), nullable=False),
        sa.Column("standing", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.LargeBinary(32), nullable=False),
        sa.Column("basis", sa.LargeBinary(32), nullable=False),
        sa.Column("verified_at", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
