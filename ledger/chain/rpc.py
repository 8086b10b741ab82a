"""JSON-RPC over HTTP: one call or a batch, with every failure turned into an error of ours."""

from __future__ import annotations

import re
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from ledger.errors import QoimaError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Request", "Rpc", "RpcError", "failed", "well_formed"]

_CONNECT_SECONDS = 5
_READ_SECONDS = 60
_IDLE_SECONDS = 2
"""So long an idle connection is kept: less than a server waits before it closes one."""
_GROUP = 24
_METHOD_NOT_FOUND = -32601
_HEADERS = {"content-type": "application/json"}
_NEAR = re.compile(r"https?://(?:[^/@]*@)?(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|\Z)")
"""What is on this machine needs no proxy."""

Request = tuple[str, list[Any]]
"""A method and its parameters."""


@dataclass(frozen=True, slots=True)
class RpcError:
    """The error object of an answer; `data` is whatever the node added."""

    method: str
    code: int
    message: str
    data: Any


def failed(error: RpcError) -> QoimaError:
    """Make of an error that no one expected: Unavailable("chain.failed", method=, reason=)."""
    return Unavailable("chain.failed", method=error.method, reason=error.message[:200])


@contextmanager
def well_formed(what: str) -> Iterator[None]:
    """Turn what goes wrong while an answer is read into Unavailable("chain.malformed", what=)."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unavailable("chain.malformed", what=what) from error


class Rpc:
    """A connection to one node; usable from several threads."""

    def __init__(self, url: str) -> None:
        """Prepare the connection; nothing is sent yet. `url` is never told in an error."""
        import httpx  # noqa: PLC0415 - slow import, kept out of --help

        self._url = url
        self._broken = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError)
        self._client = httpx.Client(
            timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
            trust_env=_NEAR.match(url) is None,
        )
        weakref.finalize(self, self._client.close)

    def call(
        self, method: str, *params: Any, refused: Callable[[RpcError], QoimaError] = failed
    ) -> Any:
        """Return the result of one call.

        Raises Unavailable("chain.unreachable") without an answer, and what `refused` makes of an
        error object.
        """
        return _result(method, self._send(method, list(params)), refused)

    def batch(self, requests: Sequence[Request]) -> list[Any]:
        """Return the results of several calls, in their order; errors as for `call`.

        Sent in groups that stay under the limits of geth and of our node (1,000 calls a batch,
        25 MB of answers).
        """
        results: list[Any] = []
        for start in range(0, len(requests), _GROUP):
            results += self._group(requests[start : start + _GROUP])
        return results

    def _group(self, requests: Sequence[Request]) -> list[Any]:
        answers = self._post([_request(at, *each) for at, each in enumerate(requests)])
        with_ids = isinstance(answers, list) and all(isinstance(each, dict) for each in answers)
        by_id = {each.get("id"): each for each in answers} if with_ids else {}
        if by_id.keys() != set(range(len(requests))):
            raise Unavailable("chain.failed", method="batch", reason="not one answer for each")
        return [_result(method, by_id[at], failed) for at, (method, _) in enumerate(requests)]

    def has(self, method: str, *params: Any) -> bool:
        """Say whether the node knows `method`."""
        answer = self._send(method, list(params))
        error = answer.get("error")
        return not (isinstance(error, dict) and error.get("code") == _METHOD_NOT_FOUND)

    def _send(self, method: str, params: list[Any]) -> dict[str, Any]:
        answer = self._post(_request(0, method, params))
        if not isinstance(answer, dict):
            raise Unavailable("chain.failed", method=method, reason="no JSON-RPC answer")
        return answer

    def _post(self, body: Any) -> Any:
        try:
            answer = self._client.post(self._url, content=orjson.dumps(body), headers=_HEADERS)
            return orjson.loads(answer.raise_for_status().content)
        except self._broken as error:
            raise Unavailable("chain.unreachable") from error


def _request(identity: int, method: str, params: list[Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}


def _result(method: str, answer: Any, refused: Callable[[RpcError], QoimaError]) -> Any:
    if not isinstance(answer, dict) or ("error" not in answer and "result" not in answer):
        raise Unavailable("chain.failed", method=method, reason="no JSON-RPC answer")
    error = answer.get("error")
    if error is None:
        return answer.get("result")
    if not isinstance(error, dict):
        error = {"message": str(error)}
    code = error.get("code")
    raise refused(
        RpcError(
            method=method,
            code=code if isinstance(code, int) else 0,
            message=str(error.get("message", "")),
            data=error.get("data"),
        )
    )
