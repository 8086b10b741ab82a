"""A digital asset from its registration to its redemption, each act signed in a browser."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.api.pages.portal.person import DIGEST, digest_of
from tests.support.world import Role

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.pages.portal.conftest import Portal
    from tests.api.pages.portal.person import Person

pytestmark = pytest.mark.engines


def _registered(issuer: Person, decision: Path) -> int:
    """Register an asset with two rights, its decision taken from a file; the asset's number."""
    issuer.open("/portal/acts/register")
    issuer.page.set_input_files("[id='decision-file']", decision)
    expect(issuer.page.locator("#decision")).to_have_value(digest_of(decision.read_bytes()))
    issuer.fill(backing="goods", rights__0__code="DELIVERY", rights__0__text=DIGEST)
    issuer.page.click(".rows-of .add")
    expect(issuer.page.locator("[id='rights.1.code']")).to_be_focused()
    issuer.fill(rights__1__code="STORAGE", rights__1__text=digest_of(b"storage"), uri="/terms")
    issuer.ask()
    told = issuer.read().inner_text()
    assert "STORAGE" in told
    assert issuer.say("backing-1") in told
    issuer.done()
    link = issuer.page.locator("#following .hits a").first.get_attribute("href") or ""
    found = re.search(r"/assets/(\d+)$", link)
    assert found
    return int(found[1])


def test_an_asset_is_registered_backed_issued_passed_on_and_redeemed(
    portal: Portal, tmp_path: Path
) -> None:
    world, call = portal.world, portal.world.services.chain.call
    issuer = portal.person(world.admit(Role.ISSUER))
    attestor = portal.person(world.admit(Role.ATTESTOR), "ru")
    holder, other = portal.person(world.admit(), "kk"), portal.person(world.admit())
    world.node.decree("asset_classes", "attest_system", issuer.number, b"\x01" * 32)
    for each in (issuer, attestor, holder, other):
        each.sign_in()
    decision = tmp_path / "decision.pdf"
    decision.write_bytes(b"We issue.")
    asset = _registered(issuer, decision)
    until = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + 90 * 86_400))
    attestor.act("attest", id=asset, amount="1000", valid_until=until, evidence=DIGEST)
    for each in (holder, other):
        world.node.act(issuer.wallet.account, "asset_classes", "grant_access", asset, each.number)
    assert "250" in issuer.act("issue", id=asset, to=holder.address, amount="250")
    holder.act("transfer", id=asset, to=other.address, amount="100")
    other.act("redeem", id=asset, amount="40", demand=DIGEST)
    issuer.act("close-redemption", number=call("digital_assets", "redemptions"), evidence=DIGEST)
    assert call("digital_assets", "balanceOf", other.address, asset) == 60
    assert call("digital_assets", "totalSupply", asset) == 210
