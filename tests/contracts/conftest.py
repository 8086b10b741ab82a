"""The contracts on one bench for the whole session; each test finds them as first deployed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from contracts.build import build
from tests.contracts.assets import attest, issue, open_class
from tests.contracts.deciding import THREE
from tests.contracts.world import AUTHORITY, World, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.contracts.evm import Contract


@pytest.fixture(scope="session")
def founded() -> World:
    """The contracts as first deployed; use `world`."""
    return found()


@pytest.fixture
def world(founded: World) -> Iterator[World]:
    """The contracts as first deployed; what the test does to them is undone."""
    snapshot = founded.evm.snapshot()
    yield founded
    founded.evm.revert(snapshot)


@pytest.fixture
def three(world: World) -> World:
    """Three authorities, two of whom must agree."""
    for who in THREE[1:]:
        world.admit(who, AUTHORITY)
    world.decree("participants", "set_quorum", 2)
    return world


@pytest.fixture
def assets(world: World) -> World:
    """A class backed by twenty, of which the holder has ten."""
    open_class(world)
    attest(world, 20)
    issue(world, 10)
    return world


@pytest.fixture(scope="session")
def receiver_code() -> Callable[[str], dict[str, Any]]:
    """Compiles a contract of `receivers/`, once."""
    compiled: dict[str, dict[str, Any]] = {}

    def code(name: str) -> dict[str, Any]:
        if name not in compiled:
            source = Path(__file__).parent / "receivers" / f"{name}.vy"
            compiled[name] = json.loads(build(name, {f"{name}.vy": source.read_text("utf-8")}))
        return compiled[name]

    return code


@pytest.fixture
def receiver(
    world: World, receiver_code: Callable[[str], dict[str, Any]]
) -> Callable[..., Contract]:
    """Deploys a contract of `receivers/` and, if not told otherwise, admits it without a role."""

    def deploy(name: str, *, admitted: bool = True) -> Contract:
        code = receiver_code(name)
        contract = world.evm.deploy(code["abi"], bytes.fromhex(code["bytecode"][2:]))
        if admitted:
            world.admit_account(contract.address)
        return contract

    return deploy
