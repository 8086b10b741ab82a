"""Somebody at a browser: opens pages of the portal, fills in forms, reads, signs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.api.pages.portal.wallet import Wallet
from tests.api.pages.reading import speak

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from playwright.sync_api import Browser, Locator, Page

    from api.languages import Language, Messages
    from tests.support.world import World

__all__ = ["DIGEST", "Person", "digest_of"]

DIGEST = "0x" + "5a" * 32


@dataclass
class Person:
    """A page with a wallet; `faults` is what went wrong in the browser."""

    world: World
    origin: str
    page: Page
    wallet: Wallet
    language: Language
    faults: list[str] = field(default_factory=list)

    @classmethod
    def arrived(
        cls, world: World, origin: str, browser: Browser, account: LocalAccount, language: Language
    ) -> Person:
        """Somebody in a browser of their own, without cookies of others."""
        page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
        page.set_default_timeout(15_000)
        chain = world.services.chain.deployment.chain_id
        wallet = Wallet(account, f"{origin}/rpc", chain, {chain})
        wallet.install(page)
        person = cls(world, origin, page, wallet, language)
        person.watch()
        return person

    @property
    def address(self) -> str:
        """The account of the wallet."""
        return str(self.wallet.account.address)

    @property
    def number(self) -> int:
        """The number of the participant."""
        return int(self.world.services.chain.call("participants", "number_of", self.address))

    @property
    def say(self) -> Messages:
        """The sentences of the person's language."""
        return speak(self.language)

    def watch(self) -> None:
        """Note whatever goes wrong in the browser; a refusal of the interface is not wrong."""
        page, told = self.page, self.faults
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(self.origin)
                else told.append(f"outside: {request.url}")
            ),
        )
        page.on(
            "console",
            lambda message: (
                told.append(message.text)
                if message.type in {"error", "warning"}
                and not re.search(r"status of (4\d\d|503)|ERR_CONNECTION", message.text)
                else None
            ),
        )

    def open(self, path: str = "/portal") -> Page:
        """Open a page of the portal."""
        self.page.goto(f"{self.origin}/{self.language}{path}")
        return self.page

    def sign_in(self) -> None:
        """Sign in with the wallet from the front page."""
        self.open()
        with self.page.expect_navigation():
            self.page.click("#sign-in")
        expect(self.page.locator("#sign-out")).to_be_visible()

    def fill(self, **values: str | int) -> None:
        """Fill in inputs by their ids, with `__` for a point."""
        for name, value in values.items():
            place = self.page.locator(f"[id='{name.replace('__', '.')}']")
            if place.evaluate("each => each.tagName") == "SELECT":
                place.select_option(str(value))
            else:
                place.fill(str(value))

    def fill_form(self, value: Any, place: str) -> None:
        """Fill in a whole document: groups, rows, texts of several lines, and single values."""
        if isinstance(value, dict):
            for name, each in value.items():
                self.fill_form(each, f"{place}.{name}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows = self.page.locator(f"[id='{place}']")
            while rows.locator(":scope > .listed > .row").count() < len(value):
                rows.locator(":scope > .add").click()
            for number, each in enumerate(value):
                self.fill_form(each, f"{place}.{number}")
        elif value is not None:
            lines = isinstance(value, list)
            self.fill(**{place: "\n".join(map(str, value)) if lines else str(value)})

    def ask(self) -> None:
        """Ask to see what will be signed."""
        self.page.click("#ask")

    def read(self) -> Locator:
        """What will be signed, once it is shown."""
        review = self.page.locator("#review")
        expect(review).to_be_visible()
        expect(review).to_be_focused()
        return review

    def sign(self) -> None:
        """Open the wallet, sign, and wait until the act is in the registers."""
        self.page.click("#sign")
        self.page.wait_for_url("**/portal/sent/0x*")
        expect(self.page.locator("#following[data-over='yes']")).to_be_visible()

    def done(self) -> None:
        """As `sign`, of an act that must succeed."""
        self.sign()
        heading = self.page.locator("#following .verdict.good h2")
        expect(heading).to_have_text(self.say("portal-sent-indexed"))
        assert self.faults == []

    def act(self, slug: str, **values: str | int) -> str:
        """Do an act from the form to the registers; gives what was read before it was signed."""
        self.open(f"/portal/acts/{slug}")
        self.fill(**values)
        self.ask()
        told = self.read().inner_text()
        self.done()
        return told

    def state(self, name: str) -> Locator:
        """The state that is shown, which must be this one, in the person's language."""
        box = self.page.locator("#state")
        expect(box).to_have_attribute("data-state", name)
        title = self.say(f"portal-state-{name}")
        expect(box.locator("h2")).to_have_text(title)
        return box


def digest_of(text: bytes) -> str:
    """SHA-256 as our JSON has it."""
    return "0x" + hashlib.sha256(text).hexdigest()
