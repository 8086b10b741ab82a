"""A chain whose node was killed a hundred times is executed by EthereumJS to the same head."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from node.check import check
from node.deployment import Home
from node.export import export_chain, import_chain
from node.primitives import hexed
from tests.engines.conftest import run
from tests.node.test_kill import check_chain
from tests.support.clocks import StandingClock
from tests.support.load import Sender, sending
from tests.support.node import make_home, spawn, start
from tests.support.processes import sealing_of, sealing_pid, wait_until_gone
from tests.support.slots import Slots

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

UNDER_LOAD, WHILE_OPENING = 100, 10
EARLY = 0.3  # of the kills under load come before blocks are sealed again
SENDERS, EACH_FILLS = 4, 3
_SOON = 20.0


@dataclass(frozen=True)
class Tip:
    """Where a chain ends and where it begins."""

    number: int
    hash: str
    genesis_hash: str


@dataclass(frozen=True)
class Killed:
    """What the kills have left: the home, who has sent what, and what was sealed."""

    home: Path
    senders: list[Sender]
    killer: Killer
    sealed: list[tuple[bytes, int]]
    tip: Tip


@dataclass
class Killer:
    """Kills the processes of a node, one or both, at moments that a seed decides."""

    chance: random.Random
    counts: dict[str, int] = field(default_factory=dict)

    def wait(self, node: RunningNode) -> None:
        """Let some time go by: mostly until blocks are being sealed, and a little more."""
        before, deadline = node.web3.eth.block_number, time.monotonic() + _SOON
        if self.chance.random() < EARLY:
            time.sleep(self.chance.uniform(0.0, 1.5))
            return
        while node.web3.eth.block_number == before and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(self.chance.uniform(0.0, 0.6))

    def strike(self, serving: subprocess.Popen[bytes], sealing: int) -> None:
        """Kill, and see to it that neither outlives the other."""
        whom = self.chance.choice(["serving", "sealing", "both"])
        self.counts[whom] = self.counts.get(whom, 0) + 1
        if whom != "serving":
            os.kill(sealing, signal.SIGKILL)
        if whom != "sealing":
            serving.kill()
        assert serving.wait(_SOON) != 0
        wait_until_gone(sealing)

    def strike_while_opening(self, home: Path) -> None:
        self.counts["opening"] = self.counts.get("opening", 0) + 1
        serving = spawn(home)
        time.sleep(self.chance.uniform(0.0, 2.0))
        sealing = sealing_of(serving)
        serving.kill()
        serving.wait(_SOON)
        if sealing is not None:
            wait_until_gone(sealing)


def prepare(home: Path) -> list[Sender]:
    """A contract that fills storage, and accounts that have it filled, each its own part."""
    node = start(make_home(home))
    try:
        nonce = node.web3.eth.get_transaction_count(node.operator.address)
        slots = Slots(node.operator, node.deployment["chain_id"], nonce)
        node.sealed(slots.creation())
        return [_sender(slots, node.admit(), part << 32) for part in range(SENDERS)]
    finally:
        node.kill()


def _sender(slots: Slots, account: LocalAccount, part: int) -> Sender:
    return Sender(lambda nonce: slots.fill(account, nonce, part + EACH_FILLS * nonce, EACH_FILLS))


def sealed_transactions(node: RunningNode) -> list[tuple[bytes, int]]:
    """Each transaction of the chain in its order, and whether it succeeded."""
    heights = range(1, node.web3.eth.block_number + 1)
    receipts = [each for n in heights for each in node.web3.eth.get_block_receipts(n)]
    return [(bytes(each["transactionHash"]), each["status"]) for each in receipts]


def wait_until_all_is_sealed(node: RunningNode) -> None:
    deadline = time.monotonic() + 60
    while node.rpc("txpool_status")["result"] != {"pending": "0x0", "queued": "0x0"}:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """A home whose node was killed over and over, started each time as if nothing had happened."""
    home = tmp_path_factory.mktemp("killed") / "home"
    senders = prepare(home)
    killer = Killer(random.Random(33012015))  # noqa: S311 - moments, not secrets
    for number in range(UNDER_LOAD):
        node = start(home)
        with sending(senders, node.url, pause=0.1):
            killer.wait(node)
            killer.strike(node.process, sealing_pid(node.process))
        if number % (UNDER_LOAD // WHILE_OPENING) == 0:
            killer.strike_while_opening(home)
    node = start(home)
    try:
        wait_until_all_is_sealed(node)
        check_chain(node.web3)
        return Killed(home, senders, killer, sealed_transactions(node), _tip(node))
    finally:
        assert node.stop() == 0


def _tip(node: RunningNode) -> Tip:
    head = node.web3.eth.get_block("latest")
    return Tip(head["number"], hexed(head["hash"]), node.deployment["genesis_hash"])


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_sealed_twice(
    killed: Killed, record_property: Callable[[str, object], None]
) -> None:
    sealed = dict(killed.sealed)
    assert len(sealed) == len(killed.sealed)
    assert set(sealed.values()) == {1}
    for sender in killed.senders:
        assert len(set(sender.acknowledged)) == sender.nonce > UNDER_LOAD
        assert set(sender.acknowledged) <= set(sealed)
    assert sum(killed.killer.counts.values()) == UNDER_LOAD + WHILE_OPENING
    assert killed.tip.number > UNDER_LOAD
    assert min(killed.killer.counts.values()) >= WHILE_OPENING
    record_property("kills", dict(killed.killer.counts))
    record_property("blocks", killed.tip.number)
    record_property("transactions", len(sealed))
    record_property("sent again and known", sum(each.repeated for each in killed.senders))


def test_the_store_is_whole_and_the_chain_is_executed_elsewhere(
    killed: Killed, tmp_path: Path
) -> None:
    assert check(killed.home).damages == []
    chain = io.BytesIO()
    assert export_chain(killed.home, chain) == killed.tip.number
    chain.seek(0)
    genesis = Home(killed.home).genesis.read_bytes()
    ahead = StandingClock(time.time() + 2 * killed.tip.number)  # as the sealer's clock may be
    assert import_chain(tmp_path / "other", genesis, chain, clock=ahead) == killed.tip.number


def test_ethereumjs_executes_the_chain_to_the_same_head(killed: Killed, tmp_path: Path) -> None:
    with (tmp_path / "chain.rlp").open("wb") as file:
        export_chain(killed.home, file)
    paths = (str(Home(killed.home).genesis), str(tmp_path / "chain.rlp"))
    said = run("node", "reexecute.mjs", *paths, seconds=600).stdout
    assert json.loads(said) == {
        "number": killed.tip.number,
        "hash": killed.tip.hash,
        "genesis": killed.tip.genesis_hash,
        "transactions": len(killed.sealed),
    }
