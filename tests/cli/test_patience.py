"""A command waits for a busy server, and not for longer than it was told to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.support.talker import Asked, Says, forwarded, problem, talker

if TYPE_CHECKING:
    from tests.cli.conftest import People
    from tests.cli.program import Up

BUSY = problem(429, "rate.exceeded", {"Retry-After": "1"}, retry_after=1)


def test_a_command_waits_while_the_server_is_busy(installation: Up, people: People) -> None:
    left = [BUSY, BUSY]

    def busy(asked: Asked) -> Says:
        return left.pop() if left else forwarded(installation.url, asked)

    with talker(busy) as server:
        begun = time.monotonic()
        ran = installation.qoima("participant", "list", QOIMA_API_URL=server.url)
    assert ran.answer["total"] >= 5
    assert time.monotonic() - begun >= 2
    assert len(server.asked) == 3


def test_a_command_that_may_not_wait_says_that_the_server_is_busy(installation: Up) -> None:
    with talker(lambda _asked: BUSY) as server:
        where = {"QOIMA_API_URL": server.url}
        ran = installation.qoima("participant", "list", **where, QOIMA_PATIENCE_SECONDS="0")
        assert (ran.code, ran.refusal["code"]) == (3, "rate.exceeded")
        assert ran.refusal["retry_after"] == 1
        assert len(server.asked) == 1
        ran = installation.qoima("participant", "list", **where, QOIMA_PATIENCE_SECONDS="1.5")
    assert ran.code == 3
    assert len(server.asked) == 3
