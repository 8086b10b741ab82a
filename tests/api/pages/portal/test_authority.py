"""Acts of the authorised body by a quorum of two, and a miner's from notice to report."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from mining_registry.reports.reading import example_report, report_document
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.api.pages.portal.conftest import opened
from tests.api.pages.portal.person import DIGEST, digest_of
from tests.mining_registry.forms import changed, dated
from tests.support.node import running_node
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.pages.portal.conftest import Portal
    from tests.api.pages.portal.person import Person

pytestmark = pytest.mark.engines

_DAY = 86_400


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, since its quorum becomes two and its clock is moved on."""
    folder = tmp_path_factory.mktemp("authority")
    with running_node(folder / "node", shifting=True) as node, opened(node, folder) as found:
        yield found


@pytest.fixture(scope="module")
def miner(portal: Portal) -> Person:
    """A miner who has issued an asset, admitted while one key decided alone."""
    account = portal.world.admit(Role.MINER | Role.ISSUER)
    described = (1, b"\x01" * 32, [("GRAIN", b"\x02" * 32)], "/terms")
    portal.world.node.act(account, "asset_classes", "register_class", *described)
    return portal.person(account, "ru")


@pytest.fixture(scope="module")
def body(portal: Portal, miner: Person) -> tuple[Person, Person]:
    """Two keys of the authorised body, signed in; both must agree from now on."""
    second = portal.person(portal.world.admit(Role.AUTHORITY), "kk")
    first = portal.person(portal.world.authority)
    for each in (first, second):
        each.sign_in()
    first.open("/portal/acts/propose")
    names = ("contract", "function", "args.0.name", "args.0.value", "basis")
    values = ("participants", "set_quorum", "required", "2", DIGEST)
    first.fill(**dict(zip(names, values, strict=True)))
    first.ask()
    first.read()
    first.done()
    return first, second


def _agreed(body: tuple[Person, Person]) -> str:
    """Have the second key read the newest proposal and agree; what it read before it signed."""
    _, second = body
    second.open("/portal/decisions")
    second.page.get_by_role("link", name=second.say("portal-confirm"), exact=True).first.click()
    told = second.page.locator("main").inner_text()
    second.ask()
    second.read()
    second.done()
    return told


def test_a_participant_is_suspended_by_two_keys_on_a_basis(
    portal: Portal, body: tuple[Person, Person], miner: Person
) -> None:
    first, _ = body
    basis = digest_of(b"An order to suspend.")
    told = first.act("suspend", account=miner.address, basis=basis)
    assert basis in told
    active = portal.world.services.chain.call
    assert active("participants", "is_active", miner.address)
    read = _agreed(body)
    assert basis in read
    assert miner.address in read
    assert not active("participants", "is_active", miner.address)
    miner.open()
    miner.page.click("#sign-in")
    miner.state("not-admitted")
    first.act("reinstate", account=miner.address, basis=basis)
    _agreed(body)
    assert active("participants", "is_active", miner.address)


def test_tokens_are_frozen_by_two_keys_on_a_basis(
    portal: Portal, body: tuple[Person, Person], miner: Person
) -> None:
    first, _ = body
    told = first.act("freeze", id=1, account=miner.address, amount="7", basis=DIGEST)
    assert first.say("field-basis") in told
    assert miner.address in _agreed(body)
    frozen = portal.world.services.chain.call("digital_assets", "getFrozenTokens", miner.address, 1)
    assert frozen == 7


def test_what_was_executed_is_not_agreed_with_again(body: tuple[Person, Person]) -> None:
    _, second = body
    second.open("/portal/acts/confirm?number=1")
    second.ask()
    second.read()
    second.state("simulation")
    expect(second.page.locator("#sign")).to_be_hidden()


def test_a_notification_is_filed_acknowledged_and_reported_on(
    portal: Portal, body: tuple[Person, Person], miner: Person
) -> None:
    first, world = body[0], portal.world
    miner.sign_in()
    head = world.services.chain.head().timestamp
    today = dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()
    document = dated(today, 31)
    miner.open("/portal/acts/notify")
    miner.fill_form(document, "form")
    miner.ask()
    miner.read()
    miner.done()
    link = miner.page.locator("#following .hits a").first
    expect(link).to_have_attribute("href", "/ru/notifications/1")
    filed = httpx.get(f"{portal.origin}/v1/notifications/1").json()["data"]
    digest = filed["versions"][-1]["digest"]
    first.act("acknowledge", number=1, digest=digest, basis=DIGEST)
    assert digest in _agreed(body)
    world.node.shift(400 * _DAY)
    start = today + dt.timedelta(days=31)
    quarter = {"year": start.year, "quarter": (start.month + 2) // 3}
    report = report_document(example_report())
    del report["form"]
    miner.open("/portal/acts/report?number=1")
    miner.fill_form(changed(report, **quarter), "form")
    miner.ask()
    miner.read()
    miner.done()
    found = httpx.get(f"{portal.origin}/v1/notifications/1/reports").json()["data"]
    assert (found[0]["year"], found[0]["quarter"]) == (quarter["year"], quarter["quarter"])
