"""Uploads piece by piece as a client sends them."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import time
from typing import TYPE_CHECKING, Any

from tests.api.talk import described, zipped
from tests.support.packages import KeyStream

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

__all__ = ["MIB", "VERSION", "begin", "begun", "content", "deposited", "half_sent", "offset"]
__all__ += ["piece", "said", "sha256", "until"]

VERSION = {"Tus-Resumable": "1.0.0"}
MIB = 1 << 20


def content(seed: str, size: int = 3 * MIB) -> bytes:
    """A zip of one file that nothing compresses."""
    return zipped({"data.bin": KeyStream(seed, size).read(size), "seed.txt": seed.encode()})


def said(**values: str) -> str:
    """`Upload-Metadata`."""
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items()
    )


def begin(client: httpx.Client, account: LocalAccount, size: int, **more: str) -> httpx.Response:
    """Ask for an upload."""
    metadata = said(sender=account.address, **more)
    headers = {**VERSION, "Upload-Length": str(size), "Upload-Metadata": metadata}
    return client.post("/v1/uploads", headers=headers)


def begun(client: httpx.Client, account: LocalAccount, size: int, **more: str) -> str:
    """The address of a new upload."""
    made = begin(client, account, size, **more)
    assert made.status_code == 201, made.text
    assert made.headers["tus-resumable"] == "1.0.0"
    location: str = made.headers["location"]
    return location


def piece(client: httpx.Client, url: str, at: int, data: bytes, **more: str) -> httpx.Response:
    """Send a piece."""
    headers = {**VERSION, "Upload-Offset": str(at), **more}
    headers.setdefault("Content-Type", "application/offset+octet-stream")
    return client.patch(url, content=data, headers=headers)


def offset(client: httpx.Client, url: str) -> int:
    """How far an upload is."""
    asked = client.head(url, headers=VERSION)
    assert asked.status_code == 200
    assert asked.headers["cache-control"] == "no-store"
    return int(asked.headers["upload-offset"])


def deposited(
    client: httpx.Client, account: LocalAccount, url: str, *, key: str = "", **more: Any
) -> httpx.Response:
    """Ask for a deposit of an upload."""
    body = {**described(account), "upload": url.rpartition("/")[2], **more}
    return client.post(
        "/v1/deposits", json=body, headers={"Idempotency-Key": key or secrets.token_hex(8)}
    )


def sha256(data: bytes) -> str:
    """In the form of our JSON."""
    return "0x" + hashlib.sha256(data).hexdigest()


def half_sent(client: httpx.Client, url: str, at: int, length: int, data: bytes) -> socket.socket:
    """A PATCH of `length` bytes of which only `data` is sent as yet."""
    place = client.base_url
    connection = socket.create_connection((place.host, place.port or 80))
    head = (
        f"PATCH {url} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {at}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n\r\n"
    )
    connection.sendall(head.encode() + data)
    return connection


def until(client: httpx.Client, url: str, at: int) -> None:
    """Return when the upload has come so far."""
    deadline = time.monotonic() + 20
    while offset(client, url) != at:
        assert time.monotonic() < deadline
        time.sleep(0.01)
