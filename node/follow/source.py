"""Another node, asked over JSON-RPC; nothing that it says is believed here, only read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import orjson

from node.errors import Unavailable
from node.primitives import keccak
from node.rpc.codec import quantity
from node.rpc.errors import RpcError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eth_typing import Hash32

__all__ = ["Request", "Source", "SourceLimits"]

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
Request = tuple[str, "Sequence[Any]"]
"""A method and its parameters."""


@dataclass(frozen=True)
class SourceLimits:
    """Bounds of one question: blocks asked for, bytes of the answer, seconds without a byte."""

    blocks: int = 64
    answer: int = 64 * 1024 * 1024
    seconds: float = 30.0


class Source:
    """A node at a URL. All of it raises Unavailable `source.*` and, for `call`, RpcError."""

    def __init__(self, url: str, limits: SourceLimits | None = None) -> None:
        self.limits = limits or SourceLimits()
        self._url = url
        self._batch = self.limits.blocks
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise Unavailable("source.unreachable", url=url, detail=str(error)) from error
        self.url = str(parsed.copy_with(userinfo=b""))
        is_here = parsed.host in _LOOPBACK  # what is on this machine needs no proxy
        self._client = httpx.Client(timeout=self.limits.seconds, trust_env=not is_here)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def call(self, method: str, *parameters: Any) -> Any:
        """The result of one request. Raises RpcError as the node answered it."""
        return _result(self.ask([(method, parameters)])[0])

    def ask(self, requests: Sequence[Request]) -> list[Any]:
        """Results in the order of the requests; an RpcError stands where one was refused."""
        body = [
            {"jsonrpc": "2.0", "id": place, "method": method, "params": list(parameters)}
            for place, (method, parameters) in enumerate(requests)
        ]
        answer = self._post(orjson.dumps(body))
        if isinstance(answer, dict):  # the batch as a whole was refused
            answer = [{**answer, "id": place} for place in range(len(requests))]
        try:
            by_id = {each["id"]: _read(each) for each in answer}
            return [by_id[place] for place in range(len(requests))]
        except (TypeError, KeyError) as error:
            raise self._strange("no answer to a request") from error

    def head(self) -> int:
        """The number of its last block."""
        return self._number(self._need(self.ask([("eth_blockNumber", ())])[0]))

    def chain_id(self) -> int:
        """The chain that it says it is of."""
        return self._number(self._need(self.ask([("eth_chainId", ())])[0]))

    def hash_at(self, number: int) -> Hash32:
        """The hash of its block at a height, computed from the header that it shows."""
        return keccak(self._bytes(self.ask([("debug_getRawHeader", (quantity(number),))])[0]))

    def raw_blocks(self, first: int, last: int) -> list[bytes]:
        """RLP of consecutive blocks from `first` on: at least one, at most up to `last`.

        Asks for fewer at once after an answer that was too long.
        """
        last = min(last, first + self._batch - 1)
        requests = [("debug_getRawBlock", (quantity(n),)) for n in range(first, last + 1)]
        try:
            answers = self.ask(requests)
        except Unavailable as error:
            if error.code != "source.too-large" or self._batch == 1:
                raise
            self._batch = max(1, self._batch // 4)
            return self.raw_blocks(first, last)
        self._batch = min(self.limits.blocks, self._batch + 1)
        blocks: list[bytes] = []
        for answer in answers:
            if blocks and isinstance(answer, RpcError):
                break  # a bound of the source's own; what it gave is enough to go on
            blocks.append(self._bytes(answer))
        return blocks

    def _post(self, body: bytes) -> Any:
        parts = bytearray()
        headers = {"content-type": "application/json"}
        try:
            with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
                if not answer.is_success:
                    raise self._strange("HTTP status " + str(answer.status_code))
                for part in answer.iter_bytes():
                    parts += part
                    if len(parts) > self.limits.answer:
                        raise Unavailable(
                            "source.too-large", url=self.url, limit=self.limits.answer
                        )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            detail = str(error) or type(error).__name__
            raise Unavailable("source.unreachable", url=self.url, detail=detail) from error
        try:
            return orjson.loads(bytes(parts))
        except orjson.JSONDecodeError as error:
            raise self._strange("not JSON") from error

    def _need(self, answer: Any) -> Any:
        if isinstance(answer, RpcError):
            raise Unavailable("source.refused", url=self.url, detail=answer.message[:200])
        return answer

    def _number(self, answer: Any) -> int:
        try:
            return int(answer, 16)
        except (TypeError, ValueError) as error:
            raise self._strange("not a quantity") from error

    def _bytes(self, answer: Any) -> bytes:
        text = self._need(answer)
        try:
            return bytes.fromhex(text.removeprefix("0x"))
        except (AttributeError, ValueError) as error:
            raise self._strange("not hex data") from error

    def _strange(self, detail: str) -> Unavailable:
        return Unavailable("source.strange-answer", url=self.url, detail=detail)


def _read(answer: Any) -> Any:
    """The result of one answer, or its error as a value."""
    if "error" not in answer:
        return answer["result"]
    error = answer["error"]
    message = str(error.get("message", "")) if isinstance(error, dict) else str(error)
    code = error.get("code", 0) if isinstance(error, dict) else 0
    data = error.get("data") if isinstance(error, dict) else None
    return RpcError(code if isinstance(code, int) else 0, message, data)


def _result(answer: Any) -> Any:
    if isinstance(answer, RpcError):
        raise answer
    return answer
