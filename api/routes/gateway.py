"""The IPFS trustless gateway: blocks and CARs that the client verifies by itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Header, Path, Query
from starlette.responses import Response

from api.carriage import CAR, PROBE_CAR, PROBE_CID, RAW, Form, agreed
from api.documentation import binary, problems
from api.reading import Handed, Visit, Visitor
from depository.access_log import Opened, Wanted
from depository.cid import Cid
from depository.selection import Scope, Selection, Span
from ledger.errors import NotFound, Rejected

__all__ = ["router"]

router = APIRouter(tags=["deposits"])

_ENDINGS: Final = {"raw": "bin", "car": "car"}
_ANSWERS: Final = {
    **binary(RAW, CAR),
    304: {"description": "Not modified."},
    **problems(400, 403, 404, 406, 412, 422, 500, 503),
}


@dataclass(frozen=True)
class Asked:
    """The form that is asked for: by `format`, or else by `Accept`."""

    format: Annotated[Literal["raw", "car"] | None, Query()] = None
    accept: Annotated[str | None, Header(max_length=4096)] = None
    version: Annotated[Literal["1"] | None, Query(alias="car-version")] = None
    order: Annotated[Literal["dfs", "unk"] | None, Query(alias="car-order")] = None
    dups: Annotated[
        Literal["y", "n"] | None,
        Query(alias="car-dups", description="Whether a CAR repeats a block that is met again."),
    ] = None

    def form(self) -> Form:
        """What is agreed on; raises what `agreed` raises."""
        return agreed(self.format, self.accept, self.dups)


@dataclass(frozen=True)
class Extent:
    """How much of what is below the path a CAR holds."""

    scope: Annotated[Literal["all", "entity", "block"], Query(alias="dag-scope")] = "all"
    span: Annotated[
        str | None,
        Query(
            alias="entity-bytes",
            max_length=64,
            description="`from:to`, bytes of a file, both included; `to` may be `*`.",
        ),
    ] = None

    def selection(self, path: str, *, repeats: bool) -> Selection:
        """As the depository has it; Rejected("gateway.malformed-span", span)."""
        span = None if self.span is None else Span.parse(self.span)
        return Selection(path, Scope(self.scope), span, repeats)


@dataclass(frozen=True)
class Cached:
    """What the client, or a cache on its way, has already."""

    if_none_match: Annotated[str | None, Header(max_length=4096)] = None
    cache_control: Annotated[str | None, Header(max_length=256)] = None

    def holds(self, tag: str) -> bool:
        """Whether it has this very answer (RFC 9110 §13.1.2: weak comparison)."""
        tags = [each.strip().removeprefix("W/") for each in (self.if_none_match or "").split(",")]
        return tag in tags or "*" in tags

    @property
    def only(self) -> bool:
        """Whether nothing but what is at hand is asked for (RFC 9111 §5.2.1.7)."""
        return "only-if-cached" in (self.cache_control or "").lower()


@router.get(
    "/ipfs/{cid}", operation_id="getBlockOrCar", response_class=Response, responses=_ANSWERS
)
def block_or_car(
    visit: Visit,
    cid: Annotated[str, Path(max_length=128)],
    asked: Annotated[Asked, Depends()],
    extent: Annotated[Extent, Depends()],
    cached: Annotated[Cached, Depends()],
) -> Response:
    """One block (`raw`) or everything under it (`car`) of public content.

    `bafkqaaa`, the CID of nothing, is served to whoever asks whether this is a trustless gateway.
    Source: Trustless Gateway Specification, IPFS, but no shared cache keeps an answer: it would
    hide accesses from the log (D-6).
    """
    form = asked.form()
    if cid == PROBE_CID:
        body = PROBE_CAR if form.format == "car" else b""
        headers = _headers(PROBE_CID, "", form, Selection())
        return Response(body, headers=headers, media_type=form.media_type)
    content = _Content(visit, Cid.parse(cid), "")
    return _answer(visit, content, form, extent, cached)


@router.get(
    "/ipfs/{cid}/{path:path}",
    operation_id="getCarOfPath",
    response_class=Response,
    responses={**_ANSWERS, **binary(CAR)},
)
def car_of_path(
    visit: Visit,
    cid: Annotated[str, Path(max_length=128)],
    path: Annotated[str, Path(max_length=4096)],
    asked: Annotated[Asked, Depends()],
    extent: Annotated[Extent, Depends()],
    cached: Annotated[Cached, Depends()],
) -> Response:
    """A CAR of what is at a path below a block, and of the blocks that prove the path."""
    form, below = asked.form(), path.rstrip("/")
    if below and form.format == "raw":
        raise Rejected("gateway.path-of-block", path=below)
    content = _Content(visit, Cid.parse(cid), below)
    return _answer(visit, content, form, extent, cached)


@router.head("/ipfs/{cid}", include_in_schema=False)
def head(answer: Annotated[Response, Depends(block_or_car)]) -> Response:
    """What a GET would answer, without its body."""
    return Response(status_code=answer.status_code, headers=dict(answer.headers))


@router.head("/ipfs/{cid}/{path:path}", include_in_schema=False)
def head_of_path(answer: Annotated[Response, Depends(car_of_path)]) -> Response:
    """The same of a path."""
    return Response(status_code=answer.status_code, headers=dict(answer.headers))


def _answer(
    visit: Visitor, content: _Content, form: Form, extent: Extent, cached: Cached
) -> Response:
    selection = extent.selection(content.path, repeats=form.repeats)
    headers = _headers(str(content.cid), content.path, form, selection)
    if visit.caller.account is not None:
        headers["Cache-Control"] = "private, no-cache"
    unchanged = cached.holds(headers["ETag"])
    wanted = Wanted(path=content.path or None, cid=content.cid)
    try:
        opened = visit.read(wanted, lambda: content.opened(form, selection), described=unchanged)
    except NotFound as error:
        if cached.only:
            raise Rejected("gateway.not-cached", cid=str(content.cid)) from error
        raise
    if unchanged:
        return Response(status_code=304, headers=headers)
    if form.format == "raw":
        return Response(b"".join(opened.chunks), headers=headers, media_type=form.media_type)
    return Handed(opened, headers, form.media_type)


@dataclass(frozen=True)
class _Content:
    """What is asked for of a depository: a block, or what is at a path below it."""

    visit: Visitor
    cid: Cid
    path: str

    def opened(self, form: Form, selection: Selection) -> Opened:
        """Ready to be handed out; raises as `Depository.block` and `Depository.car`."""
        depository = self.visit.application.services.depository
        asking = self.visit.caller.reading_as
        if form.format == "car":
            return Opened(None, depository.car(self.cid, selection, asking))
        block = depository.block(self.cid, asking)
        return Opened(len(block), iter((block,)))


def _headers(cid: str, path: str, form: Form, selection: Selection) -> dict[str, str]:
    place = f"/ipfs/{cid}" + (f"/{quote(path)}" if path else "")
    location = f"{place}?{urlencode(_named(form, selection))}"
    mark = hashlib.sha256(location.encode()).hexdigest()[:16]
    tag = f"{cid}.raw" if form.format == "raw" else f"{cid}.car.{mark}"
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Location, ETag, X-Ipfs-Path, X-Ipfs-Roots",
        "Cache-Control": "private, max-age=29030400, immutable",
        "Content-Disposition": f'attachment; filename="{cid}.{_ENDINGS[form.format]}"',
        "Content-Location": location,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": f'"{tag}"',
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        "X-Ipfs-Path": place,
    }
    return headers if path else headers | {"X-Ipfs-Roots": cid}


def _named(form: Form, selection: Selection) -> dict[str, str]:
    """The parameters that ask for just this answer, whatever `Accept` says."""
    if form.format == "raw":
        return {"format": "raw"}
    named = {"format": "car", "car-dups": "y" if form.repeats else "n"}
    if selection.span is not None:
        return named | {"dag-scope": "entity", "entity-bytes": str(selection.span)}
    return named | {"dag-scope": selection.scope.value}
