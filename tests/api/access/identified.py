"""Accounts that were bound to an organisation, and what is signed for that over HTTP."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.identities.model import Binding, Certified, Held, Purpose
from tests.api.access.people import bearer, sign, sign_in
from tests.support.pki import BIN, NAME, Pki, cms

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

__all__ = ["Office", "admitting", "bound", "shown_by"]


@dataclass(frozen=True)
class Office:
    """An organisation with its certificate, at a server."""

    client: httpx.Client
    folder: Path
    pki: Pki

    def ask(self, account: LocalAccount, purpose: str, **headers: str) -> dict[str, Any]:
        """A challenge."""
        body = {"account": account.address, "purpose": purpose}
        answer = self.client.post("/v1/identity-challenges", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def signed(self, account: LocalAccount, text: str) -> dict[str, Any]:
        """A body with both signatures of a text."""
        made = cms(self.folder, text.encode(), self.pki.leaf, [self.pki.middle])
        return {
            "message": text,
            "cms": base64.b64encode(made).decode(),
            "signature": sign(account, text),
        }

    def bind(self, account: LocalAccount, purpose: str = "admission") -> dict[str, Any]:
        """An account that was bound."""
        body = self.signed(account, self.ask(account, purpose)["message"])
        answer = self.client.post("/v1/identities", json=body)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found


def bound(world: World, account: LocalAccount) -> str:
    """The id of a binding that somebody put into the vault."""
    told = Certified(b"certificate", NAME, BIN, "A", "B", "1", 0, 1)
    salt = secrets.token_bytes(32)
    made = Binding(
        id=secrets.token_hex(12),
        account=world.address(account),
        purpose=Purpose.CONFIRMATION,
        digest=told.subject.digest(salt),
        bound_at=1,
        withdrawn_at=None,
    )
    world.services.identities.store.add(made, Held(told, b"cms", "text", "0x", salt))
    return made.id


def shown_by(client: httpx.Client, account: LocalAccount) -> dict[str, str]:
    """The header of somebody who has signed in."""
    return bearer(sign_in(client, account)["access_token"])


def admitting(world: World, client: httpx.Client, **who: Any) -> httpx.Response:
    """What answers to the wish to admit somebody as a depositor."""
    body = {"sender": world.authority.address, "roles": ["depositor"], "basis": "0x" + "5a" * 32}
    return client.post("/v1/participants", json={**body, **who})
