"""Deposits: content in, an act to sign out; the register of what is deposited."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, Offer, fingerprint
from api.context import Desk, Limit, is_json
from api.documentation import problems
from api.idempotency import Claim
from api.moments import Stand
from api.reading import Visit
from api.schemas.acts import Act
from api.schemas.deposit_requests import (
    Acceptance,
    DepositRequest,
    Return,
    UploadedDepositRequest,
    metadata_of,
    provenance_of,
    read_request,
    read_uploaded_request,
)
from api.schemas.deposits import (
    DepositOut,
    FileOut,
    deposit_out,
    file_out,
    package_out,
)
from api.schemas.histories import (
    CopyOut,
    DepositRecordOut,
    TenureOut,
    copy_out,
    deposit_record_out,
    tenure_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.schemas.words import (
    ORIGINS,
    OriginName,
    StatusName,
)
from api.signing import Deed, Keyed, signed
from api.uploads.multipart import METADATA_LIMIT, read_little, read_upload, spool_in
from depository.archive.model import ArchiveKind
from depository.cid import Cid
from depository.model import Status
from ledger.types import Address, DepositId, Digest, ParticipantId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["deposits"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = signed(404)
_RENEW_BYTES: Final = 64 * 1_048_576
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["metadata", "content"],
                    "properties": {
                        "metadata": {"$ref": "#/components/schemas/DepositRequest"},
                        "content": {
                            "type": "string",
                            "format": "binary",
                            "description": "A zip, tar, tar.gz, tar.xz, tar.zst, git bundle or "
                            "single file; it comes after `metadata`.",
                        },
                    },
                },
                "encoding": {"metadata": {"contentType": "application/json"}},
            },
            "application/json": {"schema": {"$ref": "#/components/schemas/UploadedDepositRequest"}},
        },
    }
}


@router.get("/deposits", operation_id="listDeposits", responses=_READ)
def deposits(
    desk: Desk,
    paging: Limit,
    possessor: Annotated[int | None, Query(ge=1, le=2**53 - 1)] = None,
    status: Annotated[StatusName | None, Query()] = None,
    origin: Annotated[OriginName | None, Query()] = None,
) -> Listing[DepositOut]:
    """Deposits, all or those of a possessor (a participant's number), in a status, of an origin."""
    head = desk.head()
    page = desk.services.depository.deposits(
        paging.limit,
        paging.after,
        possessor=None if possessor is None else ParticipantId(possessor),
        status=None if status is None else Status(status),
        origin=None if origin is None else ORIGINS[origin],
    )
    return listing(page, head, deposit_out)


@router.get("/deposits/{number}", operation_id="getDeposit", responses=_READ)
def deposit(desk: Desk, number: Number) -> Single[DepositRecordOut]:
    """One deposit: whose it is and was, how far it is verified, what the package says of itself."""
    head, depository = desk.head(), desk.services.depository
    found = depository.deposit(DepositId(number))
    record = deposit_record_out(found, depository.history(found.number))
    return Single(data=record, as_of=as_of(head))


@router.get("/deposits/{number}/possessor", operation_id="getPossessor", responses=_READ)
def possessor(desk: Desk, number: Number, stand: Stand) -> Single[TenureOut]:
    """Whose a deposit is, now or at a block or moment, with the key of then."""
    found = desk.services.depository.lives.possessor(DepositId(number), stand.at)
    return Single(data=tenure_out(found), as_of=as_of(stand.head))


@router.get("/deposits/{number}/possessors", operation_id="listPossessors", responses=_READ)
def possessors(desk: Desk, number: Number, paging: Limit) -> Listing[TenureOut]:
    """Whose a deposit is and was, the newest first."""
    head, depository = desk.head(), desk.services.depository
    known = depository.deposit(DepositId(number)).number
    page = depository.lives.tenures(known, paging.limit, paging.after)
    return listing(page, head, tenure_out)


@router.get("/deposits/{number}/copies", operation_id="listCopies", responses=_READ)
def copies(desk: Desk, number: Number, paging: Limit) -> Listing[CopyOut]:
    """Applications for copies of a deposit and what became of each, the newest first (D-7)."""
    head = desk.head()
    page = desk.services.depository.copies(DepositId(number), paging.limit, paging.after)
    return listing(page, head, copy_out)


@router.get(
    "/deposits/{number}/files",
    operation_id="listFiles",
    responses=problems(400, 403, 404, 422, 503),
)
def files(visit: Visit, number: Number, paging: Limit) -> Listing[FileOut]:
    """Files of a deposit by path; those of a limited deposit are told to its possessor alone."""
    head = visit.application.head()
    return listing(visit.files(DepositId(number), paging), head, file_out)


@router.post(
    "/deposits",
    operation_id="createDeposit",
    status_code=201,
    response_model=Act,
    responses=_ACT["responses"],
    openapi_extra=_BODY,
)
async def deposit_content(desk: Desk, request: Request, deed: Deed) -> Response:
    """Take content into the store and answer with the deposit to sign.

    Content in the body goes to the disk as it comes; it is refused as soon as it passes the
    limit. A body in JSON names an upload that has come already (`POST /v1/uploads`); it stays
    until it is removed or expires.
    """
    if is_json(request):
        asked = read_uploaded_request(await read_little(request, METADATA_LIMIT))
        return await run_in_threadpool(_draft, desk, deed, asked, _kept(desk, asked))
    with spool_in(desk.settings.spool) as spool:
        upload = await read_upload(request, read_request, spool)
        digest = upload.content.digest()
        content = nullcontext(spool.path)
        return await run_in_threadpool(
            _draft, desk, deed, upload.metadata, lambda _: content, digest
        )


@router.get(
    "/drafts/{id}",
    operation_id="getDraft",
    response_model=Act,
    responses=problems(400, 404, 410, 422, 503),
)
def draft(
    desk: Desk,
    deed: Keyed,
    id: Annotated[str, Path(max_length=80)],  # noqa: A002 - the name in the path
) -> Response:
    """A deposit that waits for its signature, for whoever has the id that was answered when it was
    made: 128 random bits, which nothing else tells.
    """
    found = desk.services.depository.draft_of(id)
    package = package_out(found.package, found.rivals)
    offer = Offer(found.transaction, found.id, package, expires_at=found.expires_at)
    headers = {"Content-Language": deed.messages.language, "Vary": "Accept-Language"}
    headers["Cache-Control"] = "no-store"
    return Response(deed.written(offer), 200, headers, "application/json")


@router.post("/deposits/{number}/acceptances", operation_id="acceptDeposit", **_ACT)
def accept(desk: Desk, number: Number, body: Acceptance, deed: Deed) -> Response:
    """Accept a deposit for storage; signed by the operator."""
    acts = desk.services.depository.acts
    return deed.sign(body, lambda: acts.draft_acceptance(Address(body.sender), DepositId(number)))


@router.post("/deposits/{number}/returns", operation_id="returnDeposit", **_ACT)
def send_back(desk: Desk, number: Number, body: Return, deed: Deed) -> Response:
    """Return a deposit to its possessor with a reason; signed by the operator."""
    acts = desk.services.depository.acts
    return deed.sign(
        body, lambda: acts.draft_return(Address(body.sender), DepositId(number), body.reason)
    )


_Content = Callable[[Callable[[int], None]], AbstractContextManager[FilePath]]
"""Opens the file of the content; what it is given is told of the bytes that are read meanwhile."""


def _kept(desk: Desk, asked: UploadedDepositRequest) -> _Content:
    sha256 = None if asked.sha256 is None else digest_of(asked.sha256)
    sender = Address(asked.sender)
    return lambda progress: desk.uploads.reading(asked.upload, sender, sha256, progress)


def _draft(
    desk: Desk,
    deed: Acting,
    asked: DepositRequest,
    content: _Content,
    digest: Digest | None = None,
) -> Response:
    def build(claim: Claim) -> Offer:
        progress = _every(_RENEW_BYTES, claim.renew)
        with content(progress) as path:
            made = desk.services.depository.draft(
                Address(asked.sender),
                path,
                None if asked.archive is None else ArchiveKind(asked.archive),
                metadata_of(asked),
                file_name=asked.file_name,
                provenance=provenance_of(asked),
                expected=None if asked.expected_cid is None else Cid.parse(asked.expected_cid),
                previous=None if asked.previous is None else DepositId(asked.previous),
                progress=progress,
            )
        package = package_out(made.package, made.rivals)
        return Offer(made.transaction, made.id, package, expires_at=made.expires_at)

    return deed.answer(fingerprint(asked, digest), build)


def _every(size: int, renew: Callable[[], None]) -> Callable[[int], None]:
    """A listener to progress in bytes that calls `renew` once for each `size` of them."""
    taken = 0

    def listen(more: int) -> None:
        nonlocal taken
        taken += more
        if taken >= size:
            taken = 0
            renew()

    return listen
