"""Sessions of pages: a cookie that no script reads, and changes that only our pages ask for."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import pytest

from api.access.cookies import check_unforged, csrf_of
from api.access.signing import Site
from api.access.tokens import Kind, Token
from ledger.errors import Rejected
from tests.api.access.people import bearer, sign_in, signed
from tests.api.talk import problem
from tests.support.http import client_of
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

ORIGIN = "https://depository.example"
OURS = {"Origin": ORIGIN}
NAME = "__Host-qoima"
KEY = {"name": "made by a page", "scopes": ["draft"]}


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[httpx.Client]:
    """The application as the public finds it, behind a proxy that ends TLS."""
    with client_of(world.app(public_url=ORIGIN)) as client:
        yield client


@pytest.fixture(scope="module")
def person(world: World) -> LocalAccount:
    """A participant."""
    return world.admit(Role.DEPOSITOR)


def _begun(site: httpx.Client, person: LocalAccount) -> tuple[dict[str, str], str, SimpleCookie]:
    """The header with the cookie of a new session, its CSRF token, and the cookie as it was set."""
    answer = site.post("/v1/sign-in", json=signed(site, person, session=True), headers=OURS)
    assert answer.status_code == 201, answer.text
    cookie = SimpleCookie(answer.headers["set-cookie"])
    site.cookies.clear()
    assert "access_token" not in answer.json()
    shown = {"Cookie": f"{NAME}={cookie[NAME].value}"}
    return shown, answer.json()["csrf"], cookie


def test_a_cookie_is_for_this_host_over_tls_and_no_script(
    site: httpx.Client, person: LocalAccount
) -> None:
    shown, csrf, cookie = _begun(site, person)
    set_ = cookie[NAME]
    assert (set_["path"], set_["samesite"], set_["domain"]) == ("/", "lax", "")
    assert set_["secure"]
    assert set_["httponly"]
    told = site.get("/v1/session", headers=shown).json()
    assert (told["by"], told["account"], told["csrf"]) == ("session", person.address, csrf)
    assert csrf not in set_.value


def test_a_change_needs_the_origin_and_the_token_of_the_session(
    site: httpx.Client, person: LocalAccount
) -> None:
    shown, csrf, _ = _begun(site, person)
    _, others, _ = _begun(site, person)
    place = "/v1/api-keys"
    for headers, code in (
        ({}, "access.other-origin"),
        ({"Origin": "https://evil.example", "X-CSRF-Token": csrf}, "access.other-origin"),
        ({"Origin": "null", "X-CSRF-Token": csrf}, "access.other-origin"),
        (OURS, "access.csrf"),
        ({**OURS, "X-CSRF-Token": others}, "access.csrf"),
    ):
        problem(site.post(place, json=KEY, headers={**shown, **headers}), 403, code)
    good = {**shown, **OURS, "X-CSRF-Token": csrf}
    assert site.post(place, json=KEY, headers=good).status_code == 201
    assert site.get(place, headers=shown).status_code == 200


def test_a_token_of_other_letters_is_no_token() -> None:
    site, token = Site.of(ORIGIN, 1), Token.new(Kind.PAGE)
    check_unforged(site, token, ORIGIN, csrf_of(token))
    for given in (None, "", "é", csrf_of(Token.new(Kind.PAGE))):
        with pytest.raises(Rejected, match=r"^access\.csrf"):
            check_unforged(site, token, ORIGIN, given)


def test_a_session_that_is_over_is_as_if_it_were_not_there(
    site: httpx.Client, person: LocalAccount
) -> None:
    shown, csrf, _ = _begun(site, person)
    good = {**shown, **OURS, "X-CSRF-Token": csrf}
    left = site.post("/v1/sign-out", headers=good)
    assert left.status_code == 204
    assert SimpleCookie(left.headers["set-cookie"])[NAME]["max-age"] == "0"
    assert site.get("/v1/session", headers=shown).json()["by"] == "nobody"
    assert site.get("/v1/blocks", headers=shown).status_code == 200
    problem(site.post("/v1/api-keys", json=KEY, headers=good), 401, "access.required")
    forged = {"Cookie": f"{NAME}=x"}
    assert site.get("/v1/session", headers=forged).json()["by"] == "nobody"


def test_a_page_of_another_site_signs_nobody_in(site: httpx.Client, person: LocalAccount) -> None:
    for body in (signed(site, person, session=True), signed(site, person)):
        refused = site.post("/v1/sign-in", json=body, headers={"Origin": "https://evil.example"})
        problem(refused, 403, "access.other-origin")
    refused = site.post("/v1/sign-in", json=signed(site, person, session=True))
    problem(refused, 403, "access.other-origin")
    assert site.post("/v1/sign-in", json=signed(site, person), headers=OURS).status_code == 201


def test_a_cookie_is_no_token_and_a_token_no_cookie(
    world: World, site: httpx.Client, person: LocalAccount
) -> None:
    shown, _, cookie = _begun(site, person)
    secret = cookie[NAME].value
    problem(site.get("/v1/session", headers=bearer(secret)), 401, "access.bad-token")
    token = sign_in(site, person)["access_token"]
    as_cookie = {"Cookie": f"{NAME}={token}"}
    assert site.get("/v1/session", headers=as_cookie).json()["by"] == "nobody"
    both = {**shown, **bearer(token)}
    assert site.get("/v1/session", headers=both).json()["by"] == "token"


def test_without_tls_the_cookie_says_so(
    world: World, client: httpx.Client, person: LocalAccount
) -> None:
    ours = {"Origin": "http://127.0.0.1:8000"}
    answer = client.post("/v1/sign-in", json=signed(client, person, session=True), headers=ours)
    client.cookies.clear()
    cookie = SimpleCookie(answer.headers["set-cookie"])["qoima"]
    assert not cookie["secure"]
    assert cookie["httponly"]
    shown = {"Cookie": f"qoima={cookie.value}"}
    assert client.get("/v1/session", headers=shown).json()["account"] == person.address
