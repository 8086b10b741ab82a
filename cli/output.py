"""Answers as a person reads them: labels in the session's language, values as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from api.languages import Messages

__all__ = ["label", "lines"]

_TEXTS: Final = {"kk", "ru", "en"}
_TELLING: Final = frozenset({"number", "title", "status", "block", "transaction"})
"""Of what is nested in a row of a table, only these tell it from others."""
_WORDS: Final = frozenset(
    {"kind", "access", "origin", "purpose", "status", "state", "roles", "backing_kind"}
)
"""Fields whose values are words of a closed list; the catalogue has each in three languages."""

_Leaf = tuple[tuple[str, ...], Any]


def lines(answer: Any, messages: Messages, width: int) -> Iterator[Text]:
    """A record as labels and values, a list as a table, and under it the block it stands on.

    A table that does not fit into `width` columns is written record under record; no value is
    ever broken, so that a hash can be copied.
    """
    page = _Page(messages, width)
    if not isinstance(answer, dict) or "data" not in answer:
        yield from page.body(answer)
        return
    yield from page.body(answer["data"])
    if answer.get("total") is not None:
        yield Text(messages("cli-list-total", total=answer["total"]))
    if answer.get("as_of"):
        yield Text(messages("cli-as-of", number=answer["as_of"]["number"]), style="dim")


def label(key: str, messages: Messages) -> str:
    """The name of a field in the language, or the field itself where none is written."""
    message_id = f"cli-field-{key.replace('_', '-')}"
    return messages(message_id) if message_id in messages else key


@dataclass(frozen=True)
class _Page:
    messages: Messages
    width: int
    indent: str = ""

    def body(self, answer: Any) -> Iterator[Text]:
        if isinstance(answer, dict):
            yield from self._record(_leaves(answer, self.messages))
        elif isinstance(answer, list) and answer and isinstance(answer[0], dict):
            yield from self._rows(answer)
        elif isinstance(answer, list):
            yield Text(self._plain(answer) if answer else self.messages("cli-list-empty"))
        else:
            yield Text(self._plain(answer))

    def _record(self, leaves: Iterable[_Leaf]) -> Iterator[Text]:
        named = [
            (self._name(path), value if _is_list(value) else self._said(path, value))
            for path, value in leaves
        ]
        column = max((len(name) for name, value in named if not _is_list(value)), default=0)
        for name, value in named:
            if _is_list(value):
                yield Text(self.indent) + Text(name, style="bold")
                yield from replace(self, width=self.width - 2, indent=f"{self.indent}  ").body(
                    value
                )
            else:
                padded = Text(name.ljust(column + 2), style="bold")
                yield Text(self.indent) + padded + Text(value)

    def _rows(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
        flat = [_columns(row, self.messages) for row in rows]
        paths = list(dict.fromkeys(path for row in flat for path in row))
        heads = [self._name(path) for path in paths]
        cells = [[self._said(path, row.get(path)) for path in paths] for row in flat]
        widths = [max(map(len, column)) + 2 for column in zip(heads, *cells, strict=True)]
        if sum(widths) > self.width:
            for number, row in enumerate(flat):
                yield from [Text("")] if number else []
                yield from self._record(row.items())
            return
        yield Text(self.indent) + Text(_joined(heads, widths), style="bold")
        for texts in cells:
            yield Text(self.indent + _joined(texts, widths))

    def _name(self, path: Sequence[str]) -> str:
        told = [key for key in path if key != "recorded"] or path
        return " · ".join(label(key, self.messages) for key in told)

    def _said(self, path: Sequence[str], value: Any) -> str:
        if path[-1] not in _WORDS or "args" in path:
            return self._plain(value)
        words = value if isinstance(value, list) else [value]
        known = [f"cli-value-{word}" for word in words]
        said = [
            self.messages(each) if each in self.messages else self._plain(word)
            for each, word in zip(known, words, strict=True)
        ]
        return ", ".join(said) or self._plain(value)

    def _plain(self, value: Any) -> str:
        if value is None or value in ([], {}):
            return "–"
        if isinstance(value, bool):
            return self.messages("cli-yes" if value else "cli-no")
        if isinstance(value, list):
            return ", ".join(self._plain(each) for each in value)
        return str(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _columns(row: Mapping[str, Any], messages: Messages) -> dict[tuple[str, ...], Any]:
    return {
        path: value
        for path, value in _leaves(row, messages)
        if path[0] == "args" or (path[0] != "as_of" and (len(path) == 1 or path[-1] in _TELLING))
    }


def _joined(texts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text.ljust(width) for text, width in zip(texts, widths, strict=True))
    return "".join(padded).rstrip()


def _leaves(
    record: Mapping[str, Any], messages: Messages, above: tuple[str, ...] = ()
) -> Iterator[_Leaf]:
    """Fields without branches; a text in three languages counts as one, in the reader's."""
    for key, value in record.items():
        path = (*above, str(key))
        if isinstance(value, dict) and set(value) == _TEXTS:
            yield path, value[messages.language]
        elif isinstance(value, dict) and value:
            yield from _leaves(value, messages, path)
        else:
            yield path, value
