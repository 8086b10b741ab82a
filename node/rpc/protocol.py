"""JSON-RPC 2.0: requests in, answers out, single and in batches."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import orjson

from node.errors import NodeError
from node.rpc.errors import (
    INTERNAL,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE,
    TIMED_OUT,
    TOO_LARGE,
    RpcError,
)
from node.rpc.limits import Limits
from node.rpc.refusals import as_rpc_error

__all__ = [
    "UNKNOWN",
    "Method",
    "Methods",
    "Observer",
    "Prompt",
    "Protocol",
    "Slow",
    "refusal",
]

_log = logging.getLogger(__name__)

Parser = Callable[[Any], Any]
Observer = Callable[[str, float, int], None]
"""Is told of each request: its method, how many seconds it took, its error code or 0."""

UNKNOWN: Final = "unknown"
"""What an observer is told instead of a method that does not exist."""

_SMALL = 64 * 1024


class Slow(Exception):  # noqa: N818 - no error: a prompt method leaves the request to a thread
    """What is asked may take longer than others should wait for it."""


@dataclass(frozen=True)
class Method:
    """A method: its function, and a parser for each parameter; the last ones may have defaults."""

    function: Callable[..., Any]
    parameters: tuple[Parser, ...] = ()
    defaults: tuple[Any, ...] = field(default=())

    def call(self, given: list[Any]) -> Any:
        """Parse the parameters and call. Raises RpcError `INVALID_PARAMS`."""
        if len(given) > len(self.parameters):
            most = len(self.parameters)
            raise RpcError(INVALID_PARAMS, f"too many arguments, want at most {most}")
        required = len(self.parameters) - len(self.defaults)
        values = []
        for position, parse in enumerate(self.parameters):
            if position < len(given) and given[position] is not None:
                values.append(parse(given[position]))
            elif position < required:
                raise RpcError(INVALID_PARAMS, f"missing value for required argument {position}")
            else:
                values.append(self.defaults[position - required])
        return self.function(*values)


Methods = Mapping[str, Method]
_NONE: Final[Methods] = MappingProxyType({})


def _nobody(_method: str, _seconds: float, _code: int) -> None:
    """The observer of a protocol that nobody watches."""


@dataclass(frozen=True)
class Prompt:
    """Methods that take a moment, so that no thread is worth its price; each may raise `Slow`.

    What a method of `taking` has taken must be on disk before its answer is sent: `settle` returns
    when all that was taken before it was called is there.
    """

    methods: Methods = field(default_factory=lambda: _NONE)
    taking: frozenset[str] = frozenset()
    settle: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Protocol:
    """Answers requests from a table of methods; some of them promptly."""

    methods: Methods
    limits: Limits = field(default_factory=Limits)
    observe: Observer = _nobody
    prompt: Prompt = field(default_factory=Prompt)

    def answer(self, body: bytes | str, own: Methods = _NONE) -> bytes:
        """Answer a request or a batch; a body of notifications only has an empty answer.

        `own` are methods of the caller's connection; they go before those of the table.
        """
        request, error = self._parse(body)
        if error is not None:
            return refusal(error)
        ends = time.monotonic() + self.limits.seconds
        if not isinstance(request, list):
            return self._one(request, own, ends, self.limits.answer) or b""
        answers: list[bytes] = []
        room = self.limits.answer
        for each in request:
            answer = self._one(each, own, ends, room)
            if answer is not None:
                answers.append(answer)
                room -= len(answer)
        return b"[" + b",".join(answers) + b"]" if answers else b""

    def answer_promptly(self, body: bytes | str) -> tuple[bytes, bool] | None:
        """The answer to a single request, and whether it has to wait until all is settled.

        None when the request is not for a prompt method, or needs more time than such have.
        """
        if len(body) > _SMALL or body[:1] in (b"[", "["):
            return None
        request, error = self._parse(body)
        name = request.get("method") if error is None and isinstance(request, dict) else None
        if not isinstance(name, str) or name not in self.prompt.methods:
            return None
        try:
            answer = self._one(request, self.prompt.methods, math.inf, self.limits.answer)
        except Slow:
            return None
        return answer or b"", name in self.prompt.taking

    def timed_out(self, body: bytes | str) -> bytes:
        """The answer to a body that was not answered in time: an error for each request."""
        return self.failed(body, self._late())

    def failed(self, body: bytes | str, failure: BaseException) -> bytes:
        """The answer to a body that met a failure: that error for each request."""
        request, error = self._parse(body)
        if error is not None:
            return refusal(error)
        told = _as_rpc_error(failure)
        if not isinstance(request, list):
            return b"" if _is_notification(request) else refusal(told, _identity(request))
        answers = [refusal(told, _identity(each)) for each in request if not _is_notification(each)]
        return b"[" + b",".join(answers) + b"]" if answers else b""

    def _parse(self, body: bytes | str) -> tuple[Any, RpcError | None]:
        try:
            request = orjson.loads(body)
        except orjson.JSONDecodeError:
            return None, RpcError(PARSE, "parse error")
        if request == []:
            return None, RpcError(INVALID_REQUEST, "empty batch")
        most = self.limits.batch
        if isinstance(request, list) and len(request) > most:
            facts = {"code": "batch-too-large", "limit": most, "found": len(request)}
            return None, RpcError(INVALID_REQUEST, f"batch too large, want at most {most}", facts)
        return request, None

    def _one(self, request: Any, own: Methods, ends: float, room: int) -> bytes | None:
        """Answer one request; None for a notification, which wants no answer."""
        began = time.monotonic()
        name = UNKNOWN
        code = 0
        try:
            asked, given = _read(request)
            method = own.get(asked) or self.methods.get(asked)
            if method is None:
                message = f"the method {asked[:80]} does not exist/is not available"
                raise RpcError(METHOD_NOT_FOUND, message)
            name = asked
            if began > ends:
                raise self._late()
            answer = self._sized(_identity(request), method.call(given), room)
        except Slow:
            raise
        except Exception as error:  # noqa: BLE001 - the caller learns nothing, the log everything
            failure = _as_rpc_error(error)
            code = failure.code
            answer = refusal(failure, _identity(request))
        self.observe(name, time.monotonic() - began, code)
        return None if _is_notification(request) else answer

    def _sized(self, identity: Any, result: Any, room: int) -> bytes:
        answer = orjson.dumps({"jsonrpc": "2.0", "id": identity, "result": result})
        if len(answer) > room:
            most = self.limits.answer
            facts = {"code": "answer-too-large", "limit": most}
            raise RpcError(TOO_LARGE, f"response too large, want at most {most} bytes", facts)
        return answer

    def _late(self) -> RpcError:
        facts = {"code": "timed-out", "limit": self.limits.seconds}
        return RpcError(TIMED_OUT, f"request timed out after {self.limits.seconds:g} s", facts)


def refusal(error: RpcError, identity: Any = None) -> bytes:
    """The answer that carries an error; without an identity, to nobody in particular."""
    return orjson.dumps({"jsonrpc": "2.0", "id": identity, "error": error.as_json()})


def _read(request: Any) -> tuple[str, list[Any]]:
    if not _is_request(request):
        raise RpcError(INVALID_REQUEST, "invalid request")
    given = request.get("params")
    if given is None:
        return request["method"], []
    if not isinstance(given, list):
        raise RpcError(INVALID_PARAMS, "non-array args")
    return request["method"], given


def _is_request(request: Any) -> bool:
    """Whether it has the form of JSON-RPC 2.0, section 4."""
    return (
        isinstance(request, dict)
        and request.get("jsonrpc") == "2.0"
        and isinstance(request.get("method"), str)
        and ("id" not in request or _is_identity(request["id"]))
    )


def _is_identity(value: Any) -> bool:
    return value is None or (isinstance(value, str | int | float) and not isinstance(value, bool))


def _identity(request: Any) -> Any:
    identity = request.get("id") if isinstance(request, dict) else None
    return identity if _is_identity(identity) else None


def _is_notification(request: Any) -> bool:
    return _is_request(request) and "id" not in request


def _as_rpc_error(error: BaseException) -> RpcError:
    if isinstance(error, RpcError):
        return error
    if isinstance(error, NodeError):
        return as_rpc_error(error)
    _log.error("a method has failed", exc_info=error)
    return RpcError(INTERNAL, "internal error")
