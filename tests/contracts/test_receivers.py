"""Receiving contracts: they accept, refuse, revert, come back in, and are asked last."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.contracts.assets import attest, issue, open_class
from tests.contracts.evm import Contract, Event, RefusedError, account
from tests.contracts.world import BASIS, World

HOLDER = account("holder")
Receiver = Callable[..., Contract]


@pytest.fixture
def assets(world: World) -> World:
    """Two classes, of each of which the holder has ten."""
    for class_id in (1, 2):
        open_class(world, ["holder"])
        attest(world, 100, class_id=class_id)
        issue(world, 10, class_id=class_id)
    return world


@pytest.fixture
def receiver(assets: World, receiver: Receiver) -> Receiver:
    """Deploys a contract of `receivers/`; if admitted, it has access to both classes."""

    def deploy(name: str, *, admitted: bool = True) -> Contract:
        contract = receiver(name, admitted=admitted)
        if admitted:
            give_access(assets, contract.address)
        return contract

    return deploy


def give_access(world: World, owner: str) -> None:
    number = world.participants.ask("number_of", owner)
    for class_id in (1, 2):
        world.asset_classes.act("issuer", "grant_access", class_id, number)


def move(world: World, amount: int, to: str) -> None:
    world.digital_assets.act("holder", "safeTransferFrom", HOLDER, to, 1, amount, b"")


def move_batch(world: World, ids: list[int], amounts: list[int], to: str) -> None:
    world.digital_assets.act("holder", "safeBatchTransferFrom", HOLDER, to, ids, amounts, b"")


def balances(world: World, *owners: str) -> list[tuple[int, ...]]:
    ask = world.digital_assets.ask
    return [tuple(ask("balanceOf", owner, class_id) for class_id in (1, 2)) for owner in owners]


def test_a_receiving_contract_is_told_after_the_balance_is_recorded(
    assets: World, receiver: Receiver
) -> None:
    contract = receiver("accepting")
    move(assets, 2, contract.address)
    data = assets.digital_assets.contract.data(
        "safeTransferFrom", HOLDER, contract.address, 1, 3, b"why"
    )
    told = assets.evm.events(contract, assets.digital_assets.contract, HOLDER, data)
    assert told[0] == Event(
        "Received",
        {
            "operator": HOLDER,
            "owner": HOLDER,
            "id": 1,
            "value": 3,
            "balance": 5,
            "data": b"why",
        },
    )


def test_a_receiving_contract_is_told_of_a_batch(assets: World, receiver: Receiver) -> None:
    contract = receiver("accepting")
    data = assets.digital_assets.contract.data(
        "safeBatchTransferFrom", HOLDER, contract.address, [1, 2], [3, 4], b"why"
    )
    (told,) = assets.evm.events(contract, assets.digital_assets.contract, HOLDER, data)
    assert told.name == "ReceivedBatch"
    assert (told.args["ids"], told.args["values"]) == ((1, 2), (3, 4))
    assert balances(assets, contract.address) == [(3, 4)]


def test_a_receiving_contract_is_told_of_an_issue_a_force_and_a_claim(
    assets: World, receiver: Receiver
) -> None:
    contract, heir = receiver("accepting"), receiver("accepting", admitted=False)
    tokens = assets.digital_assets.contract
    issued = tokens.data("issue", 1, contract.address, 3)
    (told,) = assets.evm.events(contract, tokens, account("issuer"), issued)
    assert (told.args["owner"], told.args["value"]) == ("0x" + "00" * 20, 3)
    force = tokens.data("forcedTransfer", HOLDER, contract.address, 1, 4)
    propose = assets.participants.contract.data("propose", tokens.address, force, BASIS)
    asked = assets.participants.contract, account("authority"), propose
    (told,) = assets.evm.events(contract, *asked)
    assert told.args["operator"] == assets.participants.contract.address
    assert (told.args["owner"], told.args["value"], told.args["balance"]) == (HOLDER, 4, 7)
    assets.decree("participants", "replace_key", HOLDER, heir.address)
    claim = tokens.data("claim", 1, HOLDER)
    (told,) = assets.evm.events(heir, tokens, heir.address, claim)
    assert (told.args["owner"], told.args["value"]) == (HOLDER, 6)


def test_what_is_said_to_a_receiving_contract_has_at_most_4096_bytes(
    assets: World, receiver: Receiver
) -> None:
    to = receiver("accepting").address
    for function, ids, amounts in (
        ("safeTransferFrom", 1, 1),
        ("safeBatchTransferFrom", [1], [1]),
    ):
        args = (HOLDER, to, ids, amounts)
        assets.digital_assets.act("holder", function, *args, b"x" * 4096)
        with pytest.raises(RefusedError, match=r"^$"):
            assets.digital_assets.act("holder", function, *args, b"x" * 4097)
    assert balances(assets, to) == [(2, 0)]


def test_a_receiving_contract_may_refuse(assets: World, receiver: Receiver) -> None:
    contract = receiver("refusing")
    reason = r"^digital_assets: refused by the receiver$"
    with pytest.raises(RefusedError, match=reason):
        move(assets, 1, contract.address)
    with pytest.raises(RefusedError, match=reason):
        move_batch(assets, [1], [1], contract.address)
    with pytest.raises(RefusedError, match=reason):
        assets.digital_assets.act("issuer", "issue", 1, contract.address, 1)
    with pytest.raises(RefusedError, match=reason):
        assets.decree("digital_assets", "forcedTransfer", HOLDER, contract.address, 1, 1)
    assert balances(assets, HOLDER, contract.address) == [(10, 10), (0, 0)]
    assert assets.digital_assets.ask("totalSupply", 1) == 10


def test_a_receiving_contract_s_own_reason_is_passed_on(assets: World, receiver: Receiver) -> None:
    with pytest.raises(RefusedError, match=r"^reverting: not today$"):
        move(assets, 1, receiver("reverting").address)


def test_a_contract_that_knows_no_tokens_receives_none(assets: World) -> None:
    address = assets.depository.contract.address
    assets.admit_account(address)
    give_access(assets, address)
    with pytest.raises(RefusedError, match=r"^$"):
        move(assets, 1, address)


def test_a_receiving_contract_does_not_come_back_in(assets: World, receiver: Receiver) -> None:
    contract = receiver("reentering")
    own, tokens = contract.address, assets.digital_assets.contract
    calls = [
        tokens.data("safeTransferFrom", own, HOLDER, 1, 1, b""),
        tokens.data("safeBatchTransferFrom", own, HOLDER, [1], [1], b""),
        tokens.data("issue", 1, own, 1),
        tokens.data("claim", 1, HOLDER),
        tokens.data("close_redemption", 1, BASIS),
    ]
    for call in calls:
        assets.evm.act(contract, HOLDER, "prepare", call)
        with pytest.raises(RefusedError, match=r"^$"):
            move(assets, 1, own)
        assert balances(assets, HOLDER, own) == [(10, 10), (0, 0)]
    assets.evm.act(contract, HOLDER, "prepare", tokens.data("balanceOf", own, 1))
    move(assets, 1, own)


def test_while_it_is_asked_a_receiving_contract_disposes_of_what_it_got(
    assets: World, receiver: Receiver
) -> None:
    contract = receiver("reentering")
    own, tokens = contract.address, assets.digital_assets.contract
    number = assets.participants.ask("number_of", own)
    calls = [
        tokens.data("request_redemption", 1, 3, BASIS),
        tokens.data("setApprovalForAll", HOLDER, True),
    ]
    for call in calls:
        assets.evm.act(contract, HOLDER, "prepare", call)
        move(assets, 3, own)
    assert assets.digital_assets.ask("locked_of", number, 1) == 3
    assert assets.digital_assets.ask("isApprovedForAll", own, HOLDER)
    assert balances(assets, HOLDER, own) == [(4, 10), (6, 0)]
