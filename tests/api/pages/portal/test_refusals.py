"""Everything that keeps an act from being signed, each with its state, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account
from playwright.sync_api import expect

from tests.api.pages.portal.person import DIGEST
from tests.api.pages.portal.wallet import REFUSED, UNSUPPORTED
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.pages.portal.conftest import Portal
    from tests.api.pages.portal.person import Person

pytestmark = pytest.mark.engines

FORM = {
    "backing": "services",
    "decision": DIGEST,
    "rights__0__code": "WORK",
    "rights__0__text": DIGEST,
    "uri": "/terms",
}


@pytest.fixture
def issuer(portal: Portal) -> Iterator[Person]:
    """An issuer who has signed in, speaking Kazakh."""
    person = portal.person(portal.world.admit(Role.ISSUER), "kk")
    person.sign_in()
    yield person
    person.page.context.close()


def _read(person: Person) -> None:
    person.open("/portal/acts/register")
    person.fill(**FORM)
    person.ask()
    person.read()


def test_who_refuses_in_the_wallet_may_try_again(issuer: Person) -> None:
    _read(issuer)
    issuer.wallet.unwilling["eth_sendTransaction"] = REFUSED
    issuer.page.click("#sign")
    box = issuer.state("refused")
    expect(box).to_be_focused()
    box.get_by_role("button", name=issuer.say("portal-say-again")).click()
    issuer.page.wait_for_url("**/portal/sent/0x*")
    assert issuer.faults == []


def test_a_wallet_on_another_network_is_told_of_ours_and_goes_there(issuer: Person) -> None:
    ours, issuer.wallet.chain, issuer.wallet.known = issuer.wallet.chain, 1, {1}
    _read(issuer)
    issuer.page.click("#sign")
    box = issuer.state("wrong-network")
    assert str(ours) in box.inner_text()
    assert "eth_sendTransaction" not in issuer.wallet.methods()
    box.get_by_role("button").click()
    issuer.page.wait_for_url("**/portal/sent/0x*")
    added = next(
        each for each in issuer.wallet.asked if each["method"] == "wallet_addEthereumChain"
    )
    (chain,) = added["params"]
    assert chain["chainId"] == hex(ours)
    assert chain["rpcUrls"] == [f"{issuer.origin}/rpc"]


def test_a_wallet_that_will_not_change_the_network_signs_nothing(issuer: Person) -> None:
    issuer.wallet.chain, issuer.wallet.known = 1, {1}
    issuer.wallet.unwilling["wallet_switchEthereumChain"] = REFUSED
    _read(issuer)
    issuer.page.click("#sign")
    issuer.state("wrong-network").get_by_role("button").click()
    issuer.state("refused")
    assert "eth_sendTransaction" not in issuer.wallet.methods()


def test_another_account_in_the_wallet_is_not_asked_to_sign(issuer: Person) -> None:
    _read(issuer)
    mine, issuer.wallet.account = issuer.wallet.account, Account.create()
    issuer.page.click("#sign")
    box = issuer.state("wrong-account")
    assert mine.address in box.inner_text()
    assert "eth_sendTransaction" not in issuer.wallet.methods()
    issuer.wallet.account = mine
    box.get_by_role("button").click()
    issuer.page.wait_for_url("**/portal/sent/0x*")


def test_what_the_contract_would_refuse_is_read_but_not_signed(issuer: Person) -> None:
    issuer.open("/portal/acts/issue")
    issuer.fill(id="1000000", to=issuer.address, amount="5")
    issuer.ask()
    expect(issuer.page.locator("#state")).to_be_visible()
    issuer.open("/portal/acts/allow")
    issuer.fill(id="1", participant=issuer.number)
    issuer.ask()
    issuer.read()
    issuer.state("simulation")
    reason = issuer.page.locator("#simulation")
    expect(reason).to_have_class("notice bad")
    assert len(reason.inner_text()) > 40
    expect(issuer.page.locator("#sign")).to_be_hidden()


def test_who_is_signed_out_meanwhile_signs_in_and_keeps_what_was_written(issuer: Person) -> None:
    issuer.open("/portal/acts/register")
    issuer.fill(**FORM)
    issuer.page.context.clear_cookies()
    issuer.ask()
    issuer.state("signed-out").get_by_role("button").click()
    issuer.read()
    expect(issuer.page.locator("#uri")).to_have_value("/terms")
    assert issuer.faults == []


def test_who_is_not_admitted_is_told_whom_to_ask(portal: Portal) -> None:
    stranger = portal.person(Account.create(), "ru")
    stranger.open()
    stranger.page.click("#sign-in")
    box = stranger.state("not-admitted")
    assert stranger.address.lower() in box.inner_text().lower()
    assert stranger.faults == []


def test_who_refuses_to_sign_in_is_not_signed_in(portal: Portal) -> None:
    person = portal.person(portal.world.admit(), "ru")
    person.wallet.unwilling["personal_sign"] = REFUSED
    person.open()
    person.page.click("#sign-in")
    person.state("refused").get_by_role("button").click()
    expect(person.page.locator("#sign-out")).to_be_visible()
    person.page.click("#sign-out")
    expect(person.page.locator("#sign-in")).to_be_visible()
    assert not person.page.context.cookies()


def test_a_page_without_a_wallet_can_be_read_and_names_the_command(portal: Portal) -> None:
    page = portal.browser.new_page()
    page.goto(f"{portal.origin}/en/portal/acts/transfer")
    expect(page.locator("#state")).to_have_attribute("data-state", "no-wallet")
    expect(page.locator("#ask")).to_be_disabled()
    expect(page.get_by_text("qoima asset transfer")).to_be_visible()
    page.close()
    context = portal.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{portal.origin}/kk/portal/acts/notify")
    expect(plain.locator("noscript p")).to_be_visible()
    expect(plain.get_by_label("БСН немесе ЖСН")).to_be_visible()
    context.close()


def test_a_lost_connection_is_told_and_the_act_asked_for_again(issuer: Person) -> None:
    issuer.open("/portal/acts/register")
    issuer.fill(**FORM)
    issuer.page.context.set_offline(True)
    issuer.ask()
    box = issuer.state("lost")
    issuer.page.context.set_offline(False)
    box.get_by_role("button").click()
    issuer.read()


def test_a_wallet_that_only_signs_hands_the_act_to_the_interface(issuer: Person) -> None:
    _read(issuer)
    issuer.wallet.unwilling["eth_sendTransaction"] = UNSUPPORTED
    issuer.done()
    assert issuer.wallet.methods()[-2:] == ["eth_sendTransaction", "eth_signTransaction"]


def test_a_wallet_that_signs_something_else_is_found_out(issuer: Person) -> None:
    def bent(transaction: dict[str, Any]) -> dict[str, Any]:
        return {**transaction, "data": transaction["data"].replace("5a5a5a", "6b6b6b")}

    _read(issuer)
    issuer.wallet.bent = bent
    issuer.page.click("#sign")
    issuer.page.wait_for_url("**/portal/sent/0x*")
    issuer.state("mismatch")


def test_an_answer_that_is_not_what_was_asked_for_is_not_signed(issuer: Person) -> None:
    other = "0x" + "77" * 32

    def lie(route: Any) -> None:
        answer = route.fetch()
        told = answer.json()
        told["transaction"]["data"] = told["transaction"]["data"].replace("5a" * 32, other[2:])
        route.fulfill(response=answer, json=told)

    issuer.page.route("**/v1/assets?*", lie)
    issuer.open("/portal/acts/register")
    issuer.fill(**FORM)
    issuer.ask()
    box = issuer.state("mismatch")
    assert (
        issuer.say("portal-say-not-in-call", name=issuer.say("field-decision")) in box.inner_text()
    )
    expect(issuer.page.locator("#sign")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "value"), [("chainId", "0x1"), ("value", "0x1"), ("to", "0x" + "11" * 20)]
)
def test_a_transaction_for_elsewhere_is_not_signed(issuer: Person, name: str, value: str) -> None:
    def lie(route: Any) -> None:
        answer = route.fetch()
        told = answer.json()
        told["transaction"][name] = value
        route.fulfill(response=answer, json=told)

    issuer.page.route("**/v1/assets?*", lie)
    issuer.open("/portal/acts/register")
    issuer.fill(**FORM)
    issuer.ask()
    issuer.state("mismatch")
    expect(issuer.page.locator("#sign")).to_be_hidden()


def test_faults_stand_beside_their_fields_and_are_tied_to_them(issuer: Person) -> None:
    issuer.open("/portal/acts/register")
    issuer.fill(**{**FORM, "decision": "0xabc", "uri": ""})
    issuer.ask()
    issuer.state("faults")
    field = issuer.page.locator("#decision")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = (field.get_attribute("aria-describedby") or "").split()
    expect(issuer.page.locator(f"[id='{described[-1]}']")).to_have_text(
        issuer.say("portal-say-wrong")
    )
    expect(issuer.page.locator("#uri-wrong")).to_have_text(issuer.say("portal-say-needed"))


def test_what_only_the_interface_knows_to_be_wrong_stands_beside_its_field(issuer: Person) -> None:
    issuer.open("/portal/acts/transfer")
    wrong = issuer.address[:-1] + ("A" if issuer.address[-1] != "A" else "B")
    issuer.fill(id="1", to=wrong, amount="9" * 78)
    expect(issuer.page.locator("#ask")).to_be_enabled()
    issuer.page.locator("#amount").press("Enter")
    expect(issuer.page.locator("#to-wrong")).to_be_visible()
    expect(issuer.page.locator("#amount")).to_have_attribute("aria-invalid", "true")
    expect(issuer.page.locator("#to")).to_be_focused()


def test_what_was_read_is_not_signed_once_the_form_says_something_else(issuer: Person) -> None:
    _read(issuer)
    issuer.page.locator("#uri").fill("/other")
    expect(issuer.page.locator("#review")).to_be_hidden()
    issuer.ask()
    assert "/other" in issuer.read().inner_text()


def test_an_act_goes_from_the_form_to_the_wallet_by_the_keyboard_alone(issuer: Person) -> None:
    page = issuer.open("/portal/acts/register")
    expect(page.locator("#ask")).to_be_enabled()
    page.locator("#backing").focus()
    page.keyboard.press("ArrowDown")
    for text, tabs in ((DIGEST, 1), ("WORK", 2), (DIGEST, 1), ("/terms", 3)):
        for _ in range(tabs):
            page.keyboard.press("Tab")
        page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    issuer.read()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("#sign")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/portal/sent/0x*")
    assert issuer.faults == []
