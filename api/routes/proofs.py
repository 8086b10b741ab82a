"""Proof bundles: one file about a record that convinces without asking anyone."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query
from pydantic import StringConstraints
from starlette.responses import Response

from api.context import Desk
from api.documentation import binary, problems
from api.reading import Handed, Visit
from api.schemas.types import PathInside
from depository.access_log import Opened, Wanted
from depository.bag import PAYLOAD
from depository.proving import content_of, file_content_of, record_part
from ledger.addresses import parse_address
from ledger.proofs.building import Asked
from ledger.proofs.model import MEDIA_TYPE
from ledger.proofs.schema import schema
from ledger.types import BatchId, DepositId, NotificationId

__all__ = ["router"]

router = APIRouter(prefix="/v1")

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    **binary(MEDIA_TYPE),
    **problems(404, 422, 503),
}
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
_MOST_WITNESSES: Final = 16


def _asked(
    block: Annotated[
        int | None,
        Query(ge=0, le=2**53 - 1, description="The block of the state; else the last final one."),
    ] = None,
    witness: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=64)], ...],
        Query(
            max_length=_MOST_WITNESSES,
            description="Witnesses whose signatures are put into the proof.",
        ),
    ] = (),
) -> Asked:
    return Asked(block, tuple(parse_address(each) for each in witness))


Wish = Annotated[Asked, Depends(_asked)]


class About(StrEnum):
    """What a proof about a deposit shows."""

    DEPOSIT = "deposit"
    OWNERSHIP = "ownership"


@router.get(
    "/deposits/{number}/proof",
    operation_id="getDepositProof",
    response_class=Response,
    responses=_ANSWERS,
    tags=["deposits"],
)
def deposit_proof(
    desk: Desk,
    number: Number,
    wish: Wish,
    about: Annotated[
        About,
        Query(description="The act of depositing and what became of it, or whose it is."),
    ] = About.DEPOSIT,
) -> Response:
    """A proof of a deposit and of its possessor and status at a block, to be verified offline."""
    services = desk.services
    deposit = services.depository.deposit(DepositId(number))
    subject, name = {"number": str(number)}, f"deposit-{number}"
    if about is About.OWNERSHIP:
        return _file(services.prover.prove(about, subject, None, asked=wish), f"{name}-ownership")
    parts = {"content": content_of(deposit.cid)}
    return _file(services.prover.prove(about, subject, deposit.recorded, parts, wish), name)


@router.get(
    "/deposits/{number}/file-proofs/{path:path}",
    operation_id="getFileProof",
    response_class=Response,
    responses={**_ANSWERS, **problems(403, 500)},
    tags=["deposits"],
)
def file_proof(
    visit: Visit,
    number: Number,
    path: PathInside,
    wish: Wish,
) -> Response:
    """A proof that a file stands in a deposit that the caller may read.

    The reading of its folders is logged (D-6).
    """
    services = visit.application.services
    depository = services.depository

    def opening() -> Opened:
        deposit = depository.served(DepositId(number), visit.caller.reading_as)
        content = file_content_of(depository.content, deposit.cid, f"{PAYLOAD}/{path}")
        parts = {"content": content}
        subject = {"number": str(number)}
        document = services.prover.prove("file", subject, deposit.recorded, parts, wish)
        return Opened(len(document), iter([document]))

    opened = visit.read(Wanted(DepositId(number), path), opening)
    return Handed(opened, _headers(f"deposit-{number}-file"), MEDIA_TYPE)


@router.get(
    "/deposit-batches/{batch}/records/{index}/proof",
    operation_id="getRecordProof",
    response_class=Response,
    responses={**_ANSWERS, **problems(500)},
    tags=["deposits"],
)
def record_proof(
    desk: Desk,
    batch: Number,
    index: Annotated[int, Path(ge=0, le=2**32 - 1)],
    wish: Wish,
) -> Response:
    """A proof that a record stands in a batch, and of the batch's possessor and status at a block.

    Of a record that was taken out the proof of its deposit tells whose it is.
    """
    services = desk.services
    found = services.batches.proven(BatchId(batch), index)
    subject = {"batch": str(batch), "index": str(index)}
    parts = record_part(found.leaf, found.path)
    recorded = found.batch.recorded
    document = services.prover.prove("record", subject, recorded, parts, wish)
    return _file(document, f"batch-{batch}-record-{index}")


@router.get(
    "/notifications/{number}/proof",
    operation_id="getNotificationProof",
    response_class=Response,
    responses=_ANSWERS,
    tags=["notifications"],
)
def notification_proof(desk: Desk, number: Number, wish: Wish) -> Response:
    """A proof that a notification was made, and of its form in force at a block."""
    services = desk.services
    recorded = services.mining.notification(NotificationId(number)).submitted
    subject = {"number": str(number)}
    document = services.prover.prove("notification", subject, recorded, asked=wish)
    return _file(document, f"notification-{number}")


@router.get(
    "/assets/{id}/holders/{address}/proof",
    operation_id="getBalanceProof",
    response_class=Response,
    responses=_ANSWERS,
    tags=["assets"],
)
def balance_proof(
    desk: Desk,
    id: Number,  # noqa: A002 - the name in the path
    address: Annotated[str, Path(max_length=64)],
    wish: Wish,
) -> Response:
    """A proof of how much of a class an account holds at a block; a zero cannot be proven."""
    account = parse_address(address).lower()
    subject = {"account": account, "class": str(id)}
    document = desk.services.prover.prove("balance", subject, None, asked=wish)
    return _file(document, f"balance-{id}-{account}")


@router.get("/proofs/schema", operation_id="getProofSchema", tags=["verification"])
def proof_schema() -> dict[str, Any]:
    """The JSON Schema of proofs."""
    return schema()


def _file(document: bytes, name: str) -> Response:
    return Response(document, media_type=MEDIA_TYPE, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    disposition = f'attachment; filename="{name}.proof.json"'
    return {"Cache-Control": "private, no-cache", "Content-Disposition": disposition}
