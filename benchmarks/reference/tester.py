"""eth-tester on py-evm behind HTTP: `python -m benchmarks.reference.tester PORT`.

It seals each transaction by itself as soon as it comes, as eth-tester does unless told otherwise.
"""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import orjson
from eth_tester import EthereumTester, PyEVMBackend  # type: ignore[import-untyped]  # has no types
from hexbytes import HexBytes
from web3 import Web3
from web3.providers.eth_tester import EthereumTesterProvider

_LOCK = threading.Lock()
_WEB3 = Web3(EthereumTesterProvider(EthereumTester(PyEVMBackend())))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        request = orjson.loads(self.rfile.read(int(self.headers["content-length"])))
        with _LOCK:
            result = _WEB3.manager.request_blocking(request["method"], request["params"])
        body = orjson.dumps({"id": request["id"], "result": result}, default=_plain)
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _plain(value: object) -> object:
    return HexBytes(value).to_0x_hex() if isinstance(value, bytes) else dict(cast("Any", value))


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), _Handler).serve_forever()
