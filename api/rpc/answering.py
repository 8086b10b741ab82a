"""JSON-RPC 2.0 requests read and answered, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
from starlette.concurrency import run_in_threadpool

from api.problems import describe
from api.rpc.bounds import COSTS, SEND, BadParameters, bounded
from api.sending.relay import read_raw
from ledger.chain.rpc import RpcError, failed
from ledger.errors import QoimaError, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.languages import Messages
    from api.sending.relay import Sender
    from ledger.chain import Chain

__all__ = ["MOST_BYTES", "MOST_CALLS", "Answerer", "Requests", "read_requests"]

MOST_BYTES: Final = 1 << 19
MOST_CALLS: Final = 20
_MOST_ANSWERED: Final = 10 << 20
_PARSE, _INVALID, _UNKNOWN, _PARAMETERS = -32700, -32600, -32601, -32602
_INTERNAL, _SERVER, _LIMIT = -32603, -32000, -32005

Json = dict[str, Any]


@dataclass(frozen=True)
class Requests:
    """What a body asks for: a batch or one call; `fault` answers a body that is neither (400)."""

    calls: list[Any]
    batch: bool
    fault: Json | None = None

    @property
    def cost(self) -> int:
        """What the calls cost together; what is not served costs as little as there is."""
        names = (call.get("method") for call in self.calls if isinstance(call, dict))
        return sum(COSTS.get(name, 1) if isinstance(name, str) else 1 for name in names)


def read_requests(body: bytes) -> Requests:
    """Read a body of a bounded number of calls; Rejected("request.body-too-large", limit=)."""
    if len(body) > MOST_BYTES:
        raise Rejected("request.body-too-large", limit=MOST_BYTES)
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        return Requests([], False, _error(None, _PARSE, "the body is not JSON"))
    if not isinstance(read, list):
        fault = _malformed(read)
        return Requests([] if fault else [read], batch=False, fault=fault)
    if not 0 < len(read) <= MOST_CALLS:
        return Requests([], False, _error(None, _INVALID, f"a batch has 1 to {MOST_CALLS} calls"))
    return Requests(read, batch=True)


@dataclass(frozen=True)
class Answerer:
    """Answers calls; `check_relay` raises for whoever may not send transactions."""

    chain: Chain
    sender: Sender
    check_relay: Callable[[], None]
    messages: Messages

    async def answer(self, asked: Requests) -> bytes:
        """The answer to a body; empty where nothing but notifications was asked."""
        if asked.fault is not None:
            return orjson.dumps(asked.fault)
        answers, size = [], 0
        for call in asked.calls:
            answer = await self._one(call)
            if answer is None:
                continue
            written = orjson.dumps(answer)
            if size + len(written) > _MOST_ANSWERED:
                written = orjson.dumps(_error(answer["id"], _LIMIT, "the answer is too large"))
            size += len(written)
            answers.append(written)
        if not asked.batch:
            return answers[0] if answers else b""
        return b"[" + b",".join(answers) + b"]" if answers else b""

    async def _one(self, call: Any) -> Json | None:
        """The answer to one call; None to a notification, which is not even tried."""
        fault = _malformed(call) or _unknown(call)
        if fault is not None or "id" not in call:
            return fault
        number, method, parameters = call["id"], call["method"], call.get("params", [])
        try:
            if method == SEND:
                return await self._send(number, parameters)
            return await run_in_threadpool(self._ask, number, method, parameters)
        except BadParameters as bad:
            return _error(number, _PARAMETERS, str(bad))
        except QoimaError as refusal:
            return self._refused(number, refusal)

    async def _send(self, number: Any, parameters: list[Any]) -> Json:
        self.check_relay()
        if len(parameters) != 1 or not isinstance(parameters[0], str):
            raise BadParameters("want one signed transaction")
        progress = await self.sender.relay(read_raw(parameters[0]), 0)
        return {"jsonrpc": "2.0", "id": number, "result": progress.hash}

    def _ask(self, number: Any, method: str, parameters: list[Any]) -> Json:
        told: list[RpcError] = []

        def note(error: RpcError) -> QoimaError:
            told.append(error)
            return failed(error)

        asked = bounded(self.chain, method, parameters)
        try:
            result = self.chain.rpc.call(method, *asked, refused=note)
        except QoimaError:
            if not told:
                raise
            error: Json = {"code": told[0].code or _SERVER, "message": told[0].message[:1000]}
            if told[0].data is not None:
                error["data"] = told[0].data
            return {"jsonrpc": "2.0", "id": number, "error": error}
        return {"jsonrpc": "2.0", "id": number, "result": result}

    def _refused(self, number: Any, refusal: QoimaError) -> Json:
        """A refusal of ours in the caller's language, with its code beside it."""
        found = describe(refusal, self.messages)
        code = _INTERNAL if found.status >= 500 else _SERVER
        error = {"code": code, "message": found.title, "data": {"code": found.code}}
        return {"jsonrpc": "2.0", "id": number, "error": error}


def _malformed(call: Any) -> Json | None:
    """What is wrong with the form of a request."""
    wrong = _error(None, _INVALID, "not a request of JSON-RPC 2.0")
    if not isinstance(call, dict) or call.get("jsonrpc") != "2.0":
        return wrong
    number, method = call.get("id"), call.get("method")
    if isinstance(number, bool) or not isinstance(number, str | int | float | None):
        return wrong
    if not isinstance(method, str) or not isinstance(call.get("params", []), list):
        return wrong
    return None


def _unknown(call: Json) -> Json | None:
    method = call["method"]
    if method in COSTS:
        return None
    return _error(call.get("id"), _UNKNOWN, f"the method {method[:60]} is not served here")


def _error(number: Any, code: int, message: str) -> Json:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
