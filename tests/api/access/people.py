"""People who sign in over HTTP as a wallet does, and what they show afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eth_account.messages import encode_defunct

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

__all__ = ["asked", "bearer", "sign", "sign_in", "signed"]


def asked(client: httpx.Client, account: LocalAccount) -> dict[str, Any]:
    """A challenge."""
    answer = client.post("/v1/sign-in/challenges", json={"account": account.address})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def sign(account: LocalAccount, message: str) -> str:
    """A wallet's signature of a text."""
    return "0x" + bytes(account.sign_message(encode_defunct(text=message)).signature).hex()


def signed(client: httpx.Client, account: LocalAccount, **more: Any) -> dict[str, Any]:
    """A body of `POST /v1/sign-in`."""
    message = asked(client, account)["message"]
    return {"message": message, "signature": sign(account, message), **more}


def sign_in(client: httpx.Client, account: LocalAccount) -> dict[str, Any]:
    """The tokens of a new session."""
    answer = client.post("/v1/sign-in", json=signed(client, account))
    assert answer.status_code == 201, answer.text
    granted: dict[str, Any] = answer.json()
    return granted


def bearer(secret: str) -> dict[str, str]:
    """The header that shows a token or a key."""
    return {"Authorization": f"Bearer {secret}"}
