"""The error that a JSON-RPC answer carries, and the codes in use."""

from __future__ import annotations

from typing import Any

__all__ = [
    "INTERNAL",
    "INVALID_PARAMS",
    "INVALID_REQUEST",
    "LIMIT",
    "METHOD_NOT_FOUND",
    "PARSE",
    "REVERTED",
    "SERVER",
    "TIMED_OUT",
    "TOO_LARGE",
    "RpcError",
]

# JSON-RPC 2.0, section 5.1
PARSE = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL = -32603
# what geth answers
SERVER = -32000
TIMED_OUT = -32002
TOO_LARGE = -32003
REVERTED = 3
# EIP-1474
LIMIT = -32005


class RpcError(Exception):
    """An error for the caller: `message` in geth's words where geth has some, `data` for programs.

    This is the one place of the node where a sentence is an error's content: clients of Ethereum
    match these strings.
    """

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    def as_json(self) -> dict[str, Any]:
        """The `error` member of the answer."""
        answer: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            answer["data"] = self.data
        return answer
