"""A node as its clients see it, over HTTP, through web3.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.node import Role

if TYPE_CHECKING:
    from tests.support.node import RunningNode


def test_an_admitted_participant_acts_and_its_event_is_found(chain_node: RunningNode) -> None:
    depositor = chain_node.admit(Role.DEPOSITOR)
    receipt = chain_node.act(depositor, "depository", "deposit", b"\x07" * 32, 10, 3, 0)
    events = (
        chain_node.contract("depository")
        .events.Deposited()
        .get_logs(from_block=receipt["blockNumber"], to_block=receipt["blockNumber"])
    )
    assert [event["args"]["root"] for event in events] == [b"\x07" * 32]
    assert events[0]["transactionHash"] == receipt["transactionHash"]
