"""Rows as CSV (RFC 4180, UTF-8) and as JSON Lines, piece by piece."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from api.exports.columns import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.exports.columns import ExportName, Row, Selection

__all__ = ["MEDIA_TYPES", "Form", "digest_line", "file_name", "pieces"]

Form = Literal["csv", "jsonl"]
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl; charset=utf-8",
}
_ROWS: Final = 500


def pieces(name: ExportName, form: Form, rows: Iterable[Row]) -> Iterator[bytes]:
    """The file, some hundred rows at a time; the same rows give the same bytes."""
    names = [column.name for column in EXPORTS[name]]
    left = iter(rows)
    if form == "csv":
        yield _csv([names])
    while some := list(islice(left, _ROWS)):
        yield _csv(some) if form == "csv" else _lines(names, some)


def file_name(selection: Selection, form: Form) -> str:
    """What the file is called: the export, what it was chosen by, its block."""
    chosen = (selection.asset, selection.account)
    parts = ["qoima", selection.name, *(str(each) for each in chosen if each is not None)]
    return "-".join([*parts, f"block-{selection.at.number}.{form}"])


def digest_line(name: str, content: Iterable[bytes]) -> str:
    """A line that `sha256sum --check` reads."""
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
    return f"{digest.hexdigest()}  {name}\n"


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    return _json(value) if isinstance(value, dict) else value


def _lines(names: list[str], rows: Iterable[Row]) -> bytes:
    return "".join(_json(dict(zip(names, row, strict=True))) + "\n" for row in rows).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
