"""Catalogues are read whole, spoken in the caller's language and never silently incomplete."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from api.languages import (
    LANGUAGES,
    Catalogue,
    CatalogueError,
    Language,
    MissingMessage,
    negotiate,
)

if TYPE_CHECKING:
    from pathlib import Path

_FILES = """
files = { $count ->
    [one] Один файл
    [few] { $count } файла
   *[other] { $count } файлов
}
"""


def _catalogue(folder: Path, source: str) -> Catalogue:
    for language in LANGUAGES:
        (folder / language).mkdir()
        (folder / language / "test.ftl").write_text(source, "utf-8")
    return Catalogue.read(folder)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "kk"),
        ("", "kk"),
        ("ru", "ru"),
        ("en-GB,en;q=0.9", "en"),
        ("de, en;q=0.5, ru;q=0.8", "ru"),
        ("kk-Cyrl-KZ;q=0.7, ru;q=0.7", "kk"),
        ("ru;q=0, en;q=0.1", "en"),
        ("ru;q=high, fr", "kk"),
        (";;;,,q=", "kk"),
    ],
)
def test_the_best_of_our_languages_is_chosen(header: str | None, expected: Language) -> None:
    assert negotiate(header) == expected


def test_every_language_says_the_same_things() -> None:
    catalogue = Catalogue.read()
    kazakh = catalogue.messages("kk").ids
    for language in LANGUAGES:
        assert catalogue.messages(language).ids == kazakh, language


def test_plurals_follow_the_language(tmp_path: Path) -> None:
    catalogue = _catalogue(tmp_path, _FILES)
    russian = catalogue.messages("ru")
    assert [russian("files", count=n) for n in (1, 3, 5, 1200)] == [
        "Один файл",
        "3 файла",
        "5 файлов",
        "1\u00a0200 файлов",
    ]
    kazakh = catalogue.messages("kk")
    assert [kazakh.plural_category(n) for n in (0, 1, 2, 11, 21)] == [
        "other",
        "one",
        "other",
        "other",
        "other",
    ]
    assert kazakh("files", count=1) == "Один файл"


def test_arguments_are_written_as_the_language_writes_them(tmp_path: Path) -> None:
    catalogue = _catalogue(tmp_path, "said = { $value }")
    when = datetime(2026, 11, 22, 20, 30, 5, tzinfo=UTC)
    assert catalogue.messages("en")("said", value=when) == "23 Nov 2026, 01:30:05 (UTC+5)"
    assert catalogue.messages("kk")("said", value=date(2026, 11, 22)) == "2026\u202fж. 22 қараша"
    assert catalogue.messages("ru")("said", value=("a", "b")) == "a, b"
    assert catalogue.messages("ru").size(1_572_864) == "1,5 MiB"
    with pytest.raises(CatalogueError):
        catalogue.messages("ru").moment(when.replace(tzinfo=None))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_greatest_amount_of_tokens_is_written_to_its_last_digit(
    tmp_path: Path, language: Language
) -> None:
    messages = _catalogue(tmp_path, "said = { $value }").messages(language)
    digits = "".join(each for each in messages.number(2**256 - 1) if each.isdecimal())
    assert digits == str(2**256 - 1)
    assert messages.number(1234567) == {"en": "1,234,567"}.get(language, "1\u00a0234\u00a0567")


def test_no_invisible_marks_surround_an_argument(tmp_path: Path) -> None:
    assert _catalogue(tmp_path, "said = <{ $value }>").messages("kk")("said", value="x") == "<x>"


def test_a_missing_message_or_argument_is_loud(tmp_path: Path) -> None:
    messages = _catalogue(tmp_path, "said = { $value }\n    .hint = { $other }").messages("ru")
    with pytest.raises(MissingMessage):
        messages("unsaid")
    with pytest.raises(CatalogueError):
        messages("said")
    with pytest.raises(CatalogueError):
        messages.attribute("said", "hint", value="x")
    assert messages.attribute("said", "nothing") is None


@pytest.mark.parametrize("source", ["a = 1\na = 2", "a = { $", "= nothing"])
def test_a_faulty_catalogue_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(CatalogueError):
        _catalogue(tmp_path, source)
