"""What a transaction did inside, as a node tells it; and what is made of a strange answer."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from ledger.chain.rpc import Rpc, RpcError
from ledger.chain.slots import Slots
from ledger.chain.tracing import MOST_CHANGES, MOST_DEPTH, MOST_FRAMES, trace_of
from ledger.errors import NotFound, Unavailable
from ledger.types import TxHash
from tests.support.node import Role

if TYPE_CHECKING:
    from ledger.chain import Chain
    from ledger.chain.tracing import Frame
    from tests.support.chain import Ledger

_HASH = TxHash("0x" + "ab" * 32)
_A, _B = "0x" + "0a" * 20, "0x" + "0b" * 20
_FRAME: dict[str, Any] = {"type": "CALL", "from": _A, "to": _B, "input": "0x", "gasUsed": "0x5"}
_NOTHING: dict[str, Any] = {"pre": {}, "post": {}}


class Scripted(Rpc):
    """A node that answers traces as it is told to, or refuses them."""

    def __init__(
        self, calls: Any = None, states: Any = None, error: RpcError | None = None
    ) -> None:
        super().__init__("http://127.0.0.1:9")
        self.answers = {"callTracer": calls, "prestateTracer": states}
        self.error = error

    def call(self, method: str, *params: Any, **more: Any) -> Any:
        assert method == "debug_traceTransaction"
        if self.error is not None:
            raise more["refused"](self.error)
        return self.answers[params[1]["tracer"]]


def _of(ledger: Ledger, calls: Any, states: Any = None) -> Chain:
    return dataclasses.replace(ledger.chain, rpc=Scripted(calls, states or _NOTHING))


def _count(frame: Frame) -> int:
    return 1 + sum(_count(each) for each in frame.frames)


def test_a_real_transaction_shows_its_calls_and_the_slots_that_it_changed(ledger: Ledger) -> None:
    account = ledger.node.admit(Role.ISSUER)
    receipt = ledger.node.act(
        account, "asset_classes", "register_class", 1, b"\x01" * 32, [("grain", b"\x02" * 32)], ""
    )
    found = ledger.chain.transaction("0x" + receipt["transactionHash"].hex().removeprefix("0x"))
    trace = trace_of(ledger.chain, found.hash)
    assert trace.top.call == found.call
    asked = {(each.call.contract, each.kind) for each in trace.top.frames if each.call}
    assert ("participants", "STATICCALL") in asked
    assert trace.more_changes == 0
    (nonce,) = [each for each in trace.changes if each.field == "nonce"]
    assert (nonce.account, int(nonce.after) - int(nonce.before)) == (found.sender, 1)
    last = {
        Slots("asset_classes").name(int(each.slot, 16)): int(each.after, 16)
        for each in trace.changes
        if each.slot is not None
    }
    assert found.receipt is not None
    (event,) = [each for each in found.receipt.events if each.name == "ClassRegistered"]
    assert event.args["id"] in last.values()


def test_a_mapping_is_named_by_a_key_that_is_known_and_by_no_other() -> None:
    known, other = (1).to_bytes(32, "big"), (2).to_bytes(32, "big")
    from eth_utils.crypto import keccak  # noqa: PLC0415 - as Vyper lays it

    place = int.from_bytes(keccak((1).to_bytes(32, "big") + known), "big")
    assert Slots("depository", [known]).name(place) == "holdings.entries[…]"
    assert Slots("depository", [known]).name(place + 3) == "holdings.entries[…] +3"
    assert Slots("depository", [other, b"short"]).name(place) is None
    assert Slots("depository").name(2) == "holdings.last"
    assert Slots("nobody", [known]).name(2) is None


def test_a_node_without_traces_is_told_from_one_that_did_not_trace_this_time(
    ledger: Ledger,
) -> None:
    def refused(code: int, words: str) -> Chain:
        error = RpcError("debug_traceTransaction", code, words, None)
        return dataclasses.replace(ledger.chain, rpc=Scripted(error=error))

    with pytest.raises(NotFound) as unsupported:
        trace_of(refused(-32601, "the method does not exist"), _HASH)
    assert unsupported.value.code == "trace.unsupported"
    with pytest.raises(Unavailable) as busy:
        trace_of(refused(-32000, "too many traces at once" * 90), _HASH)
    assert busy.value.code == "trace.refused"
    assert len(str(busy.value.facts["reason"])) == 200


def test_a_tree_beyond_measure_is_cut_in_depth_in_breadth_and_in_changes(ledger: Ledger) -> None:
    wide = trace_of(_of(ledger, {**_FRAME, "calls": [_FRAME] * 1_000}), _HASH).top
    assert _count(wide) == MOST_FRAMES
    assert wide.left_out == 1_000 - (MOST_FRAMES - 1)
    nested: dict[str, Any] = dict(_FRAME)
    for _ in range(200):
        nested = {**_FRAME, "calls": [nested]}
    deep = trace_of(_of(ledger, nested), _HASH).top
    assert _count(deep) == MOST_DEPTH
    after = {_A: {"storage": {hex(slot): "0x1" for slot in range(MOST_CHANGES + 7)}}}
    trace = trace_of(_of(ledger, _FRAME, {"pre": {_A: {}}, "post": after}), _HASH)
    assert (len(trace.changes), trace.more_changes) == (MOST_CHANGES, 7)


def test_fields_that_went_and_fields_that_came_are_changes(ledger: Ledger) -> None:
    states = {
        "pre": {_A: {"balance": "0x5", "nonce": 3, "code": "0x6001"}},
        "post": {_B: {"balance": "0x5", "nonce": 1}},
    }
    changes = trace_of(_of(ledger, _FRAME, states), _HASH).changes
    told = [(each.account.lower(), each.field, each.before, each.after) for each in changes]
    assert told == [
        (_A, "nonce", "3", "0"),
        (_A, "balance", "5", "0"),
        (_A, "code", "2", "0"),
        (_B, "nonce", "0", "1"),
        (_B, "balance", "0", "5"),
    ]


@pytest.mark.parametrize(
    ("calls", "states"),
    [
        (None, _NOTHING),
        ([], _NOTHING),
        ({**_FRAME, "from": "nobody"}, _NOTHING),
        ({**_FRAME, "input": "0xz"}, _NOTHING),
        ({**_FRAME, "gasUsed": None}, _NOTHING),
        ({**_FRAME, "calls": 7}, _NOTHING),
        (_FRAME, {"pre": {}}),
        (_FRAME, {"pre": {}, "post": {_A: {"storage": {"0x1": "0x" + "f" * 900}}}}),
        (_FRAME, {"pre": {}, "post": {"nobody": {"nonce": 1}}}),
    ],
)
def test_an_answer_of_another_shape_is_a_node_that_fails(
    ledger: Ledger, calls: Any, states: Any
) -> None:
    with pytest.raises(Unavailable) as malformed:
        trace_of(_of(ledger, calls, states), _HASH)
    assert malformed.value.code == "chain.malformed"
