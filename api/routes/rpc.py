"""JSON-RPC for wallets and tools that speak nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api.access.caller import Who, check_scope
from api.access.model import Scope
from api.context import Desk, JsonOnly, Speech
from api.documentation import problems
from api.metering import charge
from api.rpc.answering import MOST_CALLS, Answerer, read_requests

__all__ = ["router"]

router = APIRouter(tags=["chain"])

_CALL: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["jsonrpc", "method"],
    "properties": {
        "jsonrpc": {"const": "2.0"},
        "id": {"type": ["string", "number", "null"]},
        "method": {"type": "string", "examples": ["eth_blockNumber"]},
        "params": {"type": "array", "items": {}},
    },
}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        _CALL,
                        {"type": "array", "minItems": 1, "maxItems": MOST_CALLS, "items": {}},
                    ],
                }
            }
        },
    }
}
_JSON: Final[dict[str, Any]] = {"application/json": {"schema": {}}}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The answer, or a list of answers; refusals of JSON-RPC among them.",
        "content": _JSON,
    },
    400: {"description": "No request of JSON-RPC 2.0; the answer is one.", "content": _JSON},
    204: {"description": "Nothing but notifications was asked, and nothing was done."},
    **problems(413, 415, 429),
}


@router.post(
    "/rpc",
    operation_id="callChain",
    response_class=Response,
    dependencies=[JsonOnly],
    responses=_ANSWERS,
    openapi_extra=_BODY,
)
async def call(desk: Desk, speech: Speech, who: Who, request: Request) -> Response:
    """Read the chain as a wallet does: JSON-RPC 2.0, one call or a batch of 20 at most.

    Methods that read (`eth_…`, `net_version`), within bounds of gas, blocks and size, and
    `eth_sendRawTransaction`, which is `sendTransaction`. No traces, no pool, no filters.
    """
    asked = read_requests(await request.body())
    charge(request, asked.cost)
    relaying = partial(check_scope, desk, who, Scope.RELAY)
    answerer = Answerer(desk.services.chain, desk.sender, relaying, speech)
    body = await answerer.answer(asked)
    headers = {"Cache-Control": "no-store"}
    status = 400 if asked.fault is not None else 200 if body else 204
    return Response(body, status, headers, "application/json" if body else None)
