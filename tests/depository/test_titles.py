"""Deposits are found by the beginnings of the words of their titles, in any case and language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlmodel import select

from depository.metadata import Metadata, PackageKind, to_codemeta
from depository.tables import DepositWordRow
from depository.titles import MOST_WORDS, by_words, word_rows, words_of
from ledger.database import IndexRow, add_rows, reading, writing
from ledger.localized import Localized
from ledger.migrations.index import r0011_words
from ledger.types import Digest
from tests.support.chain import opened
from tests.support.rows import deposit_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

_TITLES = {
    1: ("Жылу есептеу жүйесі", "Система учёта тепла", "Heat metering system"),
    2: ("Құдықтар кадастры", "Кадастр колодцев", "Cadastre of wells"),
    3: ("Жылу картасы 2027", "Карта тепла 2027", "Heat map 2027"),
    4: ("STRASSE Ǆ", "Straße ǆ", "straße ǅ"),
}


def _codemeta(number: int) -> str:
    kk, ru, en = _TITLES[number]
    titles = Localized(kk=kk, ru=ru, en=en)
    metadata = Metadata(titles=titles, version="1", license="MIT", kind=PackageKind.CONCEPT)
    return json.dumps(to_codemeta(metadata), ensure_ascii=False)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An index with four described deposits."""
    with opened(tmp_path / "index.db", IndexRow) as index:
        with writing(index) as session:
            for number, titles in _TITLES.items():
                row = deposit_row(number, Digest(bytes([number]) * 32))
                row.codemeta = _codemeta(number)
                session.add(row)
                session.flush()
                add_rows(session, {DepositWordRow: word_rows(number, titles)})
        yield index


def _found(engine: Engine, query: str, limit: int = 10) -> list[int]:
    with reading(engine) as session:
        return [row.number for row in by_words(session, query, limit)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("heat", [3, 1]),
        ("HEA", [3, 1]),
        ("жылу есеп", [1]),
        ("есептеу ЖЫЛУ", [1]),
        ("ҚҰДЫҚ", [2]),
        ("тепла карта", [3]),
        ("2027", [3]),
        ("strasse", [4]),
        ("ǆ", [4]),
        ("eat", []),
        ("heat wells", []),
        ("", []),
        ("% _", []),
        ("\x00", []),
    ],
)
def test_each_word_of_a_question_begins_a_word_of_the_title(
    engine: Engine, query: str, numbers: list[int]
) -> None:
    assert _found(engine, query) == numbers


def test_the_newest_come_first_and_no_more_than_asked_for(engine: Engine) -> None:
    assert _found(engine, "heat", 1) == [3]


def test_words_are_bounded_in_length_and_number() -> None:
    (word,) = words_of(["ә" * 500])
    assert len(word) == 96
    assert len(words_of([" ".join(map(str, range(1_000)))])) == 100
    assert len(words_of(["a b c d e f g h"], MOST_WORDS)) == MOST_WORDS


def test_the_revision_fills_what_the_projection_would_have_written(engine: Engine) -> None:
    with reading(engine) as session:
        wanted = {(row.word, row.deposit) for row in session.exec(select(DepositWordRow))}
    from alembic.migration import MigrationContext  # noqa: PLC0415 - slow import
    from alembic.operations import Operations  # noqa: PLC0415 - the same

    with engine.begin() as connection:
        connection.execute(text("DROP TABLE deposit_word"))
        with Operations.context(MigrationContext.configure(connection)):
            r0011_words.upgrade()
    with reading(engine) as session:
        found = {(row.word, row.deposit) for row in session.exec(select(DepositWordRow))}
    assert found == wanted
