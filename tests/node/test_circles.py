"""What a request or a block has used is let go at once, not when Python looks for garbage."""

from __future__ import annotations

import contextlib
import gc
from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from node.rpc.backend import Backend
from node.rpc.methods import all_methods
from node.rpc.prompt import prompt
from node.rpc.protocol import Protocol
from tests.node.world import OPERATOR, call_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.node.world import World

# Calls the precompile of pairings twice with one byte, which is none; then reverts.
NESTED = "0x" + "60006000600160006000600862fffffff1" * 2 + "60006000fd"
FAILING: dict[str, tuple[str, list[Any]]] = {
    "a revert": ("eth_call", [{"to": "participants", "data": "0xffffffff"}, "latest"]),
    "calls in a call": ("eth_call", [{"data": NESTED}, "latest"]),
    "an invalid opcode": ("eth_call", [{"data": "0xfe"}, "latest"]),
    "an empty stack": ("eth_call", [{"data": "0x50"}, "latest"]),
    "no gas left": ("eth_call", [{"data": "0x5b600056", "gas": "0x186a0"}, "latest"]),
    "an estimate": ("eth_estimateGas", [{"to": "participants", "data": "0xffffffff"}]),
    "a transaction": ("eth_sendRawTransaction", ["0x02"]),
    "parameters": ("eth_getBalance", ["0x1"]),
    "no method": ("eth_nothing", []),
}


@pytest.fixture(scope="module", autouse=True)
def set_aside() -> Iterator[None]:
    """What whole earlier tests have made is not looked at again and again: it is not ours."""
    while gc.collect():
        pass
    gc.freeze()
    yield
    gc.unfreeze()


@contextlib.contextmanager
def circles() -> Iterator[Counter[str]]:
    """Count, by type, what only a look for garbage would free."""
    found: Counter[str] = Counter()
    while gc.collect():
        pass  # what an earlier test left may let go of more
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.garbage.clear()
    try:
        yield found
        gc.collect()
        found.update(type(each).__name__ for each in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def body(world: World, method: str, parameters: list[Any]) -> bytes:
    named = [
        {**each, "to": world.address(each["to"])}
        if isinstance(each, dict) and "to" in each
        else each
        for each in parameters
    ]
    return orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": named})


@pytest.mark.parametrize("case", FAILING)
@pytest.mark.parametrize("promptly", [True, False])
def test_a_request_that_fails_leaves_nothing_behind(
    world: World, case: str, promptly: bool
) -> None:
    backend = Backend(world.chain, world.pool, world.admission)
    methods = all_methods(backend)
    protocol = Protocol(methods, prompt=prompt(backend, methods))
    request = body(world, *FAILING[case])
    answer = protocol.answer_promptly if promptly else protocol.answer
    answer(request)
    with circles() as found:
        told = answer(request)
    assert found == {}
    assert told is None or b'"error"' in (told if isinstance(told, bytes) else told[0])


def test_a_block_with_transactions_that_fail_leaves_nothing_behind(world: World) -> None:
    known = call_data("participants", "count")
    for data in ("0xffffffff", known, "0xffffffff"):
        world.admission.admit(world.transaction(OPERATOR, data=data))
    world.seal()
    for data in ("0xffffffff", known, "0xffffffff"):
        world.admission.admit(world.transaction(OPERATOR, data=data))
    world.admission.admit(world.transaction(OPERATOR, to=None, data=NESTED, gas=2_000_000))
    with circles() as found:
        block = world.seal()
        statuses = world.statuses(block)
        del block
    assert statuses == [0, 1, 0, 0]
    assert found == {}


def test_a_circle_is_found(world: World) -> None:
    with circles() as found:
        ring: list[Any] = []
        ring.append(ring)
        del ring
    assert found == {"list": 1}
