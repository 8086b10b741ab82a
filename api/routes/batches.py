"""Batches: many drafts deposited by one act, each record of them read and proven on its own."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.acting import Offer, fingerprint
from api.context import Desk, Limit
from api.documentation import binary, problems
from api.schemas.batches import (
    BatchOut,
    BatchRequest,
    ProvenOut,
    RecordOut,
    batch_out,
    list_out,
    proven_out,
    record_out,
)
from api.schemas.deposit_acts import Annulling, Signing
from api.schemas.deposit_requests import Acceptance, Return
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.schemas.words import (
    StatusName,
)
from api.signing import Deed, signed
from depository.model import Status
from ledger.types import Address, BatchId, ParticipantId

__all__ = ["router"]

router = APIRouter(prefix="/v1/deposit-batches", tags=["deposits"])

_READ: Final = problems(400, 404, 422, 500, 503)
_ACT: Final = signed(404, 410)
_BYTES: Final = "application/octet-stream"
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Index = Annotated[int, Path(ge=0, le=2**32 - 1)]


@router.post("", operation_id="createBatch", **_ACT)
def deposit_many(desk: Desk, body: BatchRequest, deed: Deed) -> Response:
    """Make a batch of drafts and answer with the deposit of all of them to sign.

    Each draft was made by `POST /v1/deposits`, which checked it. The list of the records is stored.
    """

    def build(_: object) -> Offer:
        made = desk.services.batches.draft(Address(body.sender), body.drafts)
        return Offer(made.transaction, batch=list_out(made), expires_at=made.expires_at)

    return deed.answer(fingerprint(body), build)


@router.get("", operation_id="listBatches", responses=_READ)
def batches(
    desk: Desk,
    paging: Limit,
    possessor: Annotated[int | None, Query(ge=1, le=2**53 - 1)] = None,
    status: Annotated[StatusName | None, Query()] = None,
) -> Listing[BatchOut]:
    """Batches, the newest first: all, or those of a possessor (by number) or in a status."""
    head = desk.head()
    page = desk.services.batches.store.batches(
        paging.limit,
        paging.after,
        None if possessor is None else ParticipantId(possessor),
        None if status is None else Status(status),
    )
    return listing(page, head, batch_out)


@router.get("/{batch}", operation_id="getBatch", responses=_READ)
def batch(desk: Desk, batch: Number) -> Single[BatchOut]:
    """One batch."""
    head = desk.head()
    found = desk.services.batches.store.batch(BatchId(batch))
    return Single(data=batch_out(found), as_of=as_of(head))


@router.get("/{batch}/records", operation_id="listRecords", responses=_READ)
def records(desk: Desk, batch: Number, paging: Limit) -> Listing[RecordOut]:
    """The records of a batch in their order."""
    head = desk.head()
    page = desk.services.batches.store.records(BatchId(batch), paging.limit, paging.after)
    return listing(page, head, record_out)


@router.get("/{batch}/records/{index}", operation_id="getRecord", responses=_READ)
def record(desk: Desk, batch: Number, index: Index) -> Single[ProvenOut]:
    """One record with the path that proves it."""
    head = desk.head()
    found = desk.services.batches.proven(BatchId(batch), index)
    return Single(data=proven_out(found), as_of=as_of(head))


@router.get(
    "/{batch}/list",
    operation_id="getRecordList",
    response_class=Response,
    responses={**_READ, **binary(_BYTES)},
)
def record_list(desk: Desk, batch: Number) -> Response:
    """The list of the records: 192 bytes each, in their order."""
    return Response(desk.services.batches.list(BatchId(batch)), media_type=_BYTES)


@router.post("/{batch}/acceptances", operation_id="acceptBatch", **_ACT)
def accept(desk: Desk, batch: Number, body: Acceptance, deed: Deed) -> Response:
    """Accept a batch for storage; signed by the operator."""
    acts = desk.services.batches.acts
    return deed.sign(body, lambda: acts.draft_acceptance(Address(body.sender), BatchId(batch)))


@router.post("/{batch}/returns", operation_id="returnBatch", **_ACT)
def send_back(desk: Desk, batch: Number, body: Return, deed: Deed) -> Response:
    """Return a batch to its possessor with a reason; signed by the operator."""
    acts = desk.services.batches.acts
    return deed.sign(
        body, lambda: acts.draft_return(Address(body.sender), BatchId(batch), body.reason)
    )


@router.post("/{batch}/annulments", operation_id="annulBatch", **_ACT)
def annul(desk: Desk, batch: Number, body: Annulling, deed: Deed) -> Response:
    """Annul the acceptance of a batch; signed by the authority."""
    acts, basis = desk.services.batches.acts, digest_of(body.basis)
    return deed.sign(
        body, lambda: acts.draft_annulment(Address(body.sender), BatchId(batch), basis)
    )


@router.post("/{batch}/records/{index}/deposits", operation_id="takeOutRecord", **_ACT)
def take_out(desk: Desk, batch: Number, index: Index, body: Signing, deed: Deed) -> Response:
    """Make a record a deposit like any other; signed by the batch's possessor."""
    acts = desk.services.batches.acts
    return deed.sign(
        body, lambda: acts.draft_taking_out(Address(body.sender), BatchId(batch), index)
    )
