"""People admitted to an installation, each with a key that the commands find."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth_account import Account

from cli.demo.cast import CAST
from ledger.deployment import read_deployment
from qoima.client import acts
from qoima.client.agent import Agent
from qoima.client.http import Client
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eth_account.signers.local import LocalAccount

    from tests.cli.program import Up

__all__ = ["People", "admitted"]


@dataclass(frozen=True)
class People:
    """The cast of the demonstration and a stranger, each with a key under their part's name."""

    accounts: Mapping[str, LocalAccount]

    def __getitem__(self, part: str) -> str:
        return str(self.accounts[part].address)


def admitted(installation: Up) -> People:
    """Admit them through the client library; `stranger` has a key and is admitted by nobody."""
    accounts = {part: Account.create() for part in [*(m.part for m in CAST), "stranger"]}
    folder = installation.home / "keys"
    folder.mkdir()
    (folder / "password").write_text(PASSWORD + "\n")
    for part, account in accounts.items():
        keystore = Account.encrypt(account.key, PASSWORD, kdf="scrypt", iterations=2)
        (folder / f"{part}.json").write_text(json.dumps(keystore))
    authority = (installation.home / "node" / "keys" / "authority.json").read_text()
    key: LocalAccount = Account.from_key(Account.decrypt(authority, PASSWORD))
    trusted = read_deployment(installation.home / "node" / "deployment.json")
    with Client.connect(installation.url) as client:
        agent = Agent(client, key, trusted)
        for member in CAST:
            account = accounts[member.part].address
            acts.admit(agent, account, member.roles, member.subject, b"\x5a" * 32)
    return People(accounts)
