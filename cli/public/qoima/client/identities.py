"""Accounts bound to organisations at a server: what the account's key signs is looked at first."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from ledger.errors import VerificationError
from ledger.participants.model import Role
from qoima.client.trust import ANY, Meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eth_account.signers.local import LocalAccount

    from qoima.client.agent import Agent, Awaiting, Done
    from qoima.client.http import Client, Json

__all__ = ["admit_bound", "bind", "challenge", "read", "withdraw"]


def challenge(client: Client, account: str, purpose: str) -> Json:
    """A text that an account and an organisation may sign: `admission`, `confirmation`."""
    return client.ask("/v1/identity-challenges", {"account": account, "purpose": purpose})


def bind(
    client: Client, account: LocalAccount, text: str, cms: bytes, ours: Callable[[str], bool]
) -> Json:
    """Bind an account to the organisation that signed a text (`cms`, DER).

    Nothing is signed but what is `ours`: VerificationError "identity.not-ours".
    """
    body = {"message": text, "signature": _signature(account, text, ours)}
    return client.post("/v1/identities", {**body, "cms": base64.b64encode(cms).decode()})


def read(client: Client, identity: str | None, participant: str | None) -> Json:
    """What is kept of a binding, or of the last one of a participant."""
    whose = f"identities/{identity}" if identity else f"participants/{participant}/identity"
    return client.get(f"/v1/{whose}")


def withdraw(
    client: Client, account: LocalAccount, identity: str, ours: Callable[[str], bool]
) -> None:
    """Have all be erased that is kept of a binding; as `bind` of what is signed."""
    text = str(challenge(client, account.address, "withdrawal").get("message", ""))
    body = {"message": text, "signature": _signature(account, text, ours)}
    path, kind = f"/v1/identities/{identity}/withdrawals", {"Content-Type": "application/json"}
    client.send("POST", path, kind, json.dumps(body).encode())


def admit_bound(
    agent: Agent, account: str, roles: Iterable[str], identity: str, basis: bytes
) -> Done | Awaiting:
    """Admit an account as what it has shown by a binding; its digest is the server's."""
    names, mask = list(roles), Role(0)
    for name in names:
        mask |= Role[name.upper()]
    meant = Meant("participants", "admit", (account, int(mask), ANY), basis)
    body = {"account": account, "roles": names, "identity": identity}
    return agent.decree("/v1/participants", body, meant)


def _signature(account: LocalAccount, text: str, ours: Callable[[str], bool]) -> str:
    if not ours(text):
        raise VerificationError("identity.not-ours")
    from eth_account.messages import encode_defunct

    return "0x" + bytes(account.sign_message(encode_defunct(text=text)).signature).hex()
