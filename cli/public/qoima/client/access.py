"""Sign-in and API keys at a server: what is signed was read here first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ledger.addresses import parse_address
from ledger.errors import Unavailable, VerificationError
from ledger.sign_in.message import read_message
from qoima.client.credentials import SignedIn, Tokens, check_covered
from qoima.client.http import Client
from qoima.client.models import Key, MadeKey, read

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from eth_account.signers.local import LocalAccount

    from ledger.deployment import Deployment

__all__ = ["add_key", "keys", "refresh", "remove_key", "sign_in", "sign_out", "signed_in"]


def signed_in(
    url: str, account: LocalAccount, trusted: Deployment, domains: Collection[str] = ()
) -> SignedIn:
    """What a client of the server at `url` shows to be signed in as an account.

    It signs in when something is asked for the first time, renews its tokens before they end, and
    signs in again once they are over. `domains` are names of the server beside that in `url`.
    Raises InputError `settings.credential-in-clear` (url), and later as `sign_in`.
    """
    check_covered(url)
    known = {urlsplit(url).netloc, *domains}

    def begin() -> Tokens:
        with Client.connect(url) as client:
            return sign_in(client, account, known, trusted.chain_id)

    def renew(refresh_token: str) -> Tokens:
        with Client.connect(url) as client:
            return refresh(client, refresh_token)

    return SignedIn(begin, renew)


def sign_in(
    client: Client, account: LocalAccount, domains: Collection[str], chain_id: int
) -> Tokens:
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
    signed = {"message": text, "signature": "0x" + signature.hex()}
    return Tokens.of(client.ask("/v1/sign-in", signed), client.url)


def refresh(client: Client, refresh_token: str) -> Tokens:
    """New tokens of a session; the refresh token is good once, and ends the session if twice."""
    granted = client.ask("/v1/sign-in/refreshes", {"refresh_token": refresh_token})
    return Tokens.of(granted, client.url)


def sign_out(client: Client) -> None:
    """End the session whose token the client shows."""
    client.send("POST", "/v1/sign-out", {})


def keys(client: Client) -> tuple[Key, ...]:
    """The keys of the account that signed in; 50 at most."""
    listed = client.get("/v1/api-keys").get("data")
    if not isinstance(listed, list):
        raise Unavailable("server.strange-answer", url=client.url)
    return tuple(read(Key, each, client) for each in listed)


def add_key(client: Client, name: str, scopes: Sequence[str], days: int) -> MadeKey:
    """A new key; its secret is shown once."""
    body = {"name": name, "scopes": list(scopes), "days": days}
    return read(MadeKey, client.ask("/v1/api-keys", body), client)


def remove_key(client: Client, key_id: str) -> None:
    """End a key."""
    client.send("DELETE", f"/v1/api-keys/{key_id}", {})
