"""Calls and traces end in time, and the node says which limit they have met."""

from __future__ import annotations

import resource
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from node.rpc import debug_traces
from node.rpc.backend import Backend
from node.rpc.debug_turns import Turns
from node.rpc.errors import SERVER, RpcError
from node.rpc.eth import calls
from node.rpc.eth.calls_request import CallLimits
from node.rpc.limits import Limits
from node.rpc.methods import all_methods
from tests.node.world import call_data

if TYPE_CHECKING:
    from tests.node.world import World

LOOP = "0x5b600056"  # JUMPDEST, PUSH1 0, JUMP
# CALL of a precompile: output, input (size, place), value, address, gas.
PAIRINGS = "0x60006000614b006000600060086300fffffff1"  # a hundred
ROUNDS = "0x630040000060e01b6000526000600060d56000600060096302000000f1"  # 2**22 of BLAKE2


def ask(world: World, method: str, *parameters: Any, **limits: Any) -> Any:
    backend = Backend(world.chain, world.pool, world.admission)
    given = CallLimits(**limits)
    table = {**calls.methods(backend, given), **debug_traces.methods(Turns(backend, given))}
    return table[method].call(list(parameters))


@pytest.mark.parametrize("data", [LOOP, PAIRINGS, ROUNDS])
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("eth_call", []),
        ("eth_estimateGas", []),
        ("debug_traceCall", ["latest", {"tracer": "callTracer"}]),
        ("debug_traceCall", ["latest", {"tracer": "prestateTracer"}]),
    ],
)
def test_what_takes_too_long_is_broken_off(
    world: World, method: str, parameters: list[Any], data: str
) -> None:
    began = time.monotonic()
    with pytest.raises(RpcError) as caught:
        ask(world, method, {"data": data}, *parameters, seconds=0.2)
    assert time.monotonic() - began < 1.0
    assert caught.value.code == SERVER
    assert caught.value.message == "execution aborted (timeout = 0.2s)"
    assert caught.value.data == {"code": "call-time-limit", "limit": 0.2}


def test_after_a_call_was_broken_off_the_state_is_as_before(world: World) -> None:
    count = {"to": world.address("participants"), "data": call_data("participants", "count")}
    before = ask(world, "eth_call", count)
    with pytest.raises(RpcError):
        ask(world, "eth_call", {"data": LOOP}, seconds=0.1)
    assert ask(world, "eth_call", count) == before
    world.decree("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
    world.seal()
    assert int(ask(world, "eth_call", count), 16) == int(before, 16) + 1


def test_code_without_jumps_ends_too(world: World) -> None:
    """Pushes and pops, 800,000 of them: there is no JUMPDEST to look at the clock at."""
    with pytest.raises(RpcError) as caught:
        ask(world, "eth_call", {"data": "0x" + "600050" * 400_000}, seconds=0.1)
    assert caught.value.data == {"code": "call-time-limit", "limit": 0.1}


def test_gas_above_the_limit_is_cut_to_it(world: World) -> None:
    gas = "0x5a60005260206000f3"  # GAS, MSTORE at 0, RETURN 32 bytes
    left = int(ask(world, "eth_call", {"data": gas, "gas": hex(10**12)}), 16)
    assert 49_900_000 < left < 50_000_000
    assert int(ask(world, "eth_call", {"data": gas}, gas=100_000), 16) < 100_000 - 53_000
    with pytest.raises(RpcError) as caught:
        ask(world, "eth_call", {"data": LOOP}, gas=100_000)
    assert caught.value.message == "out of gas"


def test_no_more_gas_is_estimated_than_a_transaction_may_ask_for(world: World) -> None:
    empty = {"data": "0x5b00"}
    enough = int(ask(world, "eth_estimateGas", empty), 16)
    assert int(ask(world, "eth_estimateGas", empty, transaction_gas=enough), 16) == enough
    little = enough * 9 // 10
    with pytest.raises(RpcError):
        ask(world, "eth_estimateGas", empty, transaction_gas=little)
    backend = Backend(world.chain, world.pool, world.admission)
    table = all_methods(backend, Limits(transaction_gas=little))
    with pytest.raises(RpcError):
        table["eth_estimateGas"].call([empty])


def test_a_trace_waits_for_its_turn_and_no_longer_than_it_may_take(world: World) -> None:
    backend = Backend(world.chain, world.pool, world.admission)
    table = debug_traces.methods(Turns(backend, CallLimits(seconds=0.3)))
    trace = table["debug_traceCall"]
    failures: list[RpcError] = []

    def endless() -> None:
        try:
            trace.call([{"data": LOOP}, "latest", {"tracer": "callTracer"}])
        except RpcError as error:
            failures.append(error)

    threads = [threading.Thread(target=endless) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    messages = sorted(error.message for error in failures)
    assert len(messages) == 3
    assert "execution aborted (timeout = 0.3s)" in messages
    assert "too many traces at once" in messages


def test_a_loop_of_large_calls_does_not_fill_the_memory(world: World) -> None:
    """Each call passes a mebibyte to an account without code, for the price of a few opcodes."""
    loop = "0x5b6000600062100000600060995afa50600056"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RpcError) as caught:
        ask(world, "eth_call", {"data": loop}, seconds=0.5)
    assert caught.value.data == {"code": "call-time-limit", "limit": 0.5}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    with pytest.raises(RpcError) as caught:
        ask(world, "debug_traceCall", {"data": loop}, "latest", {"tracer": "callTracer"})
    assert caught.value.data == {"code": "trace-too-long", "limit": 2_000_000}


def test_the_limits_of_a_node_hold_for_its_whole_table(world: World) -> None:
    backend = Backend(world.chain, world.pool, world.admission)
    table = all_methods(backend, Limits(call_seconds=0.1, call_gas=60_000_000))
    for method in ("eth_call", "eth_estimateGas", "debug_traceCall"):
        with pytest.raises(RpcError) as caught:
            table[method].call([{"data": LOOP}, "latest"])
        assert caught.value.data in (
            {"code": "call-time-limit", "limit": 0.1},
            {"code": "trace-too-long", "limit": 2_000_000},
        )
    gas = "0x5a60005260206000f3"
    assert int(table["eth_call"].call([{"data": gas}]), 16) > 59_000_000
