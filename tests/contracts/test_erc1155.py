"""The ERC-1155 surface: transfers, approvals, batches, metadata, and the interfaces told of."""

from __future__ import annotations

from functools import reduce
from operator import xor
from typing import TYPE_CHECKING, Final

import pytest
from eth_utils import abi as abis
from eth_utils.crypto import keccak

from contracts import loader
from tests.contracts.assets import ZERO, allow, attest, issue, open_class, register, told
from tests.contracts.evm import Event, RefusedError, account

if TYPE_CHECKING:
    from tests.contracts.world import World

HOLDER, SECOND = account("holder"), account("second holder")

# As EIP-1155 and EIP-165 write them.
ERC165: Final = ("supportsInterface(bytes4)",)
ERC1155: Final = (
    "safeTransferFrom(address,address,uint256,uint256,bytes)",
    "safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)",
    "balanceOf(address,uint256)",
    "balanceOfBatch(address[],uint256[])",
    "setApprovalForAll(address,bool)",
    "isApprovedForAll(address,address)",
)
METADATA: Final = ("uri(uint256)",)
ERC7943: Final = (
    "forcedTransfer(address,address,uint256,uint256)",
    "setFrozenTokens(address,uint256,uint256)",
    "canSend(address)",
    "canReceive(address)",
    "getFrozenTokens(address,uint256)",
    "canTransfer(address,address,uint256,uint256)",
)
EVENTS: Final = (
    "TransferSingle(address,address,address,uint256,uint256)",
    "TransferBatch(address,address,address,uint256[],uint256[])",
    "ApprovalForAll(address,address,bool)",
    "URI(string,uint256)",
    "ForcedTransfer(address,address,uint256,uint256)",
    "Frozen(address,uint256,uint256)",
)
INDEXED: Final = {
    "TransferSingle": (True, True, True, False, False),
    "TransferBatch": (True, True, True, False, False),
    "ApprovalForAll": (True, True, False),
    "URI": (False, True),
    "ForcedTransfer": (True, True, True, False),
    "Frozen": (True, True, False),
}


@pytest.fixture
def assets(world: World) -> World:
    """Two classes, of each of which the holder has ten."""
    for class_id in (1, 2):
        open_class(world)
        attest(world, 100, class_id=class_id)
        issue(world, 10, class_id=class_id)
    return world


def move(world: World, amount: int, *, who: str = "holder", to: str = SECOND) -> None:
    world.digital_assets.act(who, "safeTransferFrom", HOLDER, to, 1, amount, b"")


def move_batch(world: World, ids: list[int], amounts: list[int], to: str = SECOND) -> None:
    world.digital_assets.act("holder", "safeBatchTransferFrom", HOLDER, to, ids, amounts, b"")


def balances(world: World, *owners: str) -> list[tuple[int, ...]]:
    ask = world.digital_assets.ask
    return [tuple(ask("balanceOf", owner, class_id) for class_id in (1, 2)) for owner in owners]


@pytest.mark.parametrize(
    ("functions", "interface"),
    [
        (ERC165, "01ffc9a7"),
        (ERC1155, "d9b67a26"),
        (METADATA, "0e89341c"),
        (ERC7943, "41c4fbad"),
    ],
)
def test_an_interface_told_of_is_there_to_the_last_function(
    world: World, functions: tuple[str, ...], interface: str
) -> None:
    selectors = [int.from_bytes(keccak(text=function)[:4], "big") for function in functions]
    assert f"{reduce(xor, selectors):08x}" == interface
    entries = [e for e in loader.load("digital_assets").abi if e["type"] == "function"]
    assert set(functions) <= {abis.abi_to_signature(entry) for entry in entries}  # type: ignore[arg-type] # an ABI read from JSON
    assert world.digital_assets.ask("supportsInterface", bytes.fromhex(interface))


@pytest.mark.parametrize("interface", ["ffffffff", "00000000", "80ac58cd", "3edbb4c4", "bf1ef5fe"])
def test_no_other_interface_is_told_of(world: World, interface: str) -> None:
    assert not world.digital_assets.ask("supportsInterface", bytes.fromhex(interface))


def test_events_have_the_topics_of_the_standard() -> None:
    events = [e for e in loader.load("digital_assets").abi if e["type"] == "event"]
    topics = {abis.event_abi_to_log_topic(event) for event in events}  # type: ignore[arg-type] # an ABI read from JSON
    assert {keccak(text=event) for event in EVENTS} <= topics
    indexed = {e["name"]: tuple(part["indexed"] for part in e["inputs"]) for e in events}
    assert {name: indexed[name] for name in INDEXED} == INDEXED


def test_a_holder_moves_tokens_to_another(assets: World) -> None:
    outcome = assets.digital_assets.act("holder", "safeTransferFrom", HOLDER, SECOND, 1, 3, b"why")
    assert outcome.event == Event(
        "TransferSingle",
        {"_operator": HOLDER, "_from": HOLDER, "_to": SECOND, "_id": 1, "_value": 3},
    )
    assert balances(assets, HOLDER, SECOND) == [(7, 10), (3, 0)]
    assert assets.digital_assets.ask("totalSupply", 1) == 10


def test_a_holder_moves_no_more_than_it_holds(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        move(assets, 11)
    move(assets, 10)
    assert balances(assets, HOLDER, SECOND) == [(0, 10), (10, 0)]


def test_moving_nothing_and_moving_to_oneself_change_no_balance(assets: World) -> None:
    move(assets, 0)
    move(assets, 10, to=HOLDER)
    assert balances(assets, HOLDER, SECOND) == [(10, 10), (0, 0)]
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        move(assets, 11, to=HOLDER)


def test_only_one_who_is_approved_moves_another_s_tokens(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: not approved$"):
        move(assets, 1, who="second holder")
    act, ask = assets.digital_assets.act, assets.digital_assets.ask
    assert act("holder", "setApprovalForAll", SECOND, True).event == Event(
        "ApprovalForAll", {"_owner": HOLDER, "_operator": SECOND, "_approved": True}
    )
    assert ask("isApprovedForAll", HOLDER, SECOND)
    assert not ask("isApprovedForAll", SECOND, HOLDER)
    outcome = act("second holder", "safeTransferFrom", HOLDER, SECOND, 1, 1, b"")
    assert outcome.event.args["_operator"] == SECOND
    act("holder", "setApprovalForAll", SECOND, False)
    with pytest.raises(RefusedError, match=r"^digital_assets: not approved$"):
        move(assets, 1, who="second holder")


def test_an_approval_is_of_one_operator_for_all_tokens_until_it_is_revoked(assets: World) -> None:
    act, ask = assets.digital_assets.act, assets.digital_assets.ask
    act("holder", "setApprovalForAll", SECOND, True)
    for class_id in (1, 2):
        act("second holder", "safeTransferFrom", HOLDER, SECOND, class_id, 1, b"")
    assert not ask("isApprovedForAll", HOLDER, account("issuer"))
    assert act("holder", "setApprovalForAll", SECOND, False).event.args["_approved"] is False
    assert not ask("isApprovedForAll", HOLDER, SECOND)


def test_an_approved_stranger_moves_nothing(assets: World) -> None:
    assets.digital_assets.act("holder", "setApprovalForAll", account("stranger"), True)
    with pytest.raises(RefusedError, match=r"^digital_assets: caller not active$"):
        move(assets, 1, who="stranger")


def test_neither_a_stranger_nor_a_suspended_holder_approves(assets: World) -> None:
    assets.suspend("holder")
    for who in ("stranger", "holder"):
        for approved in (True, False):
            with pytest.raises(RefusedError, match=r"^digital_assets: caller not active$"):
                assets.digital_assets.act(who, "setApprovalForAll", SECOND, approved)


def test_tokens_do_not_move_from_one_who_is_not_active(assets: World) -> None:
    assets.digital_assets.act("holder", "setApprovalForAll", SECOND, True)
    assets.suspend("holder")
    for who in ("holder", "second holder"):
        with pytest.raises(RefusedError, match=told("ERC7943CannotSend", HOLDER)):
            move(assets, 1, who=who)


@pytest.mark.parametrize("to", [ZERO, account("stranger"), account("issuer")])
def test_tokens_do_not_move_to_one_who_is_not_active(assets: World, to: str) -> None:
    assets.suspend("issuer")
    with pytest.raises(RefusedError, match=told("ERC7943CannotReceive", to)):
        move(assets, 1, to=to)
    with pytest.raises(RefusedError, match=told("ERC7943CannotReceive", to)):
        move_batch(assets, [1], [1], to=to)


def test_nothing_moves_from_the_zero_address(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: not approved$"):
        assets.digital_assets.act("holder", "safeTransferFrom", ZERO, SECOND, 1, 0, b"")
    assert not assets.digital_assets.ask("canSend", ZERO)


def test_several_kinds_move_at_once(assets: World) -> None:
    outcome = assets.digital_assets.act(
        "holder", "safeBatchTransferFrom", HOLDER, SECOND, [1, 2, 1], [3, 4, 5], b""
    )
    assert outcome.event == Event(
        "TransferBatch",
        {
            "_operator": HOLDER,
            "_from": HOLDER,
            "_to": SECOND,
            "_ids": (1, 2, 1),
            "_values": (3, 4, 5),
        },
    )
    assert balances(assets, HOLDER, SECOND) == [(2, 6), (8, 4)]


def test_a_batch_moves_whole_or_not_at_all(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        move_batch(assets, [2, 1, 1], [1, 6, 5])
    assert balances(assets, HOLDER, SECOND) == [(10, 10), (0, 0)]


def test_a_batch_needs_an_amount_for_each_token(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: lengths differ$"):
        move_batch(assets, [1, 2], [1])


def test_a_batch_has_at_most_sixty_four_tokens(assets: World) -> None:
    move_batch(assets, [1] * 64, [0] * 64)
    with pytest.raises(RefusedError, match=r"^$"):
        move_batch(assets, [1] * 65, [0] * 65)
    ask = assets.digital_assets.ask
    assert ask("balanceOfBatch", [HOLDER] * 64, [1] * 64) == (10,) * 64
    with pytest.raises(RefusedError, match=r"^$"):
        ask("balanceOfBatch", [HOLDER] * 65, [1] * 65)


def test_an_empty_batch_and_one_to_oneself_change_no_balance(assets: World) -> None:
    move_batch(assets, [], [])
    move_batch(assets, [1, 1, 2], [10, 10, 1], to=HOLDER)
    assert balances(assets, HOLDER, SECOND) == [(10, 10), (0, 0)]
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        move_batch(assets, [1], [11], to=HOLDER)


def test_not_even_an_empty_batch_moves_from_or_to_one_who_is_not_active(assets: World) -> None:
    with pytest.raises(RefusedError, match=told("ERC7943CannotReceive", account("stranger"))):
        move_batch(assets, [], [], to=account("stranger"))
    assets.suspend("holder")
    with pytest.raises(RefusedError, match=told("ERC7943CannotSend", HOLDER)):
        move_batch(assets, [], [])


def test_a_batch_is_refused_for_one_class_that_may_not_move(assets: World) -> None:
    register(assets)
    allow(assets, "holder", class_id=3)
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", HOLDER, SECOND, 3, 0)):
        move_batch(assets, [1, 3], [1, 0])
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", HOLDER, SECOND, 4, 0)):
        move_batch(assets, [1, 4], [1, 0])
    assert balances(assets, HOLDER, SECOND) == [(10, 10), (0, 0)]


def test_the_amounts_of_one_class_add_up_within_a_batch(assets: World) -> None:
    """Each element alone is within what is free; together they are not."""
    assets.decree("digital_assets", "setFrozenTokens", HOLDER, 1, 6)
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 3, 2)
    ):
        move_batch(assets, [1, 1], [2, 3])
    move_batch(assets, [1, 1], [2, 2])
    assert balances(assets, HOLDER, SECOND) == [(6, 10), (4, 0)]


def test_a_batch_of_another_s_tokens_needs_approval(assets: World) -> None:
    args = (HOLDER, SECOND, [1], [1], b"")
    with pytest.raises(RefusedError, match=r"^digital_assets: not approved$"):
        assets.digital_assets.act("second holder", "safeBatchTransferFrom", *args)
    assets.digital_assets.act("holder", "setApprovalForAll", SECOND, True)
    assets.digital_assets.act("second holder", "safeBatchTransferFrom", *args)


def test_balances_are_told_many_at_once(assets: World) -> None:
    move(assets, 3)
    ask = assets.digital_assets.ask
    assert ask("balanceOfBatch", [HOLDER, SECOND, HOLDER], [1, 1, 3]) == (7, 3, 0)
    assert ask("balanceOfBatch", [HOLDER, HOLDER], [1, 1]) == (7, 7)
    assert ask("balanceOfBatch", [], []) == ()
    assert ask("balanceOf", ZERO, 1) == 0
    with pytest.raises(RefusedError, match=r"^digital_assets: lengths differ$"):
        ask("balanceOfBatch", [HOLDER], [1, 2])
