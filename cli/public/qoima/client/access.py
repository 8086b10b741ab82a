"""Sign-in and API keys at a server: what is signed was read here first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.addresses import parse_address
from ledger.errors import VerificationError
from ledger.sign_in.message import read_message

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from eth_account.signers.local import LocalAccount

    from qoima.client.http import Client, Json

__all__ = ["add_key", "keys", "remove_key", "sign_in", "sign_out"]


def sign_in(client: Client, account: LocalAccount, domains: Collection[str], chain_id: int) -> Json:
    """The tokens of a new session of an account.

    Nothing is signed but a message that names the account, the trusted chain and one of the
    domains at which the server is known here: VerificationError "sign-in.not-ours" (what).
    """
    asked = client.ask("/v1/sign-in/challenges", {"account": account.address})
    text = str(asked.get("message", ""))
    message = read_message(text)
    for what, fits in (
        ("domain", message.domain in domains),
        ("chain", message.chain_id == chain_id),
        ("account", message.address == parse_address(account.address)),
    ):
        if not fits:
            raise VerificationError("sign-in.not-ours", what=what)
    from eth_account.messages import encode_defunct

    signature = bytes(account.sign_message(encode_defunct(text=text)).signature)
    return client.ask("/v1/sign-in", {"message": text, "signature": "0x" + signature.hex()})


def sign_out(client: Client) -> None:
    """End the session whose token the client shows."""
    client.send("POST", "/v1/sign-out", {})


def keys(client: Client) -> Json:
    """The keys of the account that signed in."""
    return client.get("/v1/api-keys")


def add_key(client: Client, name: str, scopes: Sequence[str], days: int) -> Json:
    """A new key; its secret is shown once."""
    return client.ask("/v1/api-keys", {"name": name, "scopes": list(scopes), "days": days})


def remove_key(client: Client, key_id: str) -> None:
    """End a key."""
    client.send("DELETE", f"/v1/api-keys/{key_id}", {})
