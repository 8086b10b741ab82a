"""What the node takes into its pool, and each reason for which it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from eth_keys.datatypes import PrivateKey

from node.admission import MAX_BYTES, MAX_GAS
from node.errors import Rejected
from node.pool import PoolLimits
from node.primitives import address_of, as_checksummed
from node.transactions import Transaction
from tests.node.world import AUTHORITY, FIRST_NONCE, OPERATOR, SEALER, account, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.node.world import World

STRANGER = PrivateKey(b"\x0e" * 32)
HALF_A_BLOCK = 200_000_000


def refusal(world: World, raw: bytes) -> tuple[str, dict[str, Any]]:
    """The code and facts with which a transaction is refused; it must leave no trace."""
    before = len(world.pool)
    with pytest.raises(Rejected) as caught:
        world.admission.admit(raw)
    assert len(world.pool) == before
    return caught.value.code.removeprefix("transaction."), caught.value.facts


def test_a_participants_transaction_waits_and_is_known_by_its_hash(world: World) -> None:
    admitted = world.admission.admit(world.transaction(OPERATOR))
    waiting = world.pool.get(admitted)
    assert waiting is not None
    assert waiting.sender == address_of(OPERATOR)


@pytest.mark.parametrize(
    "changes",
    [
        {"maxFeePerGas": None, "maxPriorityFeePerGas": None, "gasPrice": 0},
        {
            "maxFeePerGas": None,
            "maxPriorityFeePerGas": None,
            "gasPrice": 0,
            "type": 1,
            "accessList": [{"address": "0x" + "11" * 20, "storageKeys": ["0x" + "00" * 32]}],
        },
        {"accessList": [{"address": "0x" + "11" * 20, "storageKeys": []}]},
    ],
    ids=["legacy", "access list", "dynamic fee with access list"],
)
def test_each_type_of_transaction_is_admitted_and_sealed(
    world: World, changes: dict[str, Any]
) -> None:
    data = "0x"  # a call without data reverts in the contract, but it is sealed
    world.admission.admit(world.transaction(OPERATOR, data=data, **changes))
    assert len(world.seal().transactions) == 1


def test_a_stranger_is_refused(world: World) -> None:
    code, facts = refusal(world, world.transaction(STRANGER))
    assert code == "sender-not-admitted"
    assert facts == {"sender": as_checksummed(address_of(STRANGER))}


def test_the_sealer_is_no_participant_by_being_the_sealer(world: World) -> None:
    assert refusal(world, world.transaction(SEALER))[0] == "sender-not-admitted"


def test_a_stranger_who_was_admitted_is_admitted(world: World) -> None:
    world.admit(STRANGER)
    world.admission.admit(world.transaction(STRANGER))


def test_a_suspended_participant_is_refused_from_the_next_block_on(world: World) -> None:
    world.admit(STRANGER)
    world.decree("participants", "suspend", account(STRANGER).address)
    world.seal()
    assert refusal(world, world.transaction(STRANGER))[0] == "sender-not-admitted"


def test_only_the_operator_creates_contracts(world: World) -> None:
    creation = {"to": None, "data": "0x" + "00" * 8}
    world.admission.admit(world.transaction(OPERATOR, **creation))
    code, facts = refusal(world, world.transaction(AUTHORITY, **creation))
    assert code == "creation-forbidden"
    assert facts == {"sender": as_checksummed(address_of(AUTHORITY))}


def test_another_chains_transaction_is_refused(world: World) -> None:
    code, facts = refusal(world, world.transaction(OPERATOR, chainId=1))
    assert (code, facts) == ("wrong-chain-id", {"expected": 33012015, "found": "1"})


def test_a_transaction_for_no_chain_is_refused(world: World) -> None:
    raw = world.transaction(
        OPERATOR, chainId=None, maxFeePerGas=None, maxPriorityFeePerGas=None, gasPrice=0
    )
    assert refusal(world, raw)[0] == "wrong-chain-id"


@pytest.mark.parametrize(
    "fee",
    [
        {"maxFeePerGas": 1},
        {"maxFeePerGas": 1, "maxPriorityFeePerGas": 1},
        {"maxFeePerGas": None, "maxPriorityFeePerGas": None, "gasPrice": 7},
    ],
)
def test_a_fee_is_refused(world: World, fee: dict[str, Any]) -> None:
    code, facts = refusal(world, world.transaction(OPERATOR, **fee))
    assert code == "fee-not-zero"
    assert facts == {"found": str(fee.get("gasPrice", fee.get("maxFeePerGas")))}


def test_a_priority_fee_above_the_fee_is_refused(world: World) -> None:
    assert refusal(world, world.transaction(OPERATOR, maxPriorityFeePerGas=1))[0] == "priority-fee"


def test_more_gas_than_one_transaction_may_ask_for_is_refused(world: World) -> None:
    world.admission.admit(world.transaction(OPERATOR, gas=MAX_GAS))
    code, facts = refusal(world, world.transaction(OPERATOR, gas=MAX_GAS + 1))
    assert (code, facts) == ("gas-over-cap", {"found": str(MAX_GAS + 1), "limit": MAX_GAS})


def test_gas_for_more_than_half_a_block_is_refused_whatever_is_allowed(world: World) -> None:
    world.admission = replace(world.admission, most_gas=HALF_A_BLOCK + 1)
    world.admission.admit(world.transaction(OPERATOR, gas=HALF_A_BLOCK))
    code, facts = refusal(world, world.transaction(OPERATOR, gas=HALF_A_BLOCK + 1))
    assert (code, facts["limit"]) == ("gas-over-limit", HALF_A_BLOCK)


def test_gas_that_does_not_pay_for_the_bytes_is_refused(world: World) -> None:
    world.admission.admit(world.transaction(OPERATOR, gas=21_000 + 16 * 3, data="0x010203"))
    code, facts = refusal(world, world.transaction(OPERATOR, gas=21_047, data="0x010203"))
    assert (code, facts) == ("gas-too-low", {"found": "21047", "needed": 21_048})


def test_a_used_nonce_is_refused(world: World) -> None:
    code, facts = refusal(world, world.transaction(OPERATOR, nonce=3))
    assert (code, facts) == ("nonce-too-low", {"expected": FIRST_NONCE, "found": "3"})


def test_a_nonce_far_ahead_is_refused_and_a_near_one_waits(world: World) -> None:
    world.admission.admit(world.transaction(OPERATOR, nonce=FIRST_NONCE + 1_024))
    found = FIRST_NONCE + 1_025
    code, facts = refusal(world, world.transaction(OPERATOR, nonce=found))
    assert (code, facts) == ("nonce-too-high", {"expected": FIRST_NONCE, "found": str(found)})
    assert world.sealer.seal_next() is None
    assert len(world.pool) == 1


def test_the_same_transaction_twice_is_refused_waiting_or_sealed(world: World) -> None:
    raw = world.transaction(OPERATOR)
    world.admission.admit(raw)
    assert refusal(world, raw)[0] == "already-known"
    world.seal()
    assert refusal(world, raw)[0] == "already-known"


def test_a_second_transaction_under_a_waiting_nonce_is_refused(world: World) -> None:
    world.admission.admit(world.transaction(OPERATOR, nonce=FIRST_NONCE))
    raw = world.transaction(OPERATOR, nonce=FIRST_NONCE, gas=999_999)
    assert refusal(world, raw) == ("replacement-refused", {"nonce": str(FIRST_NONCE)})


def test_value_that_nobody_has_is_refused(world: World) -> None:
    code, facts = refusal(world, world.transaction(OPERATOR, value=1))
    assert (code, facts) == ("balance", {"balance": "0", "value": "1"})


def test_a_transaction_of_too_many_bytes_is_refused(world: World) -> None:
    raw = world.transaction(OPERATOR, data="0x" + "00" * MAX_BYTES)
    code, facts = refusal(world, raw)
    assert (code, facts) == ("too-large", {"found": len(raw), "limit": MAX_BYTES})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw + b"\x00",
        lambda raw: b"\x03" + raw[1:],
        lambda raw: b"\x05" + raw[1:],
        lambda raw: b"\xc0",
        lambda raw: raw[:-32] + b"\xff" * 32,
        lambda raw: raw[:-32] + b"\x00" * 32,
    ],
    ids=["empty", "short", "long", "blob", "unknown type", "no fields", "high s", "zero s"],
)
def test_bytes_that_are_no_transaction_are_refused(world: World, spoil: Any) -> None:
    assert refusal(world, spoil(world.transaction(OPERATOR)))[0] == "malformed"


def test_a_full_pool_refuses_and_takes_again_after_a_block(tmp_path: Path) -> None:
    limits = PoolLimits(total=3, per_sender=2)
    with opened(tmp_path / "home", limits=limits) as world:
        world.admission.admit(world.transaction(OPERATOR))
        world.admission.admit(world.transaction(OPERATOR))
        assert refusal(world, world.transaction(OPERATOR)) == ("pool-full", {"waiting": 2})
        world.admission.admit(world.transaction(AUTHORITY))
        assert refusal(world, world.transaction(AUTHORITY)) == ("pool-full", {"waiting": 3})
        world.seal()
        world.admission.admit(world.transaction(OPERATOR))


def test_a_transaction_that_was_sealed_while_it_was_checked_is_not_taken_again(
    world: World,
) -> None:
    raw = world.transaction(AUTHORITY)
    before = world.nonce(AUTHORITY)
    world.admission.admit(raw)
    world.seal()
    with pytest.raises(Rejected) as caught:
        world.pool.add(Transaction.decode(raw), before)
    assert caught.value.code == "transaction.nonce-too-low"
    assert len(world.pool) == 0
