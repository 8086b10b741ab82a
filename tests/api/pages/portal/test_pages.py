"""Pages of the portal as the server makes them, for nobody and for who has signed in."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import httpx
import pytest

from api.access.cookies import cookie_name
from api.access.tokens import Kind
from api.languages import LANGUAGES, Language
from tests.api.pages.reading import speak
from tests.support.http import serving
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_account.signers.local import LocalAccount
    from fastapi import FastAPI

    from api.access.service import Access
    from tests.support.world import World


@pytest.fixture(scope="module")
def app(world: World) -> FastAPI:
    """The application that these tests ask."""
    return world.app()


@pytest.fixture(scope="module")
def reader(app: FastAPI) -> Iterator[httpx.Client]:
    """A browser without scripts."""
    with serving(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def _cookie(app: FastAPI, account: LocalAccount) -> dict[str, str]:
    """The header of whoever has a session of the pages."""
    access: Access = app.state.application.access
    granted = access.sessions.begin(account.address, Kind.PAGE)  # type: ignore[arg-type] # hex text
    return {"Cookie": f"{cookie_name(access.site)}={granted.access.text}"}


def _told(page: str, name: str) -> object:
    found = re.search(rf'data-{name}="([^"]*)"', page)
    assert found
    return json.loads(unescape(found[1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_not_signed_in_may_read_every_form(
    reader: httpx.Client, language: Language
) -> None:
    say = speak(language)
    page = reader.get(f"/{language}/portal")
    assert page.headers["cache-control"] == "no-store"
    assert say("portal-signed-out") in page.text
    assert say("portal-yours") not in page.text
    links = re.findall(r'href="([^"]*/portal/acts/[^"]*)"', page.text)
    assert len(links) == len(set(links)) > 50
    for link in links:
        form = reader.get(link)
        assert form.status_code == 200, link
        assert "<form" in form.text


def test_who_has_signed_in_is_told_which_acts_are_theirs(
    world: World, app: FastAPI, reader: httpx.Client
) -> None:
    issuer = world.admit(Role.ISSUER)
    shown = _cookie(app, issuer)
    page = reader.get("/en/portal", headers=shown).text
    assert issuer.address in page
    items = re.findall(r"<li>.*?</li>", page, re.DOTALL)
    mine = {each for each in items if speak("en")("portal-yours") in each}
    assert any("/portal/acts/register" in each for each in mine)
    assert not any("/portal/acts/suspend" in each for each in mine)
    foreign = reader.get("/en/portal/acts/suspend", headers=shown).text
    assert speak("en")("portal-not-yours") in foreign
    assert (
        speak("en")("portal-not-yours")
        not in reader.get("/en/portal/acts/issue", headers=shown).text
    )


def test_a_session_of_who_is_suspended_is_none(
    world: World, app: FastAPI, reader: httpx.Client
) -> None:
    person = world.admit(Role.MINER)
    shown = _cookie(app, person)
    world.node.decree("participants", "suspend", person.address)
    world.indexer.catch_up()
    page = reader.get("/en/portal", headers=shown).text
    assert speak("en")("portal-signed-out") in page
    assert person.address not in page


def test_a_cookie_of_nonsense_is_nobody(app: FastAPI, reader: httpx.Client) -> None:
    name = cookie_name(app.state.application.access.site)
    page = reader.get("/en/portal", headers={"Cookie": f"{name}=qoima_st_nonsense"})
    assert page.status_code == 200
    assert speak("en")("portal-signed-out") in page.text


def test_the_scripts_are_told_the_chain_and_the_contracts_of_the_installation(
    world: World, reader: httpx.Client
) -> None:
    deployment = world.services.chain.deployment
    network = _told(reader.get("/en/portal").text, "network")
    assert isinstance(network, dict)
    assert network["chain"]["chainId"] == hex(deployment.chain_id)
    assert network["chain"]["rpcUrls"] == ["http://127.0.0.1:8000/rpc"]
    assert set(network["contracts"].values()) == set(deployment.contracts)


def test_what_an_address_fills_in_is_escaped_and_bounded(reader: httpx.Client) -> None:
    hostile = '"><script>alert(1)</script>' + "x" * 400
    page = reader.get("/en/portal/acts/transfer", params={"to": hostile, "amount": "5"}).text
    assert "<script>alert" not in page
    assert 'value="5"' in page
    values = re.findall(r'value="([^"]*)"', page)
    assert max(len(unescape(each)) for each in values) == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/portal/acts/mint-money",
        "/en/portal/sent/0xabc",
        "/en/portal/acts/confirm?number=99999",
    ],
)
def test_what_is_not_there_is_not_found(reader: httpx.Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_a_transaction_that_nobody_has_seen_is_looked_for(reader: httpx.Client) -> None:
    page = reader.get(f"/kk/portal/sent/0x{'ab' * 32}")
    assert page.status_code == 200
    assert speak("kk")("portal-sent-unknown") in page.text


def test_no_file_outside_of_the_rooms_is_served(reader: httpx.Client) -> None:
    page = reader.get("/en/portal").text
    found = re.search(r"/static/([0-9a-f]+)/portal/home.js", page)
    assert found
    assert reader.get(found[0]).headers["content-type"].startswith("text/javascript")
    for name in ("proof/page.js", "portal/%2e%2e/%2e%2e/app.py", "portal/", "portal/none.js"):
        assert reader.get(f"/static/{found[1]}/{name}").status_code == 404, name
