"""Filters: what is new since a client last asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_utils.abi import event_abi_to_log_topic

from contracts.loader import load
from node.rpc.arrivals import Arrivals
from node.rpc.backend import Backend
from node.rpc.errors import INVALID_PARAMS, LIMIT, SERVER, RpcError
from node.rpc.filters import methods
from node.rpc.limits import Limits

if TYPE_CHECKING:
    from tests.node.world import World

ADMITTED = next(
    "0x" + event_abi_to_log_topic(entry).hex()  # type: ignore[arg-type] # an ABI read from JSON
    for entry in load("participants").abi
    if entry["type"] == "event" and entry["name"] == "Admitted"
)


class Asking:
    """The methods of filters on a chain that moves when a test says so."""

    def __init__(self, world: World, limits: Limits | None = None) -> None:
        self.now = 0.0
        backend = Backend(world.chain, world.pool, world.admission)
        self._methods = methods(backend, limits, lambda: self.now)

    def __call__(self, method: str, *given: Any) -> Any:
        return self._methods[f"eth_{method}"].call(list(given))

    def fails(self, method: str, *given: Any) -> RpcError:
        with pytest.raises(RpcError) as caught:
            self(method, *given)
        return caught.value


@pytest.fixture
def eth(world: World) -> Asking:
    return Asking(world)


def admit(world: World, number: int) -> str:
    """Have somebody admitted by a transaction that waits; return its hash."""
    somebody = "0x" + (b"\x12" * 19 + bytes([number])).hex()
    sent = world.decree("participants", "admit", somebody, 0, b"\x01" * 32)
    return "0x" + sent.hex()


def test_a_block_filter_tells_each_new_hash_once(world: World, eth: Asking) -> None:
    made = eth("newBlockFilter")
    assert eth("getFilterChanges", made) == []
    blocks = []
    for number in range(2):
        admit(world, number)
        blocks.append("0x" + world.seal().hash.hex())
    assert eth("getFilterChanges", made) == blocks
    assert eth("getFilterChanges", made) == []
    assert eth("newBlockFilter") != made


def test_a_log_filter_tells_new_logs_once_and_all_when_asked(world: World, eth: Asking) -> None:
    wanted = {"address": world.address("participants"), "topics": [ADMITTED]}
    made = eth("newFilter", {**wanted, "fromBlock": "earliest"})
    other = eth("newFilter", {"address": world.address("depository")})
    first_only = eth("newFilter", {**wanted, "fromBlock": "0x1", "toBlock": "0x2"})
    later_only = eth("newFilter", {**wanted, "fromBlock": "0x3"})
    before = len(eth("getFilterLogs", made))
    sent = []
    for number in range(2):
        sent.append(admit(world, number))
        world.seal()
    assert [log["transactionHash"] for log in eth("getFilterChanges", made)] == sent
    assert eth("getFilterChanges", made) == []
    assert eth("getFilterChanges", other) == []
    assert len(eth("getFilterLogs", made)) == before + 2
    assert [log["transactionHash"] for log in eth("getFilterChanges", first_only)] == sent[:1]
    assert [log["transactionHash"] for log in eth("getFilterChanges", later_only)] == sent[1:]


def test_a_pending_filter_tells_each_transaction_once_wherever_it_is_found(
    world: World, eth: Asking
) -> None:
    earlier = admit(world, 1)
    made = eth("newPendingTransactionFilter")
    whole = eth("newPendingTransactionFilter", True)
    assert eth("getFilterChanges", made) == []
    waiting = admit(world, 2)
    assert eth("getFilterChanges", made) == [waiting]
    (found,) = eth("getFilterChanges", whole)
    assert (found["hash"], found["blockHash"]) == (waiting, None)
    world.seal()
    assert eth("getFilterChanges", made) == []
    sealed_unseen = admit(world, 3)
    world.seal()
    late = admit(world, 4)
    assert eth("getFilterChanges", made) == [sealed_unseen, late]
    world.seal()
    assert eth("getFilterChanges", made) == []
    assert earlier not in [waiting, sealed_unseen, late]


def test_a_filter_lives_until_it_is_uninstalled_or_nobody_asks(world: World, eth: Asking) -> None:
    made = eth("newBlockFilter")
    assert eth("uninstallFilter", made) is True
    assert eth("uninstallFilter", made) is False
    for method in ("getFilterChanges", "getFilterLogs"):
        error = eth.fails(method, made)
        assert (error.code, error.message) == (SERVER, "filter not found")
    pending = eth("newPendingTransactionFilter")
    asked, idle = eth("newBlockFilter"), eth("newBlockFilter")
    eth.now = 200.0
    eth("getFilterChanges", asked)
    eth.now = 301.0
    assert eth("getFilterChanges", asked) == []
    for each in (idle, pending):
        assert eth.fails("getFilterChanges", each).message == "filter not found"


def test_only_a_log_filter_has_logs(eth: Asking) -> None:
    assert eth.fails("getFilterLogs", eth("newBlockFilter")).code == SERVER
    assert isinstance(eth("getFilterLogs", eth("newFilter", {})), list)


def test_filters_are_bounded(world: World) -> None:
    eth = Asking(world, Limits(filters=2))
    made = eth("newBlockFilter")
    eth("newPendingTransactionFilter")
    for method in ("newBlockFilter", "newPendingTransactionFilter"):
        error = eth.fails(method)
        assert error.code == LIMIT
        assert error.data == {"code": "too-many-filters", "limit": 2}
    eth("uninstallFilter", made)
    assert eth("newFilter", {})


@pytest.mark.parametrize(
    "wanted",
    [{"blockHash": "0x" + "11" * 32}, {"topics": ["0x1"]}, {"fromBlock": "soon"}, {"toBlock": -1}],
)
def test_a_filter_that_makes_no_sense_is_not_made(eth: Asking, wanted: dict[str, Any]) -> None:
    assert eth.fails("newFilter", wanted).code == INVALID_PARAMS


def test_arrivals_that_nobody_fetched_in_time_are_refused(world: World) -> None:
    backend = Backend(world.chain, world.pool, world.admission)
    arrivals = Arrivals(backend, kept=2)
    position = arrivals.watch()
    other = arrivals.watch()
    admit(world, 1)
    admit(world, 2)
    fresh, position = arrivals.since(position)
    assert len(fresh) == 2
    admit(world, 3)
    assert len(arrivals.since(position)[0]) == 1
    with pytest.raises(RpcError) as caught:
        arrivals.since(other)
    assert caught.value.data == {"code": "too-many-arrivals", "limit": 2}
    arrivals.unwatch()
    arrivals.unwatch()
    assert arrivals.since(arrivals.watch())[0] == []
