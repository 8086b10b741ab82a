"""`qoima hook`: a running installation brings its events, and says how far it is."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from standardwebhooks import Webhook

from tests.support.receiver import Receiver, receiving

if TYPE_CHECKING:
    from tests.cli.conftest import People
    from tests.cli.program import Up


def _first(receiver: Receiver, number: int) -> tuple[dict[str, str], bytes]:
    """The request of this number, waited for."""
    until = time.monotonic() + 60
    while len(receiver.taken) <= number and time.monotonic() < until:
        time.sleep(0.05)
    return receiver.taken[number]


def test_a_webhook_is_added_told_paused_replayed_and_removed(
    installation: Up, people: People
) -> None:
    with receiving() as receiver:
        _use(installation, people["miner"], receiver)


def _use(installation: Up, account: str, receiver: Receiver) -> None:
    words = ("--contract", "participants", "--account", account, "--from", "0")
    added = installation.qoima("hook", "add", receiver.url, *words).answer
    headers, body = _first(receiver, 0)
    told = Webhook(added["secret"]).verify(body, headers)
    assert {each["contract"] for each in told["data"]["events"]} == {"participants"}
    assert "secret" not in installation.qoima("hook", "show", added["id"]).answer
    paused = installation.qoima("hook", "pause", added["id"]).answer
    assert paused["paused"] == "operator"
    assert installation.qoima("hook", "replay", added["id"], "--from", "0").answer["next"] == "0-0"
    assert installation.qoima("hook", "resume", added["id"]).answer["paused"] is None
    assert json.loads(_first(receiver, 1)[1])["data"]["events"] == told["data"]["events"]
    listed = installation.qoima("hook", "list").answer
    assert added["id"] in [each["id"] for each in listed]
    assert installation.qoima("hook", "letters", added["id"]).answer == []
    missing = installation.qoima("hook", "resend", added["id"], "1")
    assert (missing.code, missing.refusal["code"]) == (1, "hook.no-such-letter")
    assert installation.qoima("hook", "remove", added["id"]).answer == {"removed": added["id"]}
    gone = installation.qoima("hook", "show", added["id"])
    assert (gone.code, gone.refusal["code"]) == (1, "hook.unknown")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("http://receiver.example/",), "hook.bad-url"),
        (("https://receiver.example/", "--contract", "escrow"), "events.unknown-contract"),
        (("https://receiver.example/", "--event", "Burnt"), "events.unknown-event"),
        (("https://receiver.example/", "--account", "0x1"), "address.malformed"),
        (("https://receiver.example/", "--from", "yesterday"), "events.bad-place"),
    ],
)
def test_a_webhook_that_could_tell_nothing_is_refused(
    installation: Up, words: tuple[str, ...], code: str
) -> None:
    refused = installation.qoima("hook", "add", *words)
    assert (refused.code, refused.refusal["code"]) == (1, code)
