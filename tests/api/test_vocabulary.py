"""One thing has one word: the catalogues keep to the table of `docs/design-language.md`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl

from api.languages import LANGUAGES, LOCALES, Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AGREED: Final = LOCALES.parents[1] / "docs" / "design-language.md"

Rule = tuple[str, str, str]
"""What must not be written (a pattern), what to use instead, and a text that breaks the rule."""

RULES: Final[Mapping[Language, tuple[Rule, ...]]] = {
    "kk": (
        (r"\bдепозит(?!арий)", "сақтау объектісі", "№ 9 депозит"),
        (r"\bдепон", "сақтауға тапсырушы", "депонент"),
        (r"(?<!құқық )\bиеленуші", "құқық иеленуші", "пакеттің иеленушісі"),
        (r"эмитент", "шығарушы тұлға", "Эмитент"),
        (r"растаушы(?! тұлға)", "растаушы тұлға", "Растаушы"),
        (r"\bсынып|\bсыныб", "цифрлық актив", "№ 3 сыныбы"),
        (r"қаржы құрал", "қаржылық құрал", "қаржы құралы"),
        (r"дайджест", "хеш", "Дайджесті"),
        (r"\bтізбек|\bтізбегі", "блокчейн", "басқа тізбекті"),
        (r"генезис", "бастапқы блок", "Генезис файлы"),
        (r"\bторап|\bтораб", "түйін", "Торап жауап бермейді"),
        (r"команда", "пәрмен", "Команданы қайталаңыз"),
        (r"\bбума", "пакет", "Бүкіл бума"),
        (r"\bшот(?!л)", "мекенжай", "Шоты"),
        (r"қолданыстағы (қатысушы|майнер)", "әрекет етуші", "қолданыстағы қатысушы"),
        (r"шолғыш", "тізілім беттері", "Шолғыш"),
        (r"статус", "күйі", "Статусы"),
    ),
    "ru": (
        (r"\bдепозит(?!ари)", "объект хранения", "Депозита № 9 нет"),
        (r"\bдепон", "передать на хранение", "Депонент"),
        (r"\bсда(?:ть|[юе]|ё[тш]|ва|н[аоы]?\b)", "передать на хранение", "Вы сдаёте пакет"),
        (r"(?<!право)обладател", "правообладатель", "возвращён обладателю"),
        (r"эмитент", "выпускающее лицо", "Эмитент"),
        (r"\bкласс", "цифровой актив", "класса № 3"),
        (r"дайджест", "хеш", "Дайджест"),
        (r"цепоч", "блокчейн", "другая цепочка"),
        (r"генезис", "начальный блок", "Файл генезиса"),
        (r"\bсч[её]т(?!чик)", "адрес", "Счёт"),
        (r"статус", "состояние", "Статус"),
        (r"следящ|слежени", "наблюдающий узел", "Следящий узел"),
        (r"опечата[лнт]", "запечатать", "Опечатал"),
        (r"\bразме(?:ст|щ)", "развернуть", "Размещение контракта"),
        (r"обозревател", "страницы реестра", "Обозреватель"),
    ),
    "en": (
        (r"\bstorage object", "deposit", "The storage object"),
        (r"\bowner of (the|this|a) deposit", "possessor", "the owner of this deposit"),
        (r"\bclass(es)?\b", "digital asset", "class No. 3"),
        (r"\bauthority\b", "authorised body", "The authority admits"),
        (r"\bfault(s|y)?\b", "error", "Faulty fields"),
        (r"\bhex\b", "hexadecimal", "64 hex digits"),
        (r"\bauthoriz", "authorised body", "authorized body"),
        (r"\bsmart contract", "contract", "a smart contract"),
    ),
}

GRAMMAR: Final[Mapping[Language, tuple[Rule, ...]]] = {
    "kk": (
        (
            r"\}-?(?!жол|байт|таңба|оқиға|редакция)[а-яәғқңөұүһі]",
            "a noun with the suffix",
            "{ $n }-ге",
        ),
        (r"\} (дейін|бастап|кейін|сайын)\b", "a noun in the right case", "{ $n } дейін"),
        (r"\} \w+[лдт][ае]р\b", "the singular after a number", "{ $n } токендер"),
    ),
    "ru": ((r"\}-?[а-яё]", "a word of its own", "{ $n }-го"),),
    "en": ((r"\}(?!s\b)[a-z]", "a word of its own", "{ $n }th"),),
}


def _texts(language: Language) -> Iterator[tuple[str, str]]:
    """Every text of every catalogue with its place; a value stands there as `{ $ }`."""
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if isinstance(entry, ftl.Message):
                written = FluentSerializer().serialize_entry(entry)
                place = f"{path.name}: {entry.id.name}"
                yield place, re.sub(r"(?m)^ *[.\w-]+ =|\[\w+\]|(?<=\$)\w+", "", written)


def _broken(text: str, rules: tuple[Rule, ...]) -> list[str]:
    return [f"write {use}" for pattern, use, _ in rules if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_has_a_word_that_was_agreed_against(language: Language) -> None:
    found = {
        place: said for place, text in _texts(language) if (said := _broken(text, RULES[language]))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_is_inflected(language: Language) -> None:
    found = {
        place: said
        for place, text in _texts(language)
        if (said := _broken(text, GRAMMAR[language]))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_refuses_its_example_and_not_the_agreed_word(language: Language) -> None:
    for rule in RULES[language] + GRAMMAR[language]:
        assert _broken(rule[2], (rule,)), rule
        assert not _broken(rule[1], (rule,)), rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_to_use_stands_in_the_table(language: Language) -> None:
    table = [line for line in AGREED.read_text("utf-8").splitlines() if line.startswith("| ")]
    column = {"en": 1, "kk": 2, "ru": 3}[language]
    agreed = " ; ".join(line.split("|")[column] for line in table)
    absent = {use for _, use, _ in RULES[language] if use not in agreed}
    assert absent <= {"hexadecimal"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_a_whole_sentence(language: Language) -> None:
    for place, text in _texts(language):
        if ": problem-" in place or ": reason-" in place or ": act-" in place:
            first = text.strip().splitlines()[0].rstrip()
            assert first.endswith((".", "}", "})")), (place, first)
