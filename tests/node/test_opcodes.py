"""Any code ends on our computation as it ends on py-evm's own: gas, output, stack, memory, logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth.constants import BLANK_ROOT_HASH, ZERO_HASH32
from eth.db.atomic import AtomicDB
from eth.exceptions import InvalidJumpDestination
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.london.computation import LondonComputation
from eth.vm.forks.london.state import LondonState
from eth.vm.message import Message
from eth.vm.transaction_context import BaseTransactionContext
from eth_typing import Address, BlockNumber
from hypothesis import example, given, settings
from hypothesis import strategies as st

from node.patches.computation import Computation
from node.patches.opcodes import common_opcodes

if TYPE_CHECKING:
    from eth.abc import ComputationAPI, StateAPI

_HERE = Address(b"\x11" * 20)
_SENDER = Address(b"\x22" * 20)
_PUSHES = range(0x60, 0x80)
_COMMON = sorted(common_opcodes())
_OTHER = (0x00, 0x04, 0x06, 0x0A, 0x0B, 0x12, 0x1A, 0x20, 0x30, 0x36, 0x37, 0x39, 0x53)
_MORE = (0x54, 0x55, 0x58, 0x59, 0x5A, 0xA0, 0xA1, 0xF1, 0xF3, 0xFA, 0xFD, 0xFE, 0x0C, 0x5C)

small = st.integers(0, 70).map(lambda number: bytes([0x60, number]))
words = st.binary(min_size=1, max_size=32).map(lambda word: bytes([0x5F + len(word)]) + word)
opcodes = st.sampled_from([*(each for each in _COMMON if each not in _PUSHES), *_OTHER, *_MORE])
programs = st.lists(
    st.one_of(small, small, words, opcodes.map(lambda op: bytes([op]))), max_size=40
)


class _Ours(LondonState):
    computation_class = Computation


def _run(state: StateAPI, code: bytes, data: bytes, gas: int) -> ComputationAPI:
    state.set_code(_HERE, code)
    message = Message(gas=gas, to=_HERE, sender=_SENDER, value=0, data=data, code=code)
    context = BaseTransactionContext(gas_price=0, origin=_SENDER)
    return state.computation_class.apply_message(state, message, context)


def _state(kind: type[LondonState]) -> StateAPI:
    context = ExecutionContext(
        coinbase=_SENDER,
        timestamp=1_800_000_000,
        block_number=BlockNumber(1),
        difficulty=2,
        mix_hash=ZERO_HASH32,
        gas_limit=30_000_000,
        prev_hashes=(),
        chain_id=1,
        base_fee_per_gas=0,
    )
    return kind(AtomicDB(), context, BLANK_ROOT_HASH)


def _end(computation: Any) -> dict[str, Any]:
    words = [
        each if isinstance(each, int) else int.from_bytes(each, "big")
        for each in computation._stack.values  # noqa: SLF001 - nothing public tells of it
    ]
    return {
        "failed": computation.is_error,
        "left": computation.get_gas_remaining(),
        "refund": 0 if computation.is_error else computation.get_gas_refund(),
        "output": bytes(computation.output),
        "logs": computation.get_log_entries(),
        "stack": None if computation.is_error else words,  # what is left of it means nothing
        "memory": bytes(computation._memory.read_bytes(0, len(computation._memory))),  # noqa: SLF001
    }


@settings(max_examples=400, deadline=None)
@given(programs, st.binary(max_size=70), st.sampled_from((0, 30, 300, 5_000, 200_000)))
@example([b"\x60\x03", b"\x56", b"\x5b", b"\x00"], b"", 100)  # a jump forward
@example([b"\x60\x01", b"\x56", b"\x5b"], b"", 100)  # a jump to what is no JUMPDEST
@example([b"\x60\x04", b"\x56", b"\x60\x5b", b"\x00"], b"", 100)  # into the operand of a PUSH
@example([b"\x7f\x01"], b"", 100)  # a PUSH that the end of the code cuts short
@example([b"\x5b", b"\x60\x00", b"\x56"], b"", 300)  # a loop until the gas is gone
@example([b"\x5b", b"\x58", b"\x60\x00", b"\x56"], b"", 200_000)  # a loop until the stack is full
@example([b"\x60\x20", b"\x60\x00", b"\x52", b"\x60\x02", b"\x60\x1f", b"\x53"], b"", 300)
@example([b"\x7f" + b"\xff" * 32, b"\x51"], b"", 200_000)  # memory that nobody can pay
@example([b"\x7f" + b"\xff" * 32, b"\x35"], b"\x01", 300)  # data far behind its end
def test_code_ends_as_on_py_evm(parts: list[bytes], data: bytes, gas: int) -> None:
    code = b"".join(parts)
    ours, stock = (_run(_state(each), code, data, gas) for each in (_Ours, LondonState))
    assert _end(ours) == _end(stock)
    if not stock.is_error:
        assert ours.state.state_root == stock.state.state_root
    elif "Jump resulted" in str(stock.error):  # into an operand; geth has one name for both
        assert type(ours.error) is InvalidJumpDestination
    else:
        assert type(ours.error) is type(stock.error)


def test_every_common_opcode_has_the_name_and_place_it_has_in_py_evm() -> None:
    for opcode, ours in common_opcodes().items():
        assert ours.mnemonic == LondonComputation.opcodes[opcode].mnemonic  # type: ignore[attr-defined]  # given to it


def test_an_opcode_that_does_not_exist_ends_the_call() -> None:
    computation = _run(_state(_Ours), b"\x0c", b"", 100)
    assert computation.is_error
    assert "0xc" in str(computation.error)
    with pytest.raises(KeyError):
        _ = common_opcodes()[0x0C]
