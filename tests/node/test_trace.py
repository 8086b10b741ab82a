"""debug_trace*: our own machine tells what a transaction has done, in geth's shapes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from eth_keys.datatypes import PrivateKey

from node.primitives import address_of, as_checksummed, contract_address
from node.rpc.backend import Backend
from node.rpc.debug_traces import methods
from node.rpc.debug_turns import Turns
from node.rpc.errors import INVALID_PARAMS, LIMIT, SERVER, RpcError
from node.rpc.eth.calls_request import CallLimits
from tests.node.world import (
    AUTHORITY,
    BEGINNING,
    OPERATOR,
    SEALER,
    account,
    call_data,
)

if TYPE_CHECKING:
    from tests.node.world import World

ISSUER, ATTESTOR, STRANGER = (PrivateKey(bytes([n]) * 32) for n in (0x21, 0x22, 0x23))
ISSUER_ROLE, ATTESTOR_ROLE = 8, 4
CALLS = {"tracer": "callTracer", "tracerConfig": {"withLog": True}}
BEFORE = {"tracer": "prestateTracer"}
CHANGES = {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}}
ACCEPT = bytes.fromhex("f23a6e61")
# Returns the selector of onERC1155Received: PUSH4, PUSH1 e0, SHL, MSTORE at 0, RETURN 32 bytes.
RECEIVER = bytes.fromhex("63f23a6e6160e01b60005260206000f3")
COPY = "0x" + "00" * 19 + "04"  # the precompile with which Vyper copies memory
DIES = bytes.fromhex("33ff")  # CALLER, SELFDESTRUCT


def trace(world: World, method: str, *parameters: Any, **limits: Any) -> Any:
    backend = Backend(world.chain, world.pool, world.admission)
    return methods(Turns(backend, CallLimits(**limits)))[method].call(list(parameters))


def sealed(world: World, raw: bytes) -> str:
    """Seal a transaction in a block of its own and return its hash."""
    sent = world.admission.admit(raw)
    world.seal()
    return "0x" + sent.hex()


def deploy(world: World, runtime: bytes) -> tuple[str, str]:
    """Have the operator deploy code: the transaction's hash and the address."""
    place = contract_address(address_of(OPERATOR), world.nonce(OPERATOR))
    # PUSH1 length, DUP1, PUSH1 11, PUSH1 0, CODECOPY, PUSH1 0, RETURN
    initial = bytes([0x60, len(runtime), 0x80, 0x60, 11, 0x60, 0, 0x39, 0x60, 0, 0xF3]) + runtime
    raw = world.transaction(OPERATOR, to=None, data="0x" + initial.hex(), gas=500_000)
    return sealed(world, raw), as_checksummed(place)


def moved_to_contract(world: World) -> tuple[str, str]:
    """Tokens moved to a contract that takes them: the transaction's hash, the contract."""
    _, receiver = deploy(world, RECEIVER)
    world.admit(ISSUER, ISSUER_ROLE)
    world.admit(ATTESTOR, ATTESTOR_ROLE)
    world.decree("participants", "admit", receiver, 0, b"\x01" * 32)
    digest, until = b"\x22" * 32, BEGINNING + 10**6
    rights = [("delivery", digest)]
    world.act(ISSUER, "asset_classes", "register_class", 1, digest, rights, "ipfs://rights")
    world.decree("asset_classes", "attest_system", 3, digest)
    world.seal()
    world.act(ISSUER, "asset_classes", "grant_access", 1, 5)
    world.act(ATTESTOR, "digital_assets", "attest_backing", 1, 100, until, digest)
    world.seal()
    mine = account(ISSUER).address
    world.act(ISSUER, "digital_assets", "issue", 1, mine, 100)
    world.seal()
    move = (mine, receiver, 1, 40, b"")
    data = call_data("digital_assets", "safeTransferFrom", *move)
    raw = world.transaction(ISSUER, to=world.address("digital_assets"), data=data)
    return sealed(world, raw), receiver


def test_a_refused_transaction_says_why(world: World) -> None:
    world.admit(STRANGER)
    data = call_data("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
    refused = sealed(world, world.transaction(STRANGER, data=data))
    frame = trace(world, "debug_traceTransaction", refused, CALLS)
    assert frame["error"] == "execution reverted"
    assert frame["revertReason"] == "participants: not the authority"
    assert frame["output"].startswith("0x08c379a0")
    assert frame["from"] == account(STRANGER).address.lower()
    assert frame["input"] == data
    assert frame["gas"] == hex(1_000_000)
    assert (frame["type"], frame["value"]) == ("CALL", "0x0")
    assert "logs" not in frame
    receipt = world.chain.records.receipts(world.chain.head.header.hash)[0]
    assert int(frame["gasUsed"], 16) == receipt.gas_used


def test_calls_of_a_receiver_s_hook_are_nested(world: World) -> None:
    sent, receiver = moved_to_contract(world)
    frame = trace(world, "debug_traceTransaction", sent, CALLS)
    assert "error" not in frame
    kinds = [(call["type"], call["to"]) for call in frame["calls"] if call["to"] != COPY]
    (log,) = frame["logs"]
    assert log["address"] == frame["to"]
    later = [call["to"] for call in frame["calls"][int(log["position"], 16) :]]
    assert [to for to in later if to != COPY] == [receiver.lower()]  # the hook comes after the log
    asked = [("STATICCALL", world.address(n).lower()) for n in ("participants", "asset_classes")]
    people, classes = asked
    rules = [people, people, classes]  # both are active, the class may circulate
    rules += [people, classes] * 2 + [people]  # both have access, as much is free
    assert kinds == [*rules, ("CALL", receiver.lower())]
    hook = frame["calls"][-1]
    assert hook["from"] == frame["to"] == world.address("digital_assets").lower()
    assert hook["input"].startswith("0x" + ACCEPT.hex())
    assert hook["output"] == "0x" + ACCEPT.hex() + "00" * 28
    assert hook["value"] == "0x0"
    assert "value" not in frame["calls"][0]
    only = {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}}
    top = trace(world, "debug_traceTransaction", sent, only)
    assert top == {key: frame[key] for key in frame if key not in ("calls", "logs")}


def test_a_creation_is_told_with_its_code(world: World) -> None:
    sent, address = deploy(world, RECEIVER)
    address = address.lower()
    frame = trace(world, "debug_traceTransaction", sent, CALLS)
    assert frame["type"] == "CREATE"
    assert frame["to"] == address
    assert frame["output"] == "0x" + RECEIVER.hex()
    assert frame["input"].endswith(RECEIVER.hex())
    assert address not in trace(world, "debug_traceTransaction", sent, BEFORE)
    changes = trace(world, "debug_traceTransaction", sent, CHANGES)
    assert changes["post"][address] == {"nonce": 1, "code": "0x" + RECEIVER.hex()}
    assert address not in changes["pre"]


def test_a_failed_creation_has_no_address(world: World) -> None:
    raw = world.transaction(OPERATOR, to=None, data="0xfe", gas=100_000)
    frame = trace(world, "debug_traceTransaction", sealed(world, raw), CALLS)
    assert frame["error"] == "invalid opcode: INVALID"
    assert "to" not in frame
    assert "output" not in frame
    assert frame["gasUsed"] == frame["gas"] == hex(100_000)


def test_a_self_destruction_is_a_frame(world: World) -> None:
    address = deploy(world, DIES)[1]
    sent = sealed(world, world.transaction(OPERATOR, to=address))
    frame = trace(world, "debug_traceTransaction", sent, CALLS)
    (death,) = frame["calls"]
    assert (death["type"], death["from"]) == ("SELFDESTRUCT", address.lower())
    assert death["to"] == account(OPERATOR).address.lower()
    assert death["gas"] == death["gasUsed"] == death["value"] == "0x0"
    changes = trace(world, "debug_traceTransaction", sent, CHANGES)
    assert changes["pre"][address.lower()] == {"balance": "0x0", "code": "0x33ff", "nonce": 1}
    assert address.lower() not in changes["post"]


def test_the_state_before_and_what_has_changed_are_told(world: World) -> None:
    new = "0x" + "12" * 20
    data = world.decree_data("participants", "admit", new, 0, b"\x01" * 32)
    sent = sealed(world, world.transaction(AUTHORITY, data=data))
    before = trace(world, "debug_traceTransaction", sent, BEFORE)
    authority, contract = account(AUTHORITY).address.lower(), world.address("participants").lower()
    sealer = account(SEALER).address.lower()
    copier = "0x" + "00" * 19 + "04"  # the precompiled contract by which memory is copied
    assert set(before) == {authority, contract, sealer, copier}
    assert before[authority] == {"balance": "0x0"}
    assert before[contract]["code"].startswith("0x60")
    changes = trace(world, "debug_traceTransaction", sent, CHANGES)
    assert changes["post"][authority] == {"nonce": 1}
    count = "0x" + (4).to_bytes(32, "big").hex()  # the slot of `count`, as `vyper -f layout` has it
    assert int(before[contract]["storage"][count], 16) == 2
    assert int(changes["pre"][contract]["storage"][count], 16) == 2
    assert int(changes["post"][contract]["storage"][count], 16) == 3
    untouched = set(before[contract]["storage"]) - set(changes["post"][contract]["storage"])
    assert untouched.isdisjoint(changes["pre"][contract]["storage"])
    assert sealer not in changes["pre"]


def test_each_step_is_told_with_its_cost(world: World) -> None:
    sent, _ = moved_to_contract(world)
    told = trace(world, "debug_traceTransaction", sent, {"enableMemory": True})
    steps = told["structLogs"]
    assert told["failed"] is False
    assert {step["depth"] for step in steps} == {1, 2}
    for step, following in itertools.pairwise(steps):
        if step["depth"] == following["depth"] == 1 and "CALL" not in step["op"]:
            assert step["gas"] - step["gasCost"] == following["gas"]
    assert {"SLOAD", "SSTORE"} == {step["op"] for step in steps if "storage" in step}
    assert all(len(word) == 64 for step in steps for word in step["memory"])
    short = trace(world, "debug_traceTransaction", sent, {"limit": 5, "disableStack": True})
    bare = [{key: each[key] for key in each if key not in ("stack", "memory")} for each in steps]
    assert short["structLogs"] == bare[:5]
    assert short["gas"] == told["gas"]


def test_a_step_that_fails_says_how(world: World) -> None:
    raw = world.transaction(OPERATOR, to=None, data="0x6001600156", gas=100_000)
    told = trace(world, "debug_traceTransaction", sealed(world, raw))
    assert told["failed"] is True
    assert [step["op"] for step in told["structLogs"]] == ["PUSH1", "PUSH1", "JUMP"]
    assert told["structLogs"][-1]["error"] == "invalid jump destination"
    assert told["structLogs"][-1]["stack"] == ["0x1", "0x1"]


def test_a_block_is_traced_transaction_by_transaction(world: World) -> None:
    """The second finds what the first has done."""
    first = world.decree("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
    second = world.decree("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
    block = world.seal()
    told = trace(world, "debug_traceBlockByNumber", hex(block.number), CALLS)
    assert [each["txHash"] for each in told] == ["0x" + first.hex(), "0x" + second.hex()]
    assert "error" not in told[0]["result"]
    assert told[1]["result"]["revertReason"] == "participants: account is known"
    assert trace(world, "debug_traceBlockByHash", "0x" + block.hash.hex(), CALLS) == told
    alone = trace(world, "debug_traceTransaction", "0x" + second.hex(), CALLS)
    assert alone == told[1]["result"]


def test_a_call_is_traced_and_changes_nothing(world: World) -> None:
    data = world.decree_data("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
    contract = world.address("participants")
    call = {"from": account(AUTHORITY).address, "to": contract, "data": data}
    frame = trace(world, "debug_traceCall", call, "latest", CALLS)
    assert len(frame["logs"]) == 2  # proposed and executed
    (admission,) = [each for each in frame["calls"] if each["type"] == "CALL"]
    assert len(admission["logs"]) == 1
    assert frame["gas"] == hex(50_000_000)
    changes = trace(world, "debug_traceCall", call, "latest", CHANGES)
    assert changes["post"][contract.lower()]["storage"]
    assert trace(world, "debug_traceCall", call, "latest", CHANGES) == changes
    assert trace(world, "debug_traceCall", call, "latest")["failed"] is False
    refused = trace(world, "debug_traceCall", {**call, "from": None}, "latest", CALLS)
    assert refused["revertReason"] == "participants: not the authority"
    genesis = trace(world, "debug_traceCall", call, "0x0", CALLS)
    assert "output" not in genesis  # there was no contract yet


@pytest.mark.parametrize(
    ("code", "said", "method", "parameters"),
    [
        (SERVER, "transaction not found", "debug_traceTransaction", ["0x" + "99" * 32]),
        (SERVER, "genesis is not traceable", "debug_traceBlockByNumber", ["0x0"]),
        (
            INVALID_PARAMS,
            "callTracer, prestateTracer",
            "debug_traceCall",
            [{}, "0x1", {"tracer": "x"}],
        ),
        (INVALID_PARAMS, "stateOverrides", "debug_traceCall", [{}, "0x1", {"stateOverrides": {}}]),
        (INVALID_PARAMS, "duration", "debug_traceCall", [{}, "0x1", {"timeout": "soon"}]),
        (SERVER, "insufficient funds", "debug_traceCall", [{"value": "0x1"}, "0x1", CALLS]),
    ],
)
def test_what_cannot_be_traced_is_refused(
    world: World, code: int, said: str, method: str, parameters: list[Any]
) -> None:
    with pytest.raises(RpcError) as caught:
        trace(world, method, *parameters)
    assert caught.value.code == code
    assert said in caught.value.message


def test_a_trace_that_grows_too_long_says_the_limit(world: World) -> None:
    call = {"data": "0x5b600056"}  # JUMPDEST, PUSH1 0, JUMP: for ever
    with pytest.raises(RpcError) as caught:
        trace(world, "debug_traceCall", call, "latest", kept=1_000)
    assert caught.value.code == LIMIT
    assert caught.value.data == {"code": "trace-too-long", "limit": 1_000}
