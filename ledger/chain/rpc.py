"""JSON-RPC over HTTP: one call or a batch, with every failure turned into an error of ours."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.chain.provider import Patience, provider_of
from ledger.errors import QoimaError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["METHOD_NOT_FOUND", "Request", "Rpc", "RpcError", "failed", "well_formed"]

_GROUP = 24
METHOD_NOT_FOUND = -32601

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

    def __init__(self, url: str, patience: Patience | None = None) -> None:
        """Prepare the connection; nothing is sent yet. `url` is never told in an error."""
        from requests import RequestException  # noqa: PLC0415 - slow import, kept out of --help

        self._provider = provider_of(url, patience or Patience())
        self._broken = (RequestException, OSError, ValueError)

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
        with self._answering():
            answers: Any = self._provider.make_batch_request(list(requests))  # type: ignore[arg-type] # methods are plain strings here
        whole = isinstance(answers, list) and all(isinstance(each, dict) for each in answers)
        if not whole or len({each.get("id") for each in answers}) != len(requests):
            raise Unavailable("chain.failed", method="batch", reason="not one answer for each")
        return [
            _result(method, answer, failed)
            for (method, _), answer in zip(requests, answers, strict=True)
        ]

    def has(self, method: str, *params: Any) -> bool:
        """Say whether the node knows `method`."""
        answer = self._send(method, list(params))
        error = answer.get("error")
        return not (isinstance(error, dict) and error.get("code") == METHOD_NOT_FOUND)

    def _send(self, method: str, params: list[Any]) -> dict[str, Any]:
        with self._answering():
            answer: Any = self._provider.make_request(method, params)
        if not isinstance(answer, dict):
            raise Unavailable("chain.failed", method=method, reason="no JSON-RPC answer")
        return answer

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except self._broken as error:
            raise Unavailable("chain.unreachable") from error


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
