"""What holds in every contract: who is suspended acts no more; a decision leaves its basis."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from eth_utils.abi import function_abi_to_4byte_selector

from contracts.loader import CONTRACTS
from tests.contracts.evm import Evm, RefusedError, account, events_of
from tests.contracts.world import BASIS, World, found

if TYPE_CHECKING:
    from eth.abc import ComputationAPI

    from tests.contracts.evm import Contract


class Watchful(Evm):
    """A bench on which each act is first tried by its sender while suspended, and taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None
        self.tried: set[str] = set()
        self.unbarred: set[str] = set()
        self.decided = 0
        self.baseless: list[bytes] = []

    def send(self, contract: Contract, sender: str, data: bytes, value: int = 0) -> ComputationAPI:
        """Send, having tried the same as a suspended sender."""
        if self.world is not None:
            self._try_suspended(self.world, contract, sender, data)
        done = super().send(contract, sender, data, value)
        if self.world is not None:
            self._look_for_basis(self.world, done)
        return done

    def _try_suspended(self, world: World, contract: Contract, sender: str, data: bytes) -> None:
        act = _act(world, contract, data)
        participants = world.participants.contract
        if act is None or contract == participants or sender == account("authority"):
            return
        self.tried.add(act)
        snapshot = self.snapshot()
        suspension = participants.data("suspend", sender)
        asked = (participants.address, suspension, BASIS)
        super().send(participants, account("authority"), participants.data("propose", *asked))
        try:
            super().send(contract, sender, data)
        except RefusedError:
            pass
        else:
            self.unbarred.add(act)
        self.revert(snapshot)

    def _look_for_basis(self, world: World, done: ComputationAPI) -> None:
        executed = [e for e in events_of(world.participants.contract, done) if e.name == "Executed"]
        for each in executed:
            self.decided += 1
            (target,) = (
                world.side(name).contract
                for name in CONTRACTS
                if world.side(name).contract.address == each.args["target"]
            )
            left = [e for e in events_of(target, done) if e.name not in {"Proposed", "Executed"}]
            if not any(e.args.get("basis") == each.args["basis"] for e in left):
                self.baseless.append(bytes(done.msg.data))


def _act(world: World, contract: Contract, data: bytes) -> str | None:
    """The name of an act of one of our contracts; None for a view or another contract."""
    for name in CONTRACTS:
        if world.side(name).contract == contract:
            for entry in contract.abi:
                act = entry["type"] == "function" and entry["stateMutability"] == "nonpayable"
                if act and data[:4] == function_abi_to_4byte_selector(entry):  # type: ignore[arg-type] # an ABI read from JSON
                    return f"{name}.{entry['name']}"
    return None


@pytest.fixture(scope="module")
def watched() -> Watchful:
    """The scenarios of all contracts, each played on contracts of its own, and watched."""
    all_ = Watchful()
    for name in CONTRACTS:
        bench = Watchful()
        world = found(bench)
        bench.world = world
        import_module(f"tests.contracts.scenarios.{name}").play(world)
        all_.tried |= bench.tried
        all_.unbarred |= bench.unbarred
        all_.decided += bench.decided
        all_.baseless += bench.baseless
    return all_


def test_a_suspended_participant_can_do_nothing(watched: Watchful) -> None:
    assert len(watched.tried) > 12
    assert watched.unbarred == set()


def test_every_decision_leaves_its_basis_in_an_event(watched: Watchful) -> None:
    assert watched.decided > 10
    assert watched.baseless == []
