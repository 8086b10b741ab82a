"""Answers as a person reads them: labels in the session's language, values as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from api.languages import Messages

__all__ = ["label", "render"]

_TEXTS: Final = {"kk", "ru", "en"}
_TELLING: Final = frozenset({"number", "title", "status", "block", "transaction"})

_Leaf = tuple[tuple[str, ...], Any]


def render(answer: Any, messages: Messages, width: int) -> RenderableType:
    """A record as labels and values, a list as a table, and under it the block it stands on.

    A list that does not fit into `width` columns is written record under record: a hash that is
    broken over lines cannot be copied.
    """
    page = _Page(messages, width)
    if not isinstance(answer, dict) or "data" not in answer:
        return page.body(answer)
    parts = [page.body(answer["data"])]
    if answer.get("total") is not None:
        parts.append(Text(messages("cli-list-total", total=answer["total"])))
    if answer.get("as_of"):
        number = answer["as_of"]["number"]
        parts.append(Text(messages("cli-as-of", number=number), style="dim"))
    return Group(*parts)


def label(key: str, messages: Messages) -> str:
    """The name of a field in the language, or the field itself where none is written."""
    message_id = f"cli-field-{key.replace('_', '-')}"
    return messages(message_id) if message_id in messages else key


@dataclass(frozen=True)
class _Page:
    messages: Messages
    width: int

    def body(self, answer: Any) -> RenderableType:
        if isinstance(answer, dict):
            return self._record(_leaves(answer, self.messages))
        if isinstance(answer, list) and answer and all(isinstance(each, dict) for each in answer):
            return self._rows(answer)
        if isinstance(answer, list):
            lines = "\n".join(self._plain(each) for each in answer)
            return Text(lines or self.messages("cli-list-empty"))
        return Text(self._plain(answer))

    def _record(self, leaves: Iterable[_Leaf]) -> RenderableType:
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        lists: list[RenderableType] = []
        for path, value in leaves:
            name = Text(self._name(path))
            if isinstance(value, list) and value and isinstance(value[0], dict):
                name.stylize("bold")
                lists += [name, Padding(self._rows(value), (0, 0, 0, 2))]
            else:
                table.add_row(name, Text(self._plain(value)))
        return Group(table, *lists)

    def _rows(self, rows: Sequence[Mapping[str, Any]]) -> RenderableType:
        """Of what is nested in a row only what tells it from others is shown."""
        flat = [
            [leaf for leaf in _leaves(row, self.messages) if _is_column(leaf[0])] for row in rows
        ]
        paths = list(dict.fromkeys(path for row in flat for path, _ in row))
        cells = [[self._plain(dict(row).get(path)) for path in paths] for row in flat]
        columns = [
            [self._name(path), *texts]
            for path, texts in zip(paths, zip(*cells, strict=True), strict=True)
        ]
        if sum(max(map(len, column)) + 2 for column in columns) > self.width:
            return Group(*(Padding(self._record(row), (0, 0, 1, 0)) for row in flat))
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
        for name, *_ in columns:
            table.add_column(Text(name), no_wrap=True)
        for row in cells:
            table.add_row(*map(Text, row))
        return table

    def _name(self, path: Sequence[str]) -> str:
        told = [key for key in path if key != "recorded"] or path
        return " · ".join(label(key, self.messages) for key in told)

    def _plain(self, value: Any) -> str:
        if value is None or value in ([], {}):
            return "–"
        if isinstance(value, bool):
            return self.messages("cli-yes" if value else "cli-no")
        if isinstance(value, list):
            return ", ".join(self._plain(each) for each in value)
        return str(value)


def _is_column(path: Sequence[str]) -> bool:
    return path[0] != "as_of" and (len(path) == 1 or path[-1] in _TELLING)


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
