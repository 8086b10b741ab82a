"""Chromium as the tests and the screenshots start it, and every page by its address."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from ledger.types import ClassId, DepositId
from tests.api.pages.keeping import SOLD
from tests.api.pages.populated import POINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.api.pages.populated import Populated

__all__ = ["WIDTHS", "addresses", "chromium"]

WIDTHS = (390, 1440)
"""A phone and a desk, in CSS pixels."""

_FIRST = DepositId(1)
_WHEAT = ClassId(1)
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


def _created(world: Populated) -> str:
    """The transaction that deployed a contract."""
    return world.services.chain.deployment.contracts["journal"].transaction


def _issued(world: Populated) -> int:
    """A block at whose end only a part of the holders of wheat was there."""
    page = world.services.assets.movements(class_id=_WHEAT, limit=50)
    return page.items[-1].block.number


def addresses(world: Populated) -> dict[str, str]:
    """Name → address of every page and state of a page, without the language."""
    known = hashlib.sha256(POINT).hexdigest()
    return {
        "home": "/",
        "search": "/search",
        "search-several": "/search?q=1",
        "search-title": "/search?q=LLP",
        "search-nothing": "/search?q=0xabc",
        "blocks": "/blocks",
        "block": f"/blocks/{world.services.index.blocks(1).items[0].number}",
        "genesis": "/blocks/0",
        "transactions": "/transactions",
        "transaction-deposit": f"/transactions/{world.transactions['deposit-2']}",
        "transaction-issue": f"/transactions/{world.transactions['transfer']}",
        "transaction-roles": f"/transactions/{world.transactions['admission']}",
        "transaction-annulment": f"/transactions/{world.transactions['annulment']}",
        "transaction-sale": f"/transactions/{world.transactions['sale']}",
        "transaction-verification": f"/transactions/{world.transactions['verification']}",
        "transaction-failed": f"/transactions/{world.transactions['failure']}",
        "trace-deposit": f"/transactions/{world.transactions['deposit-2']}/trace",
        "transaction-hostile": f"/transactions/{world.transactions['class-2']}",
        "trace-hostile": f"/transactions/{world.transactions['class-2']}/trace",
        "transaction-creation": f"/transactions/{_created(world)}",
        "trace-creation": f"/transactions/{_created(world)}/trace",
        "trace-decision": f"/transactions/{world.transactions['admission']}/trace",
        "trace-failed": f"/transactions/{world.transactions['failure']}/trace",
        "account": f"/accounts/{world.address('holder')}",
        "account-replaced": f"/accounts/{world.address('old')}",
        "account-stranger": "/accounts/0x00000000000000000000000000000000000000aa",
        "account-contract": f"/accounts/{world.services.chain.codec.address('depository')}",
        "participants": "/participants",
        "participants-of-role": "/participants?role=miner",
        "participant": "/participants/3",
        "participant-states": "/participants/9/states",
        "participant-issuer": "/participants/4",
        "participant-miner": "/participants/6",
        "participant-hostile": "/participants/8",
        "participant-unnamed": "/participants/9",
        "deposits": "/deposits",
        "deposits-returned": "/deposits?status=returned",
        "batches": "/batches",
        "batch": "/batches/1",
        "deposit": "/deposits/1",
        "deposit-second": "/deposits/2",
        "deposit-hostile": "/deposits/3",
        "deposit-returned": "/deposits/4",
        "deposit-limited": "/deposits/5",
        "deposit-annulled": "/deposits/6",
        "deposit-sold": "/deposits/7",
        "deposit-contested": "/deposits/8",
        "verifications": "/verifications",
        "logs": "/logs",
        "log-access": "/logs/access",
        "log-fixity": "/logs/fixity",
        "log-third": "/logs/third",
        "nodes": "/nodes",
        "signers": "/signers",
        "signers-over-few": "/signers?over=100",
        "contracts": "/contracts",
        "contract": "/contracts/digital_assets",
        "contract-asked": "/contracts/digital_assets?view=balanceOf"
        f"&argument={world.address('holder')}&argument=1",
        "contract-refused": "/contracts/participants?view=node&argument=many",
        "enforcement": "/enforcement",
        "enforcement-of-act": "/enforcement?act=freeze",
        "enforcement-nothing": "/enforcement?act=system-revocation",
        "assets": "/assets",
        "asset": "/assets/1",
        "asset-hostile": "/assets/2",
        "asset-short": "/assets/3",
        "asset-holders": "/assets/1/holders",
        "asset-holders-then": f"/assets/1/holders?block={_issued(world)}",
        "asset-movements": "/assets/1/movements",
        "asset-access": "/assets/1/access",
        "asset-supply": "/assets/1/supply",
        "asset-supply-none": "/assets/2/supply",
        "account-holdings": f"/accounts/{world.address('holder')}/holdings",
        "account-movements": f"/accounts/{world.address('holder')}/movements",
        "account-transactions": f"/accounts/{world.address('hostile')}/transactions",
        "account-statement": f"/accounts/{world.address('holder')}/statement?from=2020-01-01",
        "account-statement-empty": f"/accounts/{world.address('hostile')}/statement",
        "redemptions": "/redemptions",
        "redemptions-refused": "/redemptions?status=refused",
        "redemptions-closed": "/redemptions?status=closed",
        "redemption": "/redemptions/1",
        "redemption-open": "/redemptions/3",
        "refused": "/refused",
        "notifications": "/notifications",
        "notifications-of-region": "/notifications?region=KZ-55&status=returned",
        "notifications-nowhere": "/notifications?region=KZ-79&status=",
        "notifications-amended": "/notifications?status=amended",
        "notification": "/notifications/1",
        "notification-ceased": "/notifications/2",
        "notification-returned": "/notifications/4",
        "mined": "/mined",
        "mined-asset": "/mined/1",
        "mined-retracted": "/mined/2",
        "notification-hostile": "/notifications/3",
        "desk": "/desk",
        "statistics": "/statistics",
        "statistics-months": "/statistics?by=month",
        "verify": "/verify",
        "verify-known": f"/verify?digest={known}",
        "verify-package": f"/verify?digest={world.services.depository.deposit(_FIRST).cid}",
        "verify-contested": f"/verify?digest={world.services.depository.deposit(SOLD).cid}",
        "verify-record": "/verify?digest=notification:1",
        "verify-transaction": f"/verify?digest={world.transactions['transfer']}",
        "verify-refused": f"/verify?digest={world.transactions['failure']}",
        "verify-unknown": f"/verify?digest={'0' * 64}",
        "verify-malformed": "/verify?digest=abc",
        "portal": "/portal",
        "portal-act": "/portal/acts/register",
        "portal-law": "/portal/acts/notify",
        "portal-deposit": "/portal/acts/deposit?previous=1",
        "portal-admission": "/portal/acts/admit",
        "portal-proposal": "/portal/acts/confirm?number=1",
        "portal-decisions": "/portal/decisions",
        "portal-sent": f"/portal/sent/{world.transactions['transfer']}",
        "portal-sent-failed": f"/portal/sent/{world.transactions['failure']}",
        "portal-sent-unknown": f"/portal/sent/0x{'ab' * 32}",
        "missing-record": "/deposits/999",
        "missing-page": "/nothing/here",
    }


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless, without its own errands on the network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()
