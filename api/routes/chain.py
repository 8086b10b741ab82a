"""Blocks and transactions, and the relay of signed transactions."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.context import Desk, JsonOnly, Limit, Speech
from api.documentation import problems
from api.progress import read_raw, relay, track
from api.schemas.chain import (
    BlockOut,
    Relay,
    Relayed,
    TransactionOut,
    TransactionState,
    block_out,
    relayed_out,
    state_out,
    transaction_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from ledger.types import TxHash

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["chain"])

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_HASH: Final = "^0x[0-9a-fA-F]{64}$"


@router.get("/blocks", operation_id="listBlocks", responses=problems(400, 422, 503))
def blocks(desk: Desk, paging: Limit) -> Listing[BlockOut]:
    """Indexed blocks, the newest first."""
    head = desk.head()
    page = desk.services.index.blocks(paging.limit, paging.after)
    return listing(page, head, block_out)


@router.get("/blocks/{block}", operation_id="getBlock", responses=problems(404, 422, 503))
def block(
    desk: Desk,
    block: Annotated[str, Path(max_length=80, description="A number or a hash.")],
) -> Single[BlockOut]:
    """An indexed block by its number or its hash."""
    head = desk.head()
    wanted = int(block) if _NUMBER.fullmatch(block) else block
    return Single(data=block_out(desk.services.index.block(wanted)), as_of=as_of(head))


@router.get(
    "/blocks/{block}/transactions",
    operation_id="listBlockTransactions",
    responses=problems(400, 404, 422, 503),
)
def block_transactions(
    desk: Desk,
    speech: Speech,
    paging: Limit,
    block: Annotated[str, Path(max_length=80, description="A number or a hash.")],
) -> Listing[TransactionOut]:
    """The transactions of an indexed block."""
    head = desk.head()
    wanted = int(block) if _NUMBER.fullmatch(block) else block
    number = desk.services.index.block(wanted).number
    page = desk.services.index.transactions(limit=paging.limit, after=paging.after, block=number)
    return listing(page, head, lambda each: transaction_out(each, speech))


@router.get("/transactions/{hash}", operation_id="getTransaction", responses=problems(422, 503))
def transaction(
    desk: Desk,
    speech: Speech,
    hash: Annotated[str, Path(pattern=_HASH)],  # noqa: A002 - the name in the path
) -> TransactionState:
    """How far a transaction has come, what it asks for and what became of it.

    A transaction that no one knows has the state `unknown`: it may still be on its way.
    """
    return state_out(track(desk.services, TxHash(hash.lower())), speech)


@router.post(
    "/transactions",
    operation_id="sendTransaction",
    status_code=201,
    dependencies=[JsonOnly],
    responses={
        202: {"model": Relayed, "description": "Taken by the node, not sealed yet."},
        **problems(400, 403, 409, 413, 415, 422, 503),
    },
)
async def send(
    desk: Desk,
    body: Relay,
    response: Response,
    wait: Annotated[
        int, Query(ge=0, le=30, description="Seconds to wait until it is indexed.")
    ] = 0,
) -> Relayed:
    """Relay a signed transaction. Sending it again gives its progress.

    201 when it is sealed, 202 while it waits. `succeeded` is false when the contract refused it.
    """
    seconds = min(wait, desk.settings.max_wait_seconds)
    progress = await relay(desk.services, read_raw(body.raw), seconds)
    response.status_code = 202 if progress.receipt is None else 201
    response.headers["Location"] = f"/v1/transactions/{progress.hash}"
    return relayed_out(progress.hash, progress.receipt, progress.state)
