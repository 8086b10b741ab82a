"""Requests of one WebSocket are answered beside each other, and subscriptions begin in order."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING, Any

from node import server
from node.rpc.limits import Limits
from node.rpc.protocol import Method
from tests.node import serving
from tests.node.serving import served
from tests.node.talking import talking
from tests.node.world import OPERATOR

if TYPE_CHECKING:
    import pytest
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tests.node.talking import Talk
    from tests.node.world import World

_SOON = 20.0


class Slow:
    """A method that takes until it is let go, and counts how many run at once."""

    def __init__(self) -> None:
        self._leave = threading.Semaphore(0)
        self._changed = threading.Condition()
        self._running = 0
        self.most = 0

    def run(self) -> str:
        with self._changed:
            self._running += 1
            self.most = max(self.most, self._running)
            self._changed.notify_all()
        assert self._leave.acquire(timeout=_SOON)
        with self._changed:
            self._running -= 1
        return "at last"

    def wait_until_running(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._running == count, _SOON)

    def let_go(self, count: int = 1) -> None:
        self._leave.release(count)


def send(talk: Talk, identity: int, method: str, *parameters: Any) -> None:
    body = {"jsonrpc": "2.0", "id": identity, "method": method, "params": list(parameters)}
    talk.socket.send(json.dumps(body))


def seal_one(world: World) -> int:
    """Seal a block with one transaction; its height."""
    world.admission.admit(world.transaction(OPERATOR, to="0x" + "11" * 20))
    return world.seal().number


def test_what_takes_long_holds_back_nothing_behind_it(world: World) -> None:
    slow = Slow()
    more = {"test_slow": Method(slow.run)}
    with served(world, Limits(), more=more) as url, talking(url) as talk:
        send(talk, 1, "test_slow")
        slow.wait_until_running(1)
        send(talk, 2, "eth_chainId")
        assert talk.answer()["id"] == 2
        heads = talk.request("eth_subscribe", "newHeads")
        assert heads["id"] == 1  # the identity that `Talk` gives
        number = seal_one(world)
        assert talk.heard(heads["result"])["number"] == hex(number)
        slow.let_go()
        assert talk.answer()["result"] == "at last"


def test_so_many_requests_of_a_connection_run_beside_each_other_and_no_more(world: World) -> None:
    slow = Slow()
    more = {"test_slow": Method(slow.run)}
    with served(world, Limits(beside=2), more=more) as url, talking(url) as talk:
        for identity in range(5):
            send(talk, identity, "test_slow")
        slow.wait_until_running(2)
        time.sleep(0.2)  # a third one would have begun
        with talking(url) as other:
            assert "result" in other.request("eth_chainId")  # another connection has its own room
        slow.let_go(5)
        assert {talk.answer()["id"] for _ in range(5)} == set(range(5))
        assert slow.most == 2
        assert talk.ask("eth_blockNumber") == "0x1"


class Holding:
    """Stands before a server and holds answers back for a while, whatever else is sent."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def held(message: Message) -> None:
            if '"id"' in str(message.get("text")):
                await self._let_news_pass()
            await send(message)

        await self._app(scope, receive, held)

    async def _let_news_pass(self) -> None:
        await asyncio.to_thread(seal_one, self._world)
        await asyncio.sleep(0.3)  # the hub looks for news several times


def test_a_client_learns_of_its_subscription_before_it_hears_news_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def application(*parts: Any) -> Starlette:
        app = server.application(*parts)
        app.add_middleware(Holding, world=world)
        return app

    monkeypatch.setattr(serving, "application", application)
    with served(world, Limits()) as url, talking(url) as talk:
        for kind in ("newHeads", "logs", "newPendingTransactions"):
            send(talk, 7, "eth_subscribe", kind)
            while "id" not in (first := json.loads(talk.socket.recv(timeout=_SOON))):
                known = {each["subscription"] for each in talk.news}
                assert first["params"]["subscription"] in known
            talk.news.append({"subscription": first["result"]})
