"""Signed in when it is needed and for as long as it is, and refused in time when it is not."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from qoima.client import ApiKey, Client, ProblemError, Rejected, Unavailable, VerificationError
from qoima.client.access import add_key, keys, remove_key, sign_in, sign_out, signed_in
from qoima.client.credentials import SignedIn, Tokens
from tests.support.talker import Asked, Says, forwarded, talker

if TYPE_CHECKING:
    from collections.abc import Callable

    from qoima.client import Agent, Deployment
    from tests.cli.people import People
    from tests.cli.program import Up


def _counted(
    installation: Up, people: People, trusted: Deployment
) -> tuple[SignedIn, dict[str, int]]:
    """A sign-in of the depositor, and how often it was begun and renewed."""
    counts = {"begun": 0, "renewed": 0}
    real = signed_in(installation.url, people.accounts["depositor"], trusted)

    def begin() -> Tokens:
        counts["begun"] += 1
        return real.begin()

    def refresh(token: str) -> Tokens:
        counts["renewed"] += 1
        return real.refresh(token)

    return SignedIn(begin, refresh), counts


def test_a_program_is_signed_in_by_its_first_question(
    installation: Up, people: People, trusted: Deployment
) -> None:
    credential, counts = _counted(installation, people, trusted)
    with Client.connect(installation.url, credential=credential) as client:
        assert counts == {"begun": 0, "renewed": 0}
        told = client.get("/v1/session")
        assert (told["by"], told["account"]) == ("token", people["depositor"])
        keys(client)
    assert counts == {"begun": 1, "renewed": 0}


def test_tokens_that_end_soon_are_renewed_and_a_lost_session_is_begun_anew(
    installation: Up, people: People, trusted: Deployment
) -> None:
    credential, counts = _counted(installation, people, trusted)
    with Client.connect(installation.url, credential=credential) as client:
        keys(client)
        credential.now = lambda: time.time() + 9.75 * 60
        keys(client)
        assert counts == {"begun": 1, "renewed": 1}
        credential.now = time.time
        sign_out(client)  # the server forgets the session while the tokens look good here
        keys(client)
        assert counts == {"begun": 2, "renewed": 1}
        sign_out(client)
        credential.now = lambda: time.time() + 9.75 * 60  # and the refresh token is worth nothing
        keys(client)
    assert counts == {"begun": 3, "renewed": 2}


def test_a_key_that_was_removed_is_refused_and_tried_once(
    installation: Up, people: People, trusted: Deployment
) -> None:
    signed = signed_in(installation.url, people.accounts["depositor"], trusted)
    with Client.connect(installation.url, credential=signed) as client:
        made = add_key(client, "integration", ["relay"], 3)
        with Client.connect(installation.url, credential=ApiKey(made.key)) as machine:
            assert machine.get("/v1/session")["by"] == "key"
            assert made.key not in repr(made)
            assert (made.id, made.scopes) in [(each.id, each.scopes) for each in keys(client)]
            remove_key(client, made.id)
            with pytest.raises(Rejected, match=r"access\.bad-token") as refused:
                machine.get("/v1/session")
    assert isinstance(refused.value, ProblemError)
    assert refused.value.status == 401


def test_nothing_is_signed_for_another_site_chain_or_account(
    installation: Up, people: People, trusted: Deployment
) -> None:
    account, other = people.accounts["depositor"], people.accounts["miner"]
    here = {urlsplit(installation.url).netloc}
    with Client.connect(installation.url) as client:
        assert sign_in(client, account, here, trusted.chain_id).account == account.address
        for domains, chain, what in (
            ({"depository.example"}, trusted.chain_id, "domain"),
            (here, 1, "chain"),
        ):
            with pytest.raises(VerificationError, match=r"sign-in\.not-ours") as refused:
                sign_in(client, account, domains, chain)
            assert refused.value.facts == {"what": what}

    def swapped(asked: Asked) -> Says:
        body = asked.body.replace(account.address.encode(), other.address.encode())
        return forwarded(installation.url, replace(asked, body=body))

    with talker(swapped) as server, Client.connect(server.url) as client:
        with pytest.raises(VerificationError, match=r"sign-in\.not-ours") as refused:
            sign_in(client, account, here, trusted.chain_id)
        assert len(server.asked) == 1
    assert refused.value.facts == {"what": "account"}


@pytest.mark.parametrize(
    "granted",
    [b"{}", b'{"access_token": "a", "refresh_token": "b", "account": "c", "expires_at": "soon"}'],
)
def test_a_server_that_grants_nothing_is_strange(granted: bytes) -> None:
    with talker(lambda _asked: Says(granted)) as server, Client.connect(server.url) as client:
        told: Any = client.ask("/v1/sign-in", {})
        with pytest.raises(Unavailable, match=r"server\.strange-answer"):
            Tokens.of(told, client.url)


def test_secrets_do_not_stand_in_print(agent_of: Callable[[str], Agent]) -> None:
    tokens = Tokens("0x1", "access-secret", "refresh-secret", "2030-01-01T00:00:00Z")
    assert "secret" not in repr(tokens)
    agent = agent_of("depositor")
    assert bytes(agent.account.key).hex() not in repr(agent)
