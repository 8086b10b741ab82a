"""Open data: whole lists as of a block, their digests, and how to read them (P-8)."""

from __future__ import annotations

from collections.abc import Generator
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from api.context import Desk
from api.documentation import problems
from api.exports.answering import Exported
from api.exports.columns import ExportName, Selection, rows
from api.exports.describing import csv_metadata, line_schema
from api.exports.writing import MEDIA_TYPES, Form, digest_line, file_name, pieces
from api.moments import Stand
from ledger.addresses import parse_address
from ledger.errors import Unavailable

__all__ = ["router"]

router = APIRouter(prefix="/v1/exports", tags=["exports"])

_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/jsonl": {"schema": {"type": "string"}},
        },
    },
    307: {"description": "The same export at the block on which it stands."},
    **problems(404, 422, 503),
}


def _chosen(
    name: ExportName,
    stand: Stand,
    asset: Annotated[int | None, Query(ge=1, le=2**53 - 1)] = None,
    account: Annotated[str | None, Query(max_length=80)] = None,
) -> Selection:
    """Movements and holdings may be chosen by class and by account."""
    by_account = None if account is None else parse_address(account)
    return Selection(name, stand.head, asset, by_account)


Block = Annotated[int | None, Query(ge=0, le=2**53 - 1)]
Chosen = Annotated[Selection, Depends(_chosen)]


@router.get("/{name}.csv-metadata.json", operation_id="describeCsv", responses=problems(422))
def describe_csv(desk: Desk, name: ExportName) -> dict[str, Any]:
    """What the columns of a CSV are, in three languages (CSV on the Web)."""
    return csv_metadata(name, desk.catalogue)


@router.get("/{name}.schema.json", operation_id="describeLines", responses=problems(422))
def describe_lines(desk: Desk, name: ExportName) -> dict[str, Any]:
    """What a line of JSON Lines is, in three languages (JSON Schema)."""
    return line_schema(name, desk.catalogue)


@router.get(
    "/{name}.{form}.sha256",
    operation_id="getExportDigest",
    response_class=PlainTextResponse,
    responses=_FILE,
)
def digest(
    desk: Desk, request: Request, form: Form, chosen: Chosen, block: Block = None
) -> Response:
    """The SHA-256 of a file, as `sha256sum --check` reads it; the file is the same at any time."""
    if block is None:
        return _pinned(request, chosen)
    _enter(desk)
    try:
        content = pieces(chosen.name, form, rows(desk.services, chosen))
        return PlainTextResponse(digest_line(file_name(chosen, form), content))
    finally:
        desk.exports.leave()


@router.get("/{name}.{form}", operation_id="getExport", response_class=Response, responses=_FILE)
def export(
    desk: Desk, request: Request, form: Form, chosen: Chosen, block: Block = None
) -> Response:
    """A whole list as of the end of a block, without a limit of rows; the head is redirected to.

    Amounts are exact, times are UTC. A body that is not finished was broken off: its digest differs
    from that of `.sha256`, which stands at the address beside it.
    """
    if block is None:
        return _pinned(request, chosen)
    _enter(desk)
    try:
        content = _started(pieces(chosen.name, form, rows(desk.services, chosen)))
    except BaseException:
        desk.exports.leave()
        raise
    beside = f"/v1/exports/{chosen.name}"
    described = f"{beside}.csv-metadata.json" if form == "csv" else f"{beside}.schema.json"
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(chosen, form)}"',
        "Link": f'<{described}>; rel="describedby"',
    }
    return Exported(content, headers, MEDIA_TYPES[form], desk.exports)


def _enter(desk: Desk) -> None:
    """Take a place among those who export; Unavailable("export.busy", most=)."""
    if not desk.exports.enter():
        raise Unavailable("export.busy", most=desk.exports.places)


def _started(content: Any) -> Generator[bytes, None, None]:
    """The same pieces, the first of them read already, so that a refusal can still be answered."""
    first = next(content, b"")

    def all_of_them() -> Generator[bytes, None, None]:
        yield first
        yield from content

    return all_of_them()


def _pinned(request: Request, chosen: Selection) -> Response:
    """Where this export stands for good: at its block."""
    given = {"block": chosen.at.number, "asset": chosen.asset, "account": chosen.account}
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return RedirectResponse(f"{request.url.path}?{query}", 307)
