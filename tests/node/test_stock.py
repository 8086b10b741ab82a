"""The node's blocks are those of stock py-evm, whatever the node does faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.reference.inside import ready_world, seal_ours, stock_chain
from benchmarks.reference.workload import Workload
from node.evm import Call, run_call
from node.initialise import DEFAULT_CHAIN_ID
from tests.node.stock import StockState
from tests.node.world import AUTHORITY, OPERATOR, SEALER, World, account

if TYPE_CHECKING:
    from node.blocks import Block

# Each is run as code that makes a contract: what an initcode may do is all that a contract may.
PROGRAMS = {
    "set, clear and set again": "6001600055600060005560026000556003600155",
    "set and revert": "600160005560006000fd",
    "run out of gas": "5b600056",
    "invalid opcode": "6001600055fe",
    "create a contract that destroys itself": "6933ff60005260026000f360005260006000600a6016600af0",
    "destroy itself": "600160005533ff",
    "create twice at one address": "6001600060006000f56001600060006000f5",
    "call a fresh address with nothing": "6000600060006000600061ccdd61fffff1",
    "log four topics": "60016002600360046020600060a4",
    "refund for a cleared slot": "600160005560016001556000600055600060015560006002556001600255",
    "read context": "4160005542600155436002554460035545600455"
    "466005554860065560014303406007553a600855",
    "precompiles": "60ff60005260206020602060006002620fffff"
    "fa"
    "60206040602060006003620ffffffa"
    "60206060602060006004620ffffffa"
    "602051600055",
}


def record(world: World) -> list[Block]:
    """A chain with every kind of thing in it; the blocks from 1 on."""
    workload = Workload(account(OPERATOR), DEFAULT_CHAIN_ID, world.nonce(OPERATOR))
    world.admission.admit(workload.creation())
    for raw in workload.calls(0, 25):
        world.admission.admit(raw)
    world.seal()
    for program in PROGRAMS.values():
        raw = world.transaction(OPERATOR, to=None, data="0x" + program)
        world.admission.admit(raw)
    world.seal()
    nobody = "0x" + "99" * 20
    world.admission.admit(world.transaction(AUTHORITY, to=nobody, gas=21_000))
    world.decree("participants", "suspend", account(SEALER).address)
    world.decree("participants", "set_roles", account(OPERATOR).address, 6)
    listed = [{"address": nobody, "storageKeys": ["0x" + "00" * 32]}]
    world.admission.admit(world.transaction(AUTHORITY, to=nobody, accessList=listed))
    world.seal()
    records = world.chain.records
    head = world.chain.head.header.block_number
    return [records.block(records.header_at(number)) for number in range(1, head + 1)]


def test_every_block_is_what_stock_py_evm_makes_of_it(world: World) -> None:
    """State root, receipts root, bloom and gas are stock's own; so the hash is the block's."""
    blocks = record(world)
    stock = StockState.at_genesis(world.chain.records.header_at(0))
    for block in blocks:
        assert stock.header_of(block).hash == block.hash


def test_the_recorded_workload_holds_successes_and_failures(world: World) -> None:
    statuses = [world.statuses(block) for block in record(world)]
    assert {0, 1} == {each for block in statuses for each in block}


def test_a_call_leaves_no_trace_in_what_is_read_next(world: World) -> None:
    """Also when it makes, breaks and destroys."""
    record(world)
    header = world.chain.head.header
    sender = account(OPERATOR)
    with world.chain.reading(header) as state:
        for program in PROGRAMS.values():
            call = Call(
                sender=bytes.fromhex(sender.address[2:]),  # type: ignore[arg-type]  # twenty bytes
                to=b"",  # type: ignore[arg-type]  # makes a contract
                data=bytes.fromhex(program),
                gas=1_000_000,
            )
            first, second = run_call(state, call), run_call(state, call)
            assert (first.output, first.gas_used) == (second.output, second.gas_used)
        assert state.make_state_root() == header.state_root


def test_the_reference_workload_gives_the_same_state_root(world: World) -> None:
    workload = ready_world(world)
    stock = stock_chain(world)
    for block in range(3):
        raws = workload.calls(block * 20, 20)
        for raw in raws:
            world.admission.admit(raw)
        assert seal_ours(world, raws) == stock.mine(raws)
