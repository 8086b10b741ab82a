"""Answers as a person reads them: labels in the session's language, values as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from api.languages import Messages

__all__ = ["label", "render"]


def render(answer: Any, messages: Messages) -> RenderableType:
    """A record as labels and values, a list as a table, and under it the block it stands on."""
    if not isinstance(answer, dict):
        return _body(answer, messages)
    if "data" not in answer:
        return _body(answer, messages)
    parts = [_body(answer["data"], messages)]
    if answer.get("total") is not None:
        parts.append(Text(messages("cli-list-total", total=answer["total"])))
    if answer.get("as_of"):
        parts.append(Text(messages("cli-as-of", number=answer["as_of"]["number"]), style="dim"))
    return Group(*parts)


def label(key: str, messages: Messages) -> str:
    """The name of a field in the language, or the field itself where none is written."""
    message_id = f"cli-field-{key.replace('_', '-')}"
    return messages(message_id) if message_id in messages else key


def _body(answer: Any, messages: Messages) -> RenderableType:
    if isinstance(answer, dict):
        return _record(answer, messages)
    if isinstance(answer, list) and answer and all(isinstance(each, dict) for each in answer):
        return _rows(answer, messages)
    if isinstance(answer, list):
        return Text("\n".join(str(each) for each in answer) or messages("cli-list-empty"))
    return Text(str(answer))


def _record(record: Mapping[str, Any], messages: Messages) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    lists: list[RenderableType] = []
    for path, value in _leaves(record, ()):
        name = " · ".join(label(key, messages) for key in path)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lists += [Text(name, style="bold"), _rows(value, messages)]
        else:
            table.add_row(Text(name), Text(_plain(value)))
    return Group(table, *lists)


def _rows(rows: Sequence[Mapping[str, Any]], messages: Messages) -> RenderableType:
    flat = [dict(_leaves(row, ())) for row in rows]
    paths = list(dict.fromkeys(path for row in flat for path in row))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for path in paths:
        name = " · ".join(label(key, messages) for key in path)
        table.add_column(Text(name), overflow="fold")
    for row in flat:
        table.add_row(*(Text(_plain(row.get(path))) for path in paths))
    return table


def _leaves(
    record: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in record.items():
        path = (*above, str(key))
        if isinstance(value, dict) and value:
            yield from _leaves(value, path)
        else:
            yield path, value


def _plain(value: Any) -> str:
    if value is None or value in ([], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    return str(value)
