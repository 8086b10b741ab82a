"""web3.py's way to a node over HTTP, with a JSON that costs little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from web3 import HTTPProvider

__all__ = ["provider_of"]


def provider_of(url: str, timeouts: tuple[float, float]) -> HTTPProvider:
    """A provider for `url` that tries once; `timeouts` are seconds to connect and to read.

    web3.py reads and writes JSON in Python, with a look at each value; filling an index would
    spend most of its time there (ADR 0039).
    """
    from web3 import HTTPProvider  # noqa: PLC0415 - slow import, kept out of --help

    class Provider(HTTPProvider):
        def encode_rpc_request(self, method: Any, params: Any) -> bytes:
            return orjson.dumps(
                {
                    "jsonrpc": "2.0",
                    "id": next(self.request_counter),
                    "method": method,
                    "params": params,
                }
            )

        @staticmethod
        def decode_rpc_response(raw_response: bytes) -> Any:
            return orjson.loads(raw_response)

    return Provider(url, request_kwargs={"timeout": timeouts}, exception_retry_configuration=None)
