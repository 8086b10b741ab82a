"""The API of Etherscan and Blockscout for tools that speak it."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.access.caller import Who, check_scope
from api.access.model import Scope
from api.context import Desk, JsonOnly, Speech
from api.documentation import problems
from api.etherscan.answering import COSTS, MODULES, answered, chosen, refused, rpc_refused
from api.etherscan.asked import read_asked
from api.etherscan.describing import PARAMETERS, form_body
from api.etherscan.proxy import ACTIONS as PROXY
from api.etherscan.proxy import CONSTANT, requested
from api.etherscan.question import Question
from api.metering import charge
from api.routes.rpc import call
from api.rpc.answering import Answerer
from api.rpc.bounds import SEND
from ledger.errors import QoimaError, Rejected, Unavailable

__all__ = ["router"]

router = APIRouter(tags=["chain"])

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_ANSWER: Final[dict[str, Any]] = {
    "description": "`status`, `message` and `result`, or an object of JSON-RPC; refusals too.",
    "content": {
        _JSON: {
            "schema": {
                "type": "object",
                "properties": {
                    "status": {"enum": ["0", "1"]},
                    "message": {"type": "string"},
                    "result": {},
                    "jsonrpc": {"const": "2.0"},
                    "id": {"const": 1},
                    "error": {"type": "object"},
                },
            }
        }
    },
}
_BUSY: Final[dict[str, Any]] = {**_ANSWER, "description": "What is needed does not answer now."}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {200: _ANSWER, 503: _BUSY, **problems(429)}
_OF_FORMS: Final[dict[int | str, dict[str, Any]]] = {**_ANSWERS, **problems(413, 415)}


@router.get(
    "/api",
    operation_id="askExplorer",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={"parameters": PARAMETERS},
)
async def ask(desk: Desk, speech: Speech, who: Who, request: Request) -> Response:
    """Read the chain as a tool of Etherscan or Blockscout does: `docs/etherscan.md`.

    Which parameters an action takes is theirs; `apikey` is not looked at. What is refused has
    `status` `0` and says why in `result`.
    """
    return await _answer(desk, speech, who, request)


@router.post(
    "/api",
    operation_id="askExplorerByForm",
    response_class=Response,
    responses=_OF_FORMS,
    openapi_extra={"requestBody": form_body(_FORM)},
)
async def ask_by_form(desk: Desk, speech: Speech, who: Who, request: Request) -> Response:
    """As `askExplorer`, with parameters in a form, and those of the address beside them.

    Only so is a signed transaction sent (`module=proxy`, `action=eth_sendRawTransaction`).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise Rejected("request.media-type", expected=_FORM)
    return await _answer(desk, speech, who, request)


async def _answer(desk: Desk, speech: Speech, who: Who, request: Request) -> Response:
    """Whatever is asked, in the form in which it is asked; only a lack of tokens is a problem."""
    form = await request.body() if request.method == "POST" else b""
    proxied = False
    try:
        asked = read_asked(request.scope["query_string"], form)
        module, action = chosen(asked)
        proxied = module == "proxy"
        question = Question(desk, asked, speech, partial(charge, request))
        await run_in_threadpool(_check_chain, question)
        if proxied:
            body = await _proxied(question, who, request, action)
        else:
            charge(request, COSTS.get((module, action), 1) - 1)
            body = await run_in_threadpool(answered, question, MODULES[module][action])
    except QoimaError as refusal:
        if refusal.code == "rate.exceeded":
            raise
        status = 503 if isinstance(refusal, Unavailable) else 200
        body = (rpc_refused if proxied else refused)(refusal, speech)
        return _response(body, status, speech)
    return _response(body, 200, speech)


def _check_chain(question: Question) -> None:
    """Whoever names a chain must mean this one; Rejected("explorer.other-chain", …)."""
    given = question.asked.number("chainid")
    ours = question.desk.services.chain.deployment.chain_id
    if given is not None and given != ours:
        raise Rejected("explorer.other-chain", theirs=str(given), ours=str(ours))


async def _proxied(question: Question, who: Who, request: Request, action: str) -> bytes:
    """The answer to a call of JSON-RPC."""
    method = PROXY[action].method
    if method == SEND and request.method != "POST":
        raise Rejected("explorer.post-only")
    asked = await run_in_threadpool(requested, question, PROXY[action])
    if method in CONSTANT:
        return orjson.dumps({"jsonrpc": "2.0", "id": 1, "result": CONSTANT[method]})
    charge(request, asked.cost - 1)
    relaying = partial(check_scope, question.desk, who, Scope.RELAY)
    desk = question.desk
    answerer = Answerer(desk.services.chain, desk.sender, relaying, question.messages)
    return await answerer.answer(asked)


def _response(body: bytes, status: int, speech: Speech) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": speech.language,
        "Vary": "Accept-Language",
    }
    return Response(body, status, headers, _JSON)


@router.get("/v2/chainlist", operation_id="listChains", include_in_schema=False)
async def chains(desk: Desk) -> dict[str, Any]:
    """Which chains `chainid` may name, as tools of Etherscan's second version ask first: this one.

    Left out of the document as `/v2/api` is.
    """
    pages = desk.settings.public_url
    chain = {
        "chainname": "Qoima",
        "chainid": str(desk.services.chain.deployment.chain_id),
        "blockexplorer": f"{pages}/",
        "apiurl": f"{pages}/v2/api",
        "status": 1,
        "comment": "",
    }
    return {"comments": "", "totalcount": 1, "result": [chain]}


for _path in ("/v2/api", "/api/", "/api/v1"):
    # Etherscan's second version, Blockscout with a slash and with its version: the same, told once
    # in the document.
    router.add_api_route(
        _path,
        ask,
        operation_id="askExplorer",
        methods=["GET"],
        response_class=Response,
        include_in_schema=False,
    )
    router.add_api_route(
        _path,
        ask_by_form,
        operation_id="askExplorerByForm",
        methods=["POST"],
        response_class=Response,
        include_in_schema=False,
    )

# JSON-RPC where Blockscout has it: `/rpc` under another name.
router.add_api_route(
    "/api/eth-rpc",
    call,
    operation_id="callChain",
    methods=["POST"],
    response_class=Response,
    dependencies=[JsonOnly],
    include_in_schema=False,
)
