"""What the OpenAPI document says of refusals."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE
from api.schemas.deposit_requests import DepositRequest, UploadedDepositRequest

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["PROBLEM_SCHEMA", "TAGS", "binary", "document", "problems"]

PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457); facts of its code stand beside these members.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/problems/block.unknown"],
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "code": {"type": "string", "examples": ["block.unknown"]},
    },
    "additionalProperties": True,
}

_BARE_SCHEMA: Final[dict[str, Any]] = {
    "title": "BareProblem",
    "description": "A refusal of what is no request in bounds (RFC 9457): nobody has read its "
    "language yet.",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
    },
    "additionalProperties": False,
}
_OUT_OF_BOUNDS: Final = {414: "TargetTooLong", 431: "FieldsTooLarge"}
"""What a connection answers before any operation is found (`cli/wire.py`)."""

TAGS: Final = [
    {"name": "service", "description": "State of the installation, problems and their codes."},
    {"name": "access", "description": "Sign-in with Ethereum, sessions and keys of machines."},
    {"name": "chain", "description": "Blocks and transactions; signed transactions are relayed."},
    {"name": "events", "description": "Events of the contracts: page by page, or as they come."},
    {"name": "participants", "description": "Who takes part, and in which roles."},
    {"name": "identities", "description": "Accounts bound to organisations by a certificate."},
    {"name": "decisions", "description": "Acts of the authorised body, agreed on by its keys."},
    {"name": "deposits", "description": "Deposits of software and their content."},
    {"name": "verification", "description": "Whether a file, a digest or a package is recorded."},
    {"name": "assets", "description": "Classes of digital assets, holdings and movements."},
    {"name": "forms", "description": "Forms that the law asks for, edition by edition."},
    {"name": "notifications", "description": "Notifications of digital mining."},
    {"name": "statistics", "description": "Counts by day, week and month."},
    {"name": "exports", "description": "Open data: whole lists as CSV and JSON Lines."},
    {"name": "journal", "description": "Logs of access and of checks, and their heads."},
]

_BEARER: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of `POST /v1/sign-in`, or a key of `POST /v1/api-keys`. Public reads "
    "need none, but one that is shown must hold.",
}
_SUMMARY: Final = "A blockchain-backed depository and digital asset ledger"
_DESCRIPTION: Final = (
    "Reads answer with the block that they stand on. An act answers with an unsigned transaction "
    "and its explanation; its sender signs it and relays it with `POST /v1/transactions`. "
    "Refusals are problems (RFC 9457) in Kazakh, Russian or English by `Accept-Language`."
)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Responses of an operation that may refuse with these statuses; where a body may be too large,
    it may come too slowly.
    """
    every = {*statuses, *([408] if 413 in statuses else [])}
    return {status: _response(status, "Problem") for status in sorted(every)}


def _response(status: int, schema: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": HTTPStatus(status).phrase, "content": content}


_OBJECT: Final = {"type": "object"}
_BYTES: Final = {"type": "string", "format": "binary"}


def binary(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The 200 of an operation that answers with bytes."""
    content: dict[str, Any] = {
        each: {"schema": _OBJECT if each.endswith("+json") else _BYTES} for each in media_types
    }
    return {200: {"description": "The bytes.", "content": content}}


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application: FastAPI's, with our problems in place of its own."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=_SUMMARY,
        description=_DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    schemas = made["components"]["schemas"]
    schemas |= {"Problem": PROBLEM_SCHEMA, "BareProblem": _BARE_SCHEMA}
    made["components"]["responses"] = {
        name: _response(status, "BareProblem") for status, name in _OUT_OF_BOUNDS.items()
    }
    for model in (DepositRequest, UploadedDepositRequest):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
    made["components"]["securitySchemes"] = {"bearer": _BEARER}
    for methods in made["paths"].values():
        for operation in methods.values():
            operation.setdefault("security", [{}, {"bearer": []}])
            for status, answer in problems(401, 403).items():
                operation["responses"].setdefault(str(status), answer)
            for status, name in _OUT_OF_BOUNDS.items():
                operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}
            if "application/json" in operation["responses"].get("422", {}).get("content", {}):
                operation["responses"]["422"] = problems(422)[422]
    for own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(own, None)
    return made
