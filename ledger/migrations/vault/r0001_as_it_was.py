"""The vault as it was before it had migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is missing: a vault of before has some of these tables or all."""
    op.create_table(
        "access_salt",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("month"),
        if_not_exists=True,
    )
    op.create_table(
        "deposit_check",
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("blocks", sa.BigInteger(), nullable=False),
        sa.Column("faulty", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("deposit"),
        if_not_exists=True,
    )
    op.create_table(
        "deposit_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("codemeta", sa.String(), nullable=False),
        sa.Column("previous", sa.BigInteger()),
        sa.Column("nonce", sa.BigInteger(), nullable=False),
        sa.Column("gas", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_deposit_draft_root", "deposit_draft", ["root"], unique=False, if_not_exists=True
    )
    op.create_index(
        "ix_deposit_draft_sender", "deposit_draft", ["sender"], unique=False, if_not_exists=True
    )
    op.create_table(
        "deposit_return_reason",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("deposit", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        if_not_exists=True,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("touched_at", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("language", sa.String()),
        sa.PrimaryKeyConstraint("route", "key"),
        if_not_exists=True,
    )
    op.create_table(
        "log",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        if_not_exists=True,
    )
    op.create_table(
        "log_entry",
        sa.Column("log", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("log", "place"),
        if_not_exists=True,
    )
    op.create_table(
        "log_subtree",
        sa.Column("log", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("log", "level", "place"),
        if_not_exists=True,
    )
    op.create_table(
        "mining_form",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("name_kk", sa.String()),
        sa.Column("name_ru", sa.String()),
        sa.Column("name_en", sa.String()),
        sa.Column("bin", sa.String()),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("amends", sa.BigInteger()),
        sa.Column("drafted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        if_not_exists=True,
    )
    op.create_index("ix_mining_form_bin", "mining_form", ["bin"], unique=False, if_not_exists=True)
    op.create_table(
        "mining_report_form",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("notification", sa.BigInteger(), nullable=False),
        sa.Column("drafted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        if_not_exists=True,
    )
    op.create_table(
        "mining_return_reason",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("notification", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        if_not_exists=True,
    )
    op.create_table(
        "scrub",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("began_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=False),
        sa.Column("checked", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("damaged", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("recovered", sa.BigInteger(), nullable=False),
        sa.Column("faulty", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
        if_not_exists=True,
    )
    op.create_table(
        "subject",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        if_not_exists=True,
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("upload_metadata", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary()),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_uploads_sender", "uploads", ["sender"], unique=False, if_not_exists=True)
    op.create_table(
        "verification_report",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_verification_report_place",
        "verification_report",
        ["place"],
        unique=False,
        if_not_exists=True,
    )
    op.create_table(
        "mining_form_region",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["mining_form.digest"]),
        sa.PrimaryKeyConstraint("digest", "region"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_mining_form_region_region",
        "mining_form_region",
        ["region"],
        unique=False,
        if_not_exists=True,
    )
