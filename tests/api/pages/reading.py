"""What a reader sees of a page, apart from what participants wrote."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from api.languages import Catalogue

if TYPE_CHECKING:
    from api.languages import Language, Messages

__all__ = ["VOID", "Reading", "read", "speak"]

VOID = frozenset({"meta", "link", "input", "br", "img", "rect", "path"})
_SPOKEN = frozenset({"aria-label", "placeholder", "alt", "data-label", "data-copy", "data-copied"})
_OTHERS_WORDS = frozenset({"bdi", "code", "script", "style"})
"""Elements that hold what participants wrote or machines name."""


class Reading(HTMLParser):
    """Collects the sentences of our own: text and spoken attributes; and every link."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.everything: list[str] = []
        self.links: list[str] = []
        self.elements: list[str] = []
        self.inline: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        self.links += [values[name] for name in ("href", "src", "action") if name in values]
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        other = tag in _OTHERS_WORDS or (tag != "html" and "lang" in values)
        if not other:
            self.words += [values[name] for name in _SPOKEN if name in values]
        if values.get("name") == "description":
            self.words.append(values["content"])
        if tag not in VOID:
            self._open.append((tag, other))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.everything.append(data)
        in_title = any(tag == "title" for tag, _ in self._open)
        if not in_title and not any(other for _, other in self._open):
            self.words.append(data)


def read(html: str) -> Reading:
    """Parse a page."""
    reading = Reading()
    reading.feed(html)
    return reading


@cache
def speak(language: Language) -> Messages:
    """The sentences of a language, read once."""
    return Catalogue.read().messages(language)
