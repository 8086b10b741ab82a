"""What a request says of where it comes from and where it goes is not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.remote import network
from cli.proxies import networks
from cli.settings import Settings
from tests.api.access.people import asked
from tests.support.http import client_of, serving
from tests.support.raw import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.world import World

_ELSEWHERE = {
    "Host": "evil.example",
    "Forwarded": "host=evil.example;proto=https;for=9.9.9.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
}


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[httpx.Client]:
    """A client, its peer trusted as a proxy, of an application that stands somewhere."""
    with client_of(world.app(public_url="https://depository.example")) as connected_client:
        yield connected_client


def _left(url: str, source: str, forwarded: str) -> int:
    """The status of a request from an address that says it is another's."""
    with connected(url, source) as line:
        head = f"GET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {forwarded}\r\n\r\n"
        line.send(head.encode())
        return line.answers(1)[0]


def test_only_a_configured_proxy_says_for_whom_it_speaks(world: World) -> None:
    with serving(world.app(rate_of_address=4), proxies="127.0.0.1") as url:
        claimed = [_left(url, "127.0.0.2", f"10.0.0.{n}") for n in range(6)]
        assert claimed == [200] * 4 + [429] * 2
        passed_on = [_left(url, "127.0.0.1", f"10.0.0.{n}") for n in range(6)]
        assert passed_on == [200] * 6
        prefixed = [_left(url, "127.0.0.1", f"10.9.9.{n}, 10.1.1.1") for n in range(6)]
        assert prefixed == [200] * 4 + [429] * 2


def test_where_no_proxy_is_configured_none_is_believed(world: World) -> None:
    with serving(world.app(rate_of_address=4), proxies="none") as url:
        assert [_left(url, "", f"10.0.0.{n}") for n in range(5)] == [200] * 4 + [429]


def test_proxies_are_addresses_and_networks_or_the_program_does_not_start() -> None:
    assert [str(each) for each in networks("127.0.0.1, 10.0.0.0/8,::1")] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "::1/128",
    ]
    assert networks("none") == ()
    assert len(networks("*")) == 2
    for wrong in ("proxy.example", "10.0.0.1/8", "127.0.0.1;10.0.0.1"):
        with pytest.raises(ValueError, match="trusted_proxies"):
            Settings(trusted_proxies=wrong)


def test_what_is_no_address_is_not_kept_at_length() -> None:
    assert network("a" * 100_000) == network("b" * 100_000) == "unknown"


def test_the_message_of_a_sign_in_names_the_site_of_the_settings(
    world: World, client: httpx.Client
) -> None:
    body = {"account": world.authority.address}
    said = client.post("/v1/sign-in/challenges", json=body, headers=_ELSEWHERE).json()["message"]
    assert said.startswith("depository.example wants you to sign in")
    assert "URI: https://depository.example" in said
    assert "evil" not in said
    assert asked(client, world.authority)["message"].startswith("depository.example ")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en",
        "/en/",
        "/en/deposits/",
        "/v1/blocks/",
        "/v1/deposits/",
        "/openapi.json",
        "/v1/status",
        "/v1/nothing/",
    ],
)
def test_no_answer_leads_to_the_host_of_the_request(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=_ELSEWHERE)
    assert answer.status_code < 500
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example//v1/blocks/", "/\\evil.example/"]
)
def test_a_path_that_looks_like_another_host_leads_nowhere(client: httpx.Client, path: str) -> None:
    with connected(str(client.base_url)) as line:
        line.send(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert line.answers(1) in ([400], [404])
        assert b"\r\nlocation:" not in line.come.lower()


def test_a_method_in_a_field_counts_for_pieces_of_uploads_alone(client: httpx.Client) -> None:
    instead = {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"}
    assert client.post("/v1/webhooks/1", headers=instead).status_code == 405
    assert client.post("/v1/api-keys/1", headers=instead).status_code == 405
    given = {**instead, "Tus-Resumable": "1.0.0"}
    assert client.post("/v1/uploads/unknown", headers=given).status_code == 404
    assert client.get("/v1/uploads/unknown", headers=given).status_code == 405
