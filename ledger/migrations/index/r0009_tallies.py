"""Tallies by hour, of what is indexed already too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_FILL = """
INSERT INTO tally (kind, hour, count)
SELECT 'blocks', timestamp / 3600 AS hour, count(*) FROM block GROUP BY hour
UNION ALL
SELECT 'transactions', timestamp / 3600 AS hour, count(*)
FROM transaction_ AS t JOIN block ON block.number = t.block GROUP BY hour
UNION ALL
SELECT t.contract || '.' || t.name AS kind, timestamp / 3600 AS hour, count(*)
FROM event AS t JOIN block ON block.number = t.block GROUP BY kind, hour
UNION ALL
SELECT CASE '0x0000000000000000000000000000000000000000'
       WHEN t.sender THEN 'movements.issue'
       WHEN t.recipient THEN 'movements.redemption'
       ELSE 'movements.transfer' END AS kind,
       timestamp / 3600 AS hour, count(*)
FROM movement AS t JOIN block ON block.number = t.block GROUP BY kind, hour
"""


def upgrade() -> None:
    """Make their table and fill it from what is indexed."""
    op.create_table(
        "tally",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hour", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "hour"),
        sqlite_with_rowid=False,
    )
    op.execute(_FILL)
