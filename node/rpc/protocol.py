"""JSON-RPC 2.0: requests in, answers out, single and in batches."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from node.errors import NodeError
from node.rpc.errors import (
    INTERNAL,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE,
    RpcError,
)
from node.rpc.refusals import as_rpc_error

__all__ = ["MAX_BATCH", "Method", "Methods", "Protocol"]

_log = logging.getLogger(__name__)
MAX_BATCH = 1000
"""The most requests of one batch, as in geth."""

Parser = Callable[[Any], Any]


@dataclass(frozen=True)
class Method:
    """A method: its function, and a parser for each parameter; the last ones may have defaults."""

    function: Callable[..., Any]
    parameters: tuple[Parser, ...] = ()
    defaults: tuple[Any, ...] = field(default=())

    def call(self, given: list[Any]) -> Any:
        """Parse the parameters and call. Raises RpcError `INVALID_PARAMS`."""
        if len(given) > len(self.parameters):
            raise RpcError(INVALID_PARAMS, f"too many arguments, want at most {len(given) - 1}")
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


@dataclass(frozen=True)
class Protocol:
    """Answers requests from a table of methods."""

    methods: Methods

    def answer(self, body: bytes) -> bytes:
        """Answer a request or a batch; a body of notifications only has an empty answer."""
        try:
            request = orjson.loads(body)
        except orjson.JSONDecodeError:
            return _dump(_failed(None, RpcError(PARSE, "parse error")))
        if not isinstance(request, list):
            answer = self._one(request)
            return b"" if answer is None else _dump(answer)
        if not request:
            return _dump(_failed(None, RpcError(INVALID_REQUEST, "empty batch")))
        if len(request) > MAX_BATCH:
            return _dump(_failed(None, RpcError(INVALID_REQUEST, "batch too large")))
        answers = [each for each in map(self._one, request) if each is not None]
        return _dump(answers) if answers else b""

    def _one(self, request: Any) -> dict[str, Any] | None:
        """Answer one request; None for a notification, which wants no answer."""
        identity = request.get("id") if isinstance(request, dict) else None
        try:
            name, given = _read(request)
            method = self.methods.get(name)
            if method is None:
                raise RpcError(
                    METHOD_NOT_FOUND, f"the method {name} does not exist/is not available"
                )
            result = method.call(given)
        except RpcError as error:
            answer = _failed(identity, error)
        except NodeError as error:
            answer = _failed(identity, as_rpc_error(error))
        except Exception:  # noqa: BLE001 - the caller learns nothing, the log everything
            _log.exception("a method has failed")
            answer = _failed(identity, RpcError(INTERNAL, "internal error"))
        else:
            answer = {"jsonrpc": "2.0", "id": identity, "result": result}
        is_notification = isinstance(request, dict) and "method" in request and "id" not in request
        return None if is_notification else answer


def _read(request: Any) -> tuple[str, list[Any]]:
    if not isinstance(request, dict) or not isinstance(request.get("method"), str):
        raise RpcError(INVALID_REQUEST, "invalid request")
    given = request.get("params")
    if given is None:
        return request["method"], []
    if not isinstance(given, list):
        raise RpcError(INVALID_PARAMS, "non-array args")
    return request["method"], given


def _failed(identity: Any, error: RpcError) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": identity, "error": error.as_json()}


def _dump(answer: Any) -> bytes:
    return orjson.dumps(answer)
