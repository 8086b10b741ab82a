"""Sign-in and API keys from the commands: the tokens stay in the home, and go to one server."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.people import People
    from tests.cli.program import Up

PAST = "2020-01-01T00:00:00Z"


@pytest.fixture(autouse=True)
def nobody(installation: Up) -> Iterator[None]:
    """Nobody is signed in before and after a test."""
    _file(installation).unlink(missing_ok=True)
    yield
    _file(installation).unlink(missing_ok=True)


def _file(installation: Up) -> Path:
    return installation.home / "session.json"


def _tokens(installation: Up) -> dict[str, str]:
    found: dict[str, str] = json.loads(_file(installation).read_text("utf-8"))
    return found


def _sign_in(installation: Up) -> None:
    assert installation.qoima("sign-in", "--key", "depositor").code == 0


def _end_access(installation: Up) -> dict[str, str]:
    tokens = {**_tokens(installation), "expires_at": PAST}
    _file(installation).write_text(json.dumps(tokens))
    return tokens


def test_tokens_stay_in_the_home_for_its_owner_alone(installation: Up, people: People) -> None:
    told = installation.qoima("sign-in", "--key", "depositor")
    assert told.answer == {"account": people["depositor"], "url": installation.url}
    assert stat.S_IMODE(_file(installation).stat().st_mode) == 0o600
    for secret in (_tokens(installation)["access_token"], _tokens(installation)["refresh_token"]):
        assert secret not in told.out + told.err
    left = installation.qoima("sign-out")
    assert left.answer == {"account": people["depositor"]}
    assert not _file(installation).exists()
    assert installation.qoima("api-key", "list").refusal["code"] == "access.required"
    assert installation.qoima("sign-out").answer == {"account": None}


def test_a_key_is_made_used_and_removed(installation: Up, people: People) -> None:
    assert installation.qoima("api-key", "list").refusal["code"] == "access.required"
    _sign_in(installation)
    made = installation.qoima("api-key", "add", "builder", "--scope", "relay", "--days", "3")
    key, name = made.answer["key"], made.answer["id"]
    listed = installation.qoima("api-key", "list")
    assert key not in listed.out
    assert name in [each["id"] for each in listed.answer["data"]]
    shown = {"QOIMA_API_KEY": key}
    assert installation.qoima("api-key", "list", **shown).refusal["code"] == "access.scope"
    assert installation.qoima("participant", "list", **shown).code == 0
    assert installation.qoima("api-key", "remove", name).answer == {"removed": name}
    assert installation.qoima("participant", "list", **shown).refusal["code"] == "access.bad-token"
    wrong = installation.qoima("api-key", "add", "builder", "--scope", "keys")
    assert wrong.refusal["code"] == "request.invalid"


def test_a_session_is_renewed_and_given_up_when_it_cannot_be(
    installation: Up, people: People
) -> None:
    _sign_in(installation)
    before = _end_access(installation)
    assert installation.qoima("api-key", "list").code == 0
    after = _tokens(installation)
    assert after["refresh_token"] != before["refresh_token"]
    _file(installation).write_text(json.dumps(before))
    assert installation.qoima("api-key", "list").refusal["code"] == "access.required"
    assert not _file(installation).exists()
    assert installation.qoima("participant", "list").code == 0


def test_a_session_that_the_server_ended_is_forgotten(installation: Up, people: People) -> None:
    _sign_in(installation)
    tokens: Any = _tokens(installation)
    assert installation.qoima("sign-out").code == 0
    _file(installation).write_text(json.dumps(tokens))
    assert installation.qoima("api-key", "list").refusal["code"] == "access.bad-token"
    assert installation.qoima("sign-out").answer == {"account": people["depositor"]}
    assert not _file(installation).exists()


def test_a_stranger_does_not_sign_in(installation: Up, people: People) -> None:
    refused = installation.qoima("sign-in", "--key", "stranger")
    assert (refused.code, refused.refusal["code"]) == (1, "access.not-a-participant")
    assert not _file(installation).exists()


def test_nothing_is_signed_for_another_site(installation: Up, people: People) -> None:
    port = installation.url.rpartition(":")[2]
    elsewhere = {
        "QOIMA_API_URL": f"http://localhost:{port}",
        "QOIMA_PUBLIC_URL": "https://other.example",
    }
    refused = installation.qoima("sign-in", "--key", "depositor", **elsewhere)
    assert (refused.code, refused.refusal["code"]) == (4, "sign-in.not-ours")
    assert refused.refusal["what"] == "domain"


def test_a_secret_goes_to_its_own_server_and_never_in_clear(
    installation: Up, people: People
) -> None:
    plain = {"QOIMA_API_URL": "http://192.0.2.1:8000", "QOIMA_API_KEY": "qoima_x"}
    refused = installation.qoima("participant", "list", **plain)
    assert (refused.code, refused.refusal["code"]) == (2, "settings.credential-in-clear")
    _sign_in(installation)
    port = installation.url.rpartition(":")[2]
    other = {"QOIMA_API_URL": f"http://localhost:{port}"}
    assert installation.qoima("participant", "list", **other).code == 0
    assert installation.qoima("api-key", "list", **other).refusal["code"] == "access.required"
