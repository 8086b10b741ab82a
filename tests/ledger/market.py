"""A class of tokens on a real chain, and the accounts that deal in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.assets.model import BackingKind, Right
from ledger.types import ClassId, Digest
from tests.support.chain import address
from tests.support.node import Role

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.transactions import UnsignedTransaction
    from tests.support.chain import Ledger

__all__ = ["DECISION", "EVIDENCE", "FOREVER", "RIGHTS", "Market", "allow", "attest", "open_market"]
__all__ += ["register"]

DECISION, TEXT, EVIDENCE, SYSTEM = (Digest(bytes([n]) * 32) for n in (1, 2, 3, 4))
RIGHTS = (Right("delivery", TEXT), Right("storage", DECISION))
FOREVER = 2**256 - 1


@dataclass
class Market:
    """A class with its backing, and the accounts that deal in it."""

    ledger: Ledger
    issuer: LocalAccount
    attestor: LocalAccount
    holders: list[LocalAccount]
    class_id: ClassId

    def act(self, account: LocalAccount, unsigned: UnsignedTransaction) -> None:
        self.ledger.act(account, unsigned)

    def issue(self, to: LocalAccount, amount: int) -> None:
        draft = self.ledger.assets.draft_issue
        self.act(self.issuer, draft(address(self.issuer), self.class_id, address(to), amount))

    def transfer(self, sender: LocalAccount, to: LocalAccount, amount: int) -> None:
        draft = self.ledger.assets.draft_transfer
        self.act(sender, draft(address(sender), self.class_id, address(to), amount))


def open_market(ledger: Ledger, attested: int, holders: int = 2) -> Market:
    """A class of a new issuer with so much attested, and new accounts that have access to it."""
    issuer, attestor = ledger.admit(Role.ISSUER), ledger.admit(Role.ATTESTOR)
    accounts = [ledger.admit() for _ in range(holders)]
    class_id = register(ledger, issuer)
    attest(ledger, attestor, class_id, attested)
    for each in accounts:
        allow(ledger, issuer, class_id, each)
    return Market(ledger, issuer, attestor, accounts, class_id)


def register(ledger: Ledger, issuer: LocalAccount) -> ClassId:
    """Register a class of an issuer whose system is attested and return its number."""
    number = ledger.chain.call("participants", "number_of", issuer.address)
    authority = ledger.node.authority
    ledger.act(
        authority,
        ledger.assets.enforcement.draft_system(address(authority), number, SYSTEM, EVIDENCE),
    )
    draft = ledger.assets.draft_class(
        address(issuer), BackingKind.GOODS, DECISION, RIGHTS, "https://example.kz/rights"
    )
    receipt = ledger.act(issuer, draft)
    (number,) = (e.args["id"] for e in receipt.events if e.name == "ClassRegistered")
    return ClassId(number)


def allow(ledger: Ledger, issuer: LocalAccount, class_id: ClassId, who: LocalAccount) -> None:
    """Give an account's participant access to a class."""
    number = ledger.chain.call("participants", "number_of", who.address)
    draft = ledger.assets.draft_access
    ledger.act(issuer, draft(address(issuer), class_id, number, granted=True))


def attest(ledger: Ledger, attestor: LocalAccount, class_id: ClassId, amount: int) -> None:
    """Attest what stands behind a class, without end."""
    draft = ledger.assets.draft_attestation
    ledger.act(attestor, draft(address(attestor), class_id, amount, FOREVER, EVIDENCE))
