"""Identities of accounts by certificates, and the challenges that are signed for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "identity_challenge",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("remote", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_identity_challenge_remote", "identity_challenge", ["remote"])
    op.create_table(
        "identity",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.Column("certificate", sa.LargeBinary()),
        sa.Column("organisation", sa.String()),
        sa.Column("bin", sa.String()),
        sa.Column("signer", sa.String()),
        sa.Column("issuer", sa.String()),
        sa.Column("serial", sa.String()),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("not_after", sa.BigInteger()),
        sa.Column("cms", sa.LargeBinary()),
        sa.Column("text", sa.String()),
        sa.Column("signature", sa.String()),
        sa.Column("salt", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_identity_account", "identity", ["account"])
    op.create_index("ix_identity_digest", "identity", ["digest"])
