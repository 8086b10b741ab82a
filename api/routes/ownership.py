"""Statements of accounts between two moments, and many questions of ownership at once."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api.context import Desk, JsonOnly, Limit
from api.documentation import problems
from api.schemas.ownership import (
    Found,
    OwnershipAnswers,
    OwnershipQuestions,
    StatementPage,
    answers,
    statement_page,
)
from api.schemas.types import Where
from ledger.addresses import parse_address
from ledger.assets.book import Wanted
from ledger.types import Address, BatchId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["assets"])

_READ: Final = problems(400, 404, 422, 503)
Moment = Annotated[str | None, Query(max_length=40, json_schema_extra={"format": "date-time"})]
Block = Annotated[int | None, Query(ge=0, le=2**53 - 1)]


@router.get("/accounts/{address}/statement", operation_id="getStatement", responses=_READ)
def statement(  # noqa: PLR0913, PLR0917 - the parameters of the address
    desk: Desk,
    address: Where,
    paging: Limit,
    from_: Annotated[Moment, Query(alias="from")] = None,
    to: Moment = None,
    from_block: Block = None,
    to_block: Block = None,
    asset: Annotated[int | None, Query(ge=1, le=2**53 - 1)] = None,
) -> StatementPage:
    """What an account had, what moved, oldest first, and what it had then: of one class or of all.

    `from` is the first moment of the period and `to` the first after it, so that statements follow
    on one another; `from_block` and `to_block` are the blocks at whose end it begins and ends.
    Without a beginning the statement begins before the chain, without an end it ends now.
    """
    moments, account = desk.services.moments, parse_address(address)
    since = moments.edge(from_block, from_)
    until = moments.end(to_block, to)
    wanted = Wanted(asset, account, since)
    found = desk.services.assets.statement(wanted, until, paging.limit, paging.after)
    return statement_page(account, found)


@router.post(
    "/ownership",
    operation_id="askOwnership",
    response_model=OwnershipAnswers,
    responses=problems(400, 404, 413, 415, 422, 503),
    dependencies=[JsonOnly],
)
def ownership(desk: Desk, body: OwnershipQuestions) -> Response:
    """Up to a thousand questions of ownership in one call, all answered as of one block."""
    services = desk.services
    pairs = [
        (each["asset"], Address(each["account"]))
        for each in body.subjects
        if each["kind"] == "holding"
    ]
    deposits = {each["deposit"] for each in body.subjects if each["kind"] == "deposit"}
    records = {
        (BatchId(each["batch"]), each["index"])
        for each in body.subjects
        if each["kind"] == "record"
    }
    stand = services.moments.resolve(body.block, body.at) or desk.head()
    found = Found(
        held=services.assets.held_by(pairs, stand) if pairs else (),
        deposits=services.depository.lives.possessors(deposits, stand) if deposits else {},
        records=services.batches.possessions.possessors(records, stand) if records else {},
    )
    return Response(answers(body, found, stand), media_type="application/json")
