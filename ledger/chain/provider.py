"""web3.py's way to a node over HTTP, with a JSON that costs little."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from requests import Response
    from web3 import HTTPProvider

__all__ = ["Patience", "provider_of"]

_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Patience:
    """What an answer of a node may take: seconds to connect, without a byte, and in all; bytes.

    Our node's answers, and geth's, have 25 MB at most.
    """

    connect_seconds: float = 5
    read_seconds: float = 60
    answer_seconds: float = 180
    answer_bytes: int = 64 << 20


def provider_of(url: str, patience: Patience) -> HTTPProvider:
    """A provider for `url` that tries once, and raises OSError for an answer without measure.

    web3.py reads and writes JSON in Python, with a look at each value; filling an index would
    spend most of its time there (ADR 0039).
    """
    from web3 import HTTPProvider  # noqa: PLC0415 - slow import, kept out of --help
    from web3._utils.http_session_manager import HTTPSessionManager  # noqa: PLC0415 - the same

    class Sessions(HTTPSessionManager):
        def make_post_request(self, endpoint_uri: Any, data: Any, **kwargs: Any) -> bytes:
            kwargs["stream"] = True
            with self.get_response_from_post_request(endpoint_uri, data=data, **kwargs) as answer:
                answer.raise_for_status()
                return _taken(answer, patience)

    class Provider(HTTPProvider):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._request_session_manager = Sessions()

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

    timeouts = (patience.connect_seconds, patience.read_seconds)
    return Provider(url, request_kwargs={"timeout": timeouts}, exception_retry_configuration=None)


def _taken(answer: Response, patience: Patience) -> bytes:
    """The bytes of an answer, which is no longer than it may be and comes in time.

    They are taken as they come: `iter_content` waits until a piece is full.
    """
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - as above

    deadline, taken = time.monotonic() + patience.answer_seconds, bytearray()
    try:
        while piece := answer.raw.read1(_PIECE, decode_content=True):
            taken += piece
            if len(taken) > patience.answer_bytes or time.monotonic() > deadline:
                msg = "an answer without measure"
                raise OSError(msg)
    except HTTPError as error:
        raise OSError(str(error)) from error
    return bytes(taken)
