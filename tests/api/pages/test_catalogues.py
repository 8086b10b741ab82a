"""Texts of the pages: the same in three languages, none dead, none outside the catalogues."""

from __future__ import annotations

import re

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from jinja2 import Environment

from api.languages import LANGUAGES, LOCALES, Language
from api.pages.rendering import TEMPLATES
from contracts.loader import CONTRACTS, load
from tests.api.pages.reading import speak

_SHARED = {
    "Qoima",
    "Депозитарий",
    "Майнинг",
    "Журнал",
    "Майнер",
    "Блок",
    "Транзакция",
    "Индекс",
    "Актив",
    "Статистика",
    "Файл",
    "Файл:",
    "Файлдар",
    "Компилятор",
    "Сигнатура",
    "Интерфейс (ABI)",
    "Функция",
}
_COUNTED = "page-count-"
"""Units after a figure: a Kazakh noun keeps its form after a number."""

_SOURCES = [*TEMPLATES.glob("*.html"), *TEMPLATES.parent.joinpath("pages").glob("*.py")]


_PAPERS = sorted((TEMPLATES.parent / "papers").glob("*.py"))


def _messages(language: Language, catalogue: str = "pages") -> dict[str, ftl.Message]:
    paths = sorted((LOCALES / language).glob(f"{catalogue}*.ftl"))
    source = "\n".join(path.read_text("utf-8") for path in paths)
    body = FluentParser().parse(source).body
    return {each.id.name: each for each in body if isinstance(each, ftl.Message)}


def _facts(message: ftl.Message) -> set[str]:
    return set(re.findall(r"\$([a-z_]+)", FluentSerializer().serialize_entry(message)))


@pytest.mark.parametrize("catalogue", ["pages", "papers"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_facts(
    language: Language, catalogue: str
) -> None:
    kazakh, other = _messages("kk", catalogue), _messages(language, catalogue)
    assert set(kazakh) == set(other)
    differ = {name for name in kazakh if _facts(kazakh[name]) != _facts(other[name])}
    assert all(name.startswith(_COUNTED) for name in differ), differ


def test_kazakh_and_russian_differ_unless_the_word_is_shared() -> None:
    kazakh, russian = speak("kk"), speak("ru")
    plain = [name for name, message in _messages("ru").items() if not _facts(message)]
    shared = {kazakh(name) for name in plain if kazakh(name) == russian(name)}
    assert shared <= _SHARED


def test_every_text_is_used_by_a_page() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in _SOURCES)
    named = set(re.findall(r"page-[a-z0-9-]+(?![a-z0-9{-])", sources))
    stems = tuple(set(re.findall(r"(page-[a-z0-9-]*-)\{", sources)))
    stems += tuple(f"{each}-" for each in re.findall(r'"(page-asset-backing)"', sources))
    unused = {name for name in _messages("kk") if name not in named and not name.startswith(stems)}
    assert unused == set()


def test_every_text_of_the_papers_is_used_by_one() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in _PAPERS)
    named = set(re.findall(r"paper-[a-z0-9-]+(?![a-z0-9{-])", sources))
    stems = tuple(set(re.findall(r"(paper-[a-z0-9-]*-)\{", sources)))
    unused = {name for name in _messages("kk", "papers") if name not in named}
    assert {name for name in unused if not name.startswith(stems)} == set()


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_no_template_holds_words_of_its_own(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    inside = False
    text = ""
    for _, token, value in Environment(autoescape=True).lex(source):
        if token == "data" and not inside:
            text += value
        elif token in {"variable_begin", "block_begin", "comment_begin"}:
            inside = True
        elif token in {"variable_end", "block_end", "comment_end"}:
            inside = False
    spoken = re.findall(r'(?:aria-label|placeholder|alt|title|data-[a-z]+)="([^"]*)"', text)
    words = re.sub(r"<[^>]*>", " ", text)
    assert not re.search(r"[^\W\d_]", words), words
    assert not [each for each in spoken if re.search(r"[^\W\d_]", each)]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_act_event_and_argument_of_the_contracts_has_a_name(contract: str) -> None:
    known = _messages("kk")
    slug = contract.replace("_", "-")
    missing: set[str] = set()
    for entry in load(contract).abi:
        acts = entry["type"] == "function" and entry["stateMutability"] == "nonpayable"
        if not acts and entry["type"] != "event":
            continue
        word = entry["name"].lower().replace("_", "-")
        wanted = {f"page-{'call' if acts else 'event'}-{slug}-{word}"}
        arguments = (each["name"].lstrip("_").lower() for each in entry["inputs"])
        wanted |= {f"page-field-{each.replace('_', '-')}" for each in arguments}
        missing |= {each for each in wanted if each not in known}
    assert missing == set()
