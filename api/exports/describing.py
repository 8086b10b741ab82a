"""What tells a machine how to read an export: CSV on the Web, and JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.exports.columns import EXPORTS
from api.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.exports.columns import ExportName, Kind
    from api.languages import Catalogue

__all__ = ["csv_metadata", "line_schema"]

_ADDRESS: Final = "0x[0-9a-fA-F]{40}"
_HASH: Final = "0x[0-9a-f]{64}"
_CSVW: Final[Mapping[Kind, Any]] = {
    "integer": {"base": "integer", "minimum": 0},
    "amount": {"base": "integer", "minimum": 0},
    "moment": "datetimeStamp",
    "day": "date",
    "address": {"base": "string", "format": _ADDRESS},
    "hash": {"base": "string", "format": _HASH},
    "text": "string",
    "json": "json",
}
_SCHEMA: Final[Mapping[Kind, Mapping[str, Any]]] = {
    "integer": {"type": "integer", "minimum": 0},
    "amount": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,77})$"},
    "moment": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "address": {"type": "string", "pattern": f"^{_ADDRESS}$"},
    "hash": {"type": "string", "pattern": f"^{_HASH}$"},
    "text": {"type": "string"},
    "json": {"type": "object"},
}


def csv_metadata(name: ExportName, catalogue: Catalogue) -> dict[str, Any]:
    """The metadata of an export's CSV (Metadata Vocabulary for Tabular Data §5)."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{name}.csv",
        "dc:title": _titles(f"export-{name}", catalogue),
        "dialect": {"header": True, "delimiter": ",", "quoteChar": '"', "encoding": "utf-8"},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:title": _titles(_column(column.name), catalogue),
                    "datatype": _CSVW[column.kind],
                    "required": column.required,
                }
                for column in EXPORTS[name]
            ]
        },
    }


def line_schema(name: ExportName, catalogue: Catalogue) -> dict[str, Any]:
    """The schema of a line of an export's JSON Lines (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "x-titles": _titles(f"export-{name}", catalogue),
        "type": "object",
        "properties": {
            column.name: {
                **_nullable(_SCHEMA[column.kind], column.required),
                "x-titles": _titles(_column(column.name), catalogue),
            }
            for column in EXPORTS[name]
        },
        "required": [column.name for column in EXPORTS[name]],
        "additionalProperties": False,
    }


def _nullable(schema: Mapping[str, Any], required: bool) -> dict[str, Any]:
    return dict(schema) if required else {**schema, "type": [schema["type"], "null"]}


def _titles(message: str, catalogue: Catalogue) -> dict[str, str]:
    return {language: catalogue.messages(language)(message) for language in LANGUAGES}


def _column(name: str) -> str:
    return "export-column-" + name.replace("_", "-")
