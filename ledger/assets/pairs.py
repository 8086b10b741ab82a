"""Pairs of a class and an account as one parameter of a statement, whatever their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson
from sqlalchemy import text

from ledger.types import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlmodel import Session

__all__ = ["PAIRS", "Asked", "Pairs", "rows_of"]

Asked = tuple[int, Address]
"""A class and an account."""


class Pairs(NamedTuple):
    """How a database takes them apart: into `a(place, class_id, account)`."""

    source: str
    parameters: Callable[[Sequence[Asked]], dict[str, str]]


def _as_json(asked: Sequence[Asked]) -> dict[str, str]:
    """Each pair as one text, which SQLite takes apart faster than an array within the array."""
    return {"pairs": orjson.dumps([f"{account}{number}" for number, account in asked]).decode()}


def _as_words(asked: Sequence[Asked]) -> dict[str, str]:
    return {
        "classes": " ".join(str(class_id) for class_id, _ in asked),
        "accounts": " ".join(account for _, account in asked),
    }


PAIRS: Final[Mapping[str, Pairs]] = {
    "sqlite": Pairs(
        """WITH a AS MATERIALIZED (
            SELECT key AS place, substr(value, 1, 42) AS account,
            CAST(substr(value, 43) AS INTEGER) AS class_id FROM json_each(:pairs)
        )""",
        _as_json,
    ),
    "postgresql": Pairs(
        """WITH a AS MATERIALIZED (
            SELECT * FROM unnest(
                CAST(string_to_array(:classes, ' ') AS bigint[]), string_to_array(:accounts, ' ')
            ) WITH ORDINALITY AS p(class_id, account, place)
        )""",
        _as_words,
    ),
}
"""By the names of SQLAlchemy's dialects."""


def rows_of(session: Session, column: str, asked: Sequence[Asked]) -> Iterator[tuple[Asked, Any]]:
    """Each pair with what `column`, an expression in our own SQL over `a`, has for it."""
    connection = session.connection()
    pairs = PAIRS[connection.dialect.name]
    query = text(f"{pairs.source} SELECT a.class_id, a.account, {column} FROM a")  # noqa: S608 - as it says
    for class_id, account, found in connection.execute(query, pairs.parameters(asked)).fetchall():
        yield (class_id, account), found
