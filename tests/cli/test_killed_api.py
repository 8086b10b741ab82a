"""An API killed at any step of a write: whoever tries again has their record, once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import create_engine, text

from cli.processes import free_ports
from tests.api.sending import MIB, begun, content, deposited, half_sent, offset, piece, sha256
from tests.api.talk import number_of
from tests.support.world import Role, signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode

_SLOWEST = 90.0
_LEASE = 61


@dataclass
class Installation:
    """An API and an index over a node that lives, each started anew after each death."""

    node: RunningNode
    home: Path
    port: int = field(default_factory=lambda: free_ports("127.0.0.1")[0])

    @contextlib.contextmanager
    def running(self, step: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process that dies at a step."""
        given = {
            "QOIMA_HOME": str(self.home),
            "QOIMA_RPC_URL": self.node.url,
            "QOIMA_DEPLOYMENT": str(self.node.deployment_path),
            "QOIMA_API_PORT": str(self.port),
            "QOIMA_LOG_LEVEL": "error",
        }
        command = [sys.executable, "-m", "tests.support.dying", step, *words]
        with subprocess.Popen(command, env={**os.environ, **given}) as process:
            try:
                yield process
            finally:
                process.kill()

    @contextlib.contextmanager
    def api(self, step: str = "none") -> Iterator[httpx.Client]:
        """A client of an API that dies at a step: it must have died when the block ends."""
        url = f"http://127.0.0.1:{self.port}"
        with (
            self.running(step, "api", "run") as process,
            httpx.Client(base_url=url, trust_env=False, timeout=_SLOWEST) as client,
        ):
            _reach(client)
            yield client
            if step != "none":
                assert process.wait(_SLOWEST) == -signal.SIGKILL

    def index(self, step: str) -> int:
        """Bring the index up to date, or die on the way; how the process ended."""
        with self.running(step, "index", "rebuild") as process:
            return process.wait(_SLOWEST)

    def let_leases_end(self) -> None:
        """A minute goes by: whoever held a key has gone."""
        vault = create_engine(f"sqlite:///{self.home / 'vault.db'}")
        with vault.begin() as session:
            earlier = (
                "UPDATE idempotency_keys SET touched_at = touched_at - :s WHERE answer IS NULL"
            )
            session.execute(text(earlier), {"s": _LEASE})
        vault.dispose()


@pytest.fixture
def installation(chain_node: RunningNode, tmp_path: Path) -> Installation:
    """One without a record."""
    home = tmp_path / "home"
    home.mkdir()
    return Installation(chain_node, home)


@dataclass
class Depositor:
    """Somebody who deposits, and tries again for as long as it takes."""

    account: LocalAccount
    data: bytes
    upload: str = ""
    raw: str = ""

    @property
    def digest(self) -> str:
        return sha256(self.data)

    def send_rest(self, client: httpx.Client) -> None:
        """Send what the API does not have yet."""
        at = offset(client, self.upload)
        assert at >= MIB
        if at < len(self.data):
            assert piece(client, self.upload, at, self.data[at:]).status_code == 204

    def ask(self, client: httpx.Client) -> httpx.Response:
        """Ask for the deposit, always under the same key."""
        key = self.account.address
        return deposited(client, self.account, self.upload, key=key, sha256=self.digest)

    def sign(self, act: httpx.Response) -> None:
        """Sign what was answered."""
        assert act.status_code == 201, act.text
        self.raw = "0x" + signature(self.account, act.json()["transaction"]).hex()

    def relay(self, client: httpx.Client) -> httpx.Response:
        """Hand it in."""
        return client.post("/v1/transactions", json={"raw": self.raw})


def _reach(client: httpx.Client) -> None:
    """Return when an API that was started answers."""
    deadline = time.monotonic() + _SLOWEST
    while True:
        with contextlib.suppress(httpx.TransportError):
            if client.get("/healthz").is_success:
                return
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _broken(asking: Callable[[], Any]) -> None:
    with pytest.raises(httpx.TransportError):
        asking()


def _records(client: httpx.Client, account: LocalAccount) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(
        "/v1/deposits", params={"possessor": number_of(client, account)}
    ).json()["data"]
    return found


ASKING = ("packed", "claimed", "drafted", "answered", "kept")
RELAYING = ("sent", "unsent", "noted")


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    ("asking", "relaying"),
    [
        pytest.param(("packed", "kept"), ("sent",), id="short"),
        pytest.param(ASKING, RELAYING, id="long", marks=pytest.mark.long),
    ],
)
def test_a_deposit_killed_at_each_step_is_recorded_once(
    installation: Installation, asking: tuple[str, ...], relaying: tuple[str, ...]
) -> None:
    data = content("killed")
    depositor = Depositor(installation.node.admit(Role.DEPOSITOR), data)
    with installation.running("none", "api", "run") as process:
        _begin(installation, depositor, process)
    for step in asking:
        with installation.api(step) as client:
            depositor.send_rest(client)
            _broken(lambda c=client: depositor.ask(c))  # type: ignore[misc]  # of this round
        installation.let_leases_end()
    for step in relaying:
        with installation.api(step) as client:
            if not depositor.raw:
                act = depositor.ask(client)
                assert act.headers["idempotency-replayed"] == "true"
                depositor.sign(act)
            _broken(lambda c=client: depositor.relay(c))  # type: ignore[misc]  # of this round
    assert installation.index("indexing") == -signal.SIGKILL
    assert installation.index("none") == 0
    with installation.api() as client:
        again = depositor.relay(client)
        assert again.status_code == 201
        assert again.json()["state"] == "indexed"
        (record,) = _records(client, depositor.account)
        assert record["cid"] == act.json()["package"]["cid"]
        assert depositor.ask(client).content == act.content
        assert client.get(f"/v1/drafts/{act.json()['id']}").status_code == 200


def _begin(
    installation: Installation, depositor: Depositor, process: subprocess.Popen[bytes]
) -> None:
    """Send a MiB of an upload, and kill the API with more on its way."""
    url = f"http://127.0.0.1:{installation.port}"
    with httpx.Client(base_url=url, trust_env=False, timeout=_SLOWEST) as client:
        _reach(client)
        data = depositor.data
        depositor.upload = begun(client, depositor.account, len(data), sha256=depositor.digest)
        assert piece(client, depositor.upload, 0, data[:MIB]).status_code == 204
        with half_sent(client, depositor.upload, MIB, len(data) - MIB, data[MIB : 2 * MIB]):
            process.kill()
            process.wait()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_deposits_killed_at_random_moments_are_each_recorded_once(
    installation: Installation,
) -> None:
    """Ten depositors, each of whom tries until they have what they asked for; thirty kills."""
    chance = random.Random(47)  # noqa: S311 - moments of a kill
    waiting = [
        Depositor(installation.node.admit(Role.DEPOSITOR), content(f"random {n}"))
        for n in range(10)
    ]
    everybody = list(waiting)
    for _ in range(30):
        with installation.running("none", "api", "run") as process, _client(installation) as client:
            _reach(client)
            _go_on(client, waiting, time.monotonic() + chance.uniform(0, 2))
            process.kill()
            process.wait()
        installation.let_leases_end()
    with installation.api() as client:
        _go_on(client, waiting, time.monotonic() + 600)
        for each in everybody:
            found = each.relay(client).json()["hash"]
            installation.node.web3.eth.wait_for_transaction_receipt(found, timeout=60)
        assert installation.index("none") == 0
        assert [len(_records(client, each.account)) for each in everybody] == [1] * len(everybody)


def _go_on(client: httpx.Client, waiting: list[Depositor], until: float) -> None:
    """Do what is next for whoever is first, until all have sent their deposit or it is late."""
    while waiting and time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            _step(client, waiting[0])
        if waiting[0].raw:
            waiting.pop(0)


def _client(installation: Installation) -> httpx.Client:
    url = f"http://127.0.0.1:{installation.port}"
    return httpx.Client(base_url=url, trust_env=False, timeout=20)


def _step(client: httpx.Client, depositor: Depositor) -> None:
    """Whatever is next: begin, send a piece, ask, relay."""
    data = depositor.data
    if not depositor.upload:
        depositor.upload = begun(client, depositor.account, len(data), sha256=depositor.digest)
    at = offset(client, depositor.upload)
    if at < len(data):
        piece(client, depositor.upload, at, data[at : at + MIB // 2])
        return
    act = depositor.ask(client)
    if act.status_code == 201:
        depositor.sign(act)
        depositor.relay(client)
