"""Sentences in Kazakh, Russian and English, read from the Fluent catalogues of `api/locales`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, get_args
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluent.runtime.resolver import Pattern

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "LOCALES",
    "Argument",
    "Catalogue",
    "CatalogueError",
    "Language",
    "Messages",
    "MissingMessage",
    "negotiate",
]

Language = Literal["kk", "ru", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DEFAULT_LANGUAGE: Final[Language] = "kk"
"""The state language answers when the caller names none that we speak (P-5)."""

LOCALES: Final = Path(__file__).parent / "locales"

Argument = str | int | Decimal | date | datetime | tuple[str, ...]
"""What a sentence may be given: numbers and times are written as the language writes them."""

_DATES: Final[dict[Language, str]] = {"kk": "kk", "ru": "ru", "en": "en_GB"}
_TIME_ZONE: Final = ZoneInfo("Asia/Almaty")
_UNITS: Final = ("B", "KiB", "MiB", "GiB", "TiB")
_DIGITS: Final = 100
"""A uint256 has 78 digits, and Babel writes no more than the context of decimals has."""


class CatalogueError(ValueError):
    """A catalogue cannot be read, says one thing twice, or a sentence lacks an argument."""


class MissingMessage(KeyError):  # noqa: N818 - named for what it is
    """A sentence that was asked for stands in no catalogue of the language."""


@dataclass(frozen=True)
class Messages:
    """The sentences of one language, called with a message's id and its arguments."""

    language: Language
    _bundle: FluentBundle
    _ids: frozenset[str]

    def __call__(self, message_id: str, /, **arguments: Argument) -> str:
        """The sentence; raises MissingMessage, or CatalogueError for an absent argument."""
        if message_id not in self._ids:
            raise MissingMessage(self.language, message_id)
        pattern = self._bundle.get_message(message_id).value
        if pattern is None:
            raise MissingMessage(self.language, message_id)
        return self._format(message_id, pattern, arguments)

    def attribute(self, message_id: str, name: str, /, **arguments: Argument) -> str | None:
        """The attribute `.name` of a message, or None when the message has no such attribute."""
        if message_id not in self._ids:
            raise MissingMessage(self.language, message_id)
        pattern = self._bundle.get_message(message_id).attributes.get(name)
        return None if pattern is None else self._format(message_id, pattern, arguments)

    def __contains__(self, message_id: object) -> bool:
        return message_id in self._ids

    @property
    def ids(self) -> frozenset[str]:
        """Ids of every message of the language."""
        return self._ids

    def number(self, value: int | Decimal) -> str:
        """A quantity with the language's grouping and decimal mark."""
        with localcontext(prec=_DIGITS):
            return format_decimal(value, locale=self.language)

    def size(self, value: int) -> str:
        """A size in bytes with a binary unit: `1,5 MiB`."""
        amount, unit = Decimal(value), _UNITS[0]
        for unit in _UNITS:
            if amount < 1024 or unit == _UNITS[-1]:
                break
            amount /= 1024
        return f"{format_decimal(round(amount, 1), locale=self.language)} {unit}"

    def day(self, value: date) -> str:
        """A calendar day, the month in words."""
        return format_date(value, "long", locale=_DATES[self.language])

    def moment(self, value: datetime | int) -> str:
        """A moment (aware, or seconds since 1970) in Kazakhstan time (UTC+5), to the second."""
        when = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value
        if when.tzinfo is None:
            msg = "a moment has no time zone"
            raise CatalogueError(msg)
        local = when.astimezone(_TIME_ZONE)
        written = format_datetime(local, "medium", tzinfo=_TIME_ZONE, locale=_DATES[self.language])
        return f"{written} (UTC+5)"

    def plural_category(self, value: int) -> str:
        """The CLDR plural category of a count: `one`, `few`, `many` or `other`."""
        return Locale.parse(self.language).plural_form(value)

    def _format(self, message_id: str, pattern: Pattern, arguments: Mapping[str, Argument]) -> str:
        plain = {name: self._written(value) for name, value in arguments.items()}
        text, errors = self._bundle.format_pattern(pattern, plain)
        if errors:
            msg = f"{self.language}/{message_id}: {errors[0]}"
            raise CatalogueError(msg)
        return str(text)

    def _written(self, value: Argument) -> str | int | Decimal:
        if isinstance(value, tuple):
            return ", ".join(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return value


@dataclass(frozen=True)
class Catalogue:
    """The catalogues of all languages, read once when the application is made."""

    _languages: Mapping[Language, Messages]

    @classmethod
    def read(cls, folder: Path = LOCALES) -> Catalogue:
        """Read `folder/{kk,ru,en}/*.ftl`; raises CatalogueError on a fault or a repetition."""
        return cls(MappingProxyType({each: _read(folder, each) for each in LANGUAGES}))

    def messages(self, language: Language) -> Messages:
        """The sentences of one language."""
        return self._languages[language]


def negotiate(accept_language: str | None) -> Language:
    """The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4).

    Ties go to the language named first; what cannot be read counts as absent.
    """
    best, weight = DEFAULT_LANGUAGE, 0.0
    for item in (accept_language or "").split(","):
        tag, _, parameters = item.partition(";")
        primary = tag.strip().lower().split("-")[0]
        quality = _quality(parameters)
        if primary in LANGUAGES and quality > weight:
            best, weight = primary, quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if name.strip().lower() == "q" and 0 <= quality <= 1 else 0.0


def _read(folder: Path, language: Language) -> Messages:
    bundle = FluentBundle([language], use_isolating=False)
    ids: set[str] = set()
    for path in sorted((folder / language).glob("*.ftl")):
        source = path.read_text("utf-8")
        _check(path, source, ids)
        bundle.add_resource(FluentResource(source))
    return Messages(language, bundle, frozenset(ids))


def _check(path: Path, source: str, ids: set[str]) -> None:
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ftl.Junk):
            msg = f"{path.name}: cannot be read: {entry.content!r}"
            raise CatalogueError(msg)
        if isinstance(entry, ftl.Message):
            if entry.id.name in ids:
                msg = f"{path.name}: {entry.id.name} stands there twice"
                raise CatalogueError(msg)
            ids.add(entry.id.name)
