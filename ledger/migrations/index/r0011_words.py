"""Words of the titles of deposits, of those that are indexed already too."""

from __future__ import annotations

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_AT_ONCE = 500


def upgrade() -> None:
    """Make their table and fill it from what is described."""
    table = op.create_table(
        "deposit_word",
        sa.Column("word", sa.LargeBinary(96), nullable=False),
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "deposit"),
        sqlite_with_rowid=False,
    )
    connection, after = op.get_bind(), 0
    described = sa.text(
        "SELECT number, codemeta FROM deposit WHERE number > :after AND codemeta IS NOT NULL"
        " ORDER BY number LIMIT :most"
    )
    while some := connection.execute(described, {"after": after, "most": _AT_ONCE}).all():
        rows = [
            {"word": word, "deposit": number}
            for number, codemeta in some
            for word in _words(json.loads(codemeta)["name"])
        ]
        if rows:
            connection.execute(sa.insert(table), rows)
        after = some[-1][0]


def _words(names: list[dict[str, str]]) -> list[bytes]:
    """As `depository/titles.py` had it at this revision."""
    words = [
        word.encode()[:96]
        for name in names
        for word in re.findall(r"[^\W_]+", name["@value"].casefold())
    ]
    return list(dict.fromkeys(words))[:100]
