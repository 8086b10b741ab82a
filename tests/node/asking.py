"""JSON-RPC by hand: one request, its result or its error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

__all__ = ["ROOT", "ask", "fail"]

ROOT = b"\x71" * 32
"""The root of the deposit whose receipt the fixture `receipt` is."""


def ask(post: httpx.Client, method: str, *parameters: Any) -> Any:
    """The result of a call that must succeed."""
    request = {"jsonrpc": "2.0", "id": 7, "method": method, "params": list(parameters)}
    answer = post.post("/", json=request).json()
    assert answer["jsonrpc"] == "2.0"
    assert answer["id"] == 7
    assert "error" not in answer, answer
    return answer["result"]


def fail(post: httpx.Client, method: str, *parameters: Any) -> dict[str, Any]:
    """The error of a call that must fail."""
    request = {"jsonrpc": "2.0", "id": 7, "method": method, "params": list(parameters)}
    error: dict[str, Any] = post.post("/", json=request).json()["error"]
    return error
