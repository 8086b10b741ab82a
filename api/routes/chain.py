"""Blocks and transactions, and the relay of signed transactions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from api.context import Application, Desk, JsonOnly, Limit, Speech
from api.documentation import problems
from api.prefer import Wait
from api.schemas.chain import BlockOut, TransactionOut, block_out, transaction_out
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.sending import Relay, Relayed, TransactionHistory, history_out, relayed_out
from api.sending.relay import read_raw
from ledger.addresses import parse_address
from ledger.types import TxHash

if TYPE_CHECKING:
    from api.languages import Messages
    from api.prefer import Waiting

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["chain"])

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
Hash = Annotated[str, Path(pattern="^0x[0-9a-fA-F]{64}$")]


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


@router.get("/transactions", operation_id="listTransactions", responses=problems(400, 422, 503))
def transactions(
    desk: Desk,
    speech: Speech,
    paging: Limit,
    account: Annotated[
        str | None,
        Query(max_length=80, description="Sent by it, sent to it, or named in an event."),
    ] = None,
) -> Listing[TransactionOut]:
    """Indexed transactions, the newest first: all, or those that involve an account."""
    head = desk.head()
    wanted = None if account is None else parse_address(account)
    page = desk.services.index.transactions(paging.limit, paging.after, account=wanted)
    return listing(page, head, lambda each: transaction_out(each, speech))


@router.get("/transactions/{hash}", operation_id="getTransaction", responses=problems(422, 503))
def transaction(desk: Desk, speech: Speech, hash: Hash) -> TransactionHistory:  # noqa: A002 - the name in the path
    """How far a transaction has come, step by step, what it asks for and what became of it.

    A transaction that no one knows has the state `unknown`: it may still be on its way.
    """
    return history_out(desk.historian.of(TxHash(hash.lower())), speech)


_SENT: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": Relayed, "description": "Taken by the node, not sealed yet."},
    **problems(400, 403, 404, 409, 413, 415, 422, 503),
}


@router.post(
    "/transactions",
    operation_id="sendTransaction",
    status_code=201,
    dependencies=[JsonOnly],
    responses=_SENT,
)
async def send(desk: Desk, speech: Speech, body: Relay, response: Response, wait: Wait) -> Relayed:
    """Relay a signed transaction. Sending it again gives its progress: no key is needed for that.

    201 when it is sealed, 202 while it waits. `succeeded` is false when the contract refused it,
    and `reason` says why.
    """
    return await _relayed(desk, speech, read_raw(body.raw), response, wait)


@router.post(
    "/transactions/{hash}/retries",
    operation_id="retryTransaction",
    status_code=201,
    responses=_SENT,
)
async def retry(desk: Desk, speech: Speech, hash: Hash, response: Response, wait: Wait) -> Relayed:  # noqa: A002 - as above
    """Hand a transaction that was sent through this interface to the node again.

    For one that the node has lost; one that it has not gives its progress.
    """
    raw = await run_in_threadpool(desk.sent.raw, TxHash(hash.lower()))
    return await _relayed(desk, speech, raw, response, wait)


async def _relayed(
    desk: Application, speech: Messages, raw: bytes, response: Response, wait: Waiting
) -> Relayed:
    seconds = min(wait.seconds, desk.settings.max_wait_seconds)
    progress = await desk.sender.relay(raw, seconds)
    told = await run_in_threadpool(desk.historian.told, progress)
    response.status_code = 202 if progress.receipt is None else 201
    response.headers["Location"] = f"/v1/transactions/{progress.hash}"
    if wait.preferred:
        response.headers["Preference-Applied"] = f"wait={seconds}"
    return relayed_out(told, speech)
