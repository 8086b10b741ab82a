"""What ERC-7943's questions and `transfer_check` answer, and that a transfer obeys the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from contracts import build, loader
from tests.contracts.assets import (
    NUMBERS,
    UNBACKED,
    ZERO,
    allow,
    move,
    open_class,
    register,
    told,
)
from tests.contracts.evm import RefusedError, account
from tests.contracts.world import ISSUER, World, digest

if TYPE_CHECKING:
    from collections.abc import Callable

HOLDER, SECOND = account("holder"), account("second holder")


def asked(
    world: World, amount: int = 1, *, owner: str = HOLDER, to: str = SECOND, class_id: int = 1
) -> tuple[int, str]:
    """What `transfer_check` answers; `canTransfer` must agree."""
    args = (owner, to, class_id, amount)
    code, reason = world.digital_assets.ask("transfer_check", *args)
    assert world.digital_assets.ask("canTransfer", *args) == (code in {0, 10})
    return code, reason


def test_what_is_allowed_passes(assets: World) -> None:
    assert asked(assets, 10) == asked(assets, 0) == (0, "")
    move(assets, 0)
    move(assets, 10)


def test_only_an_active_participant_sends_and_receives(assets: World) -> None:
    ask = assets.digital_assets.ask
    assets.suspend("miner")
    assets.replace_key("depositor", "new key")
    expected = {"holder": True, "new key": True}
    expected |= dict.fromkeys(("stranger", "miner", "depositor"), False)
    for who, allowed in expected.items():
        assert ask("canSend", account(who)) == ask("canReceive", account(who)) == allowed
    assert not ask("canReceive", ZERO)


Setting = tuple["Callable[[World], object]", int, str, str]


SETTINGS: dict[str, Setting] = {
    "sender": (
        lambda w: w.suspend("holder"),
        1,
        "digital_assets: sender not active",
        "ERC7943CannotSend",
    ),
    "receiver": (
        lambda w: w.suspend("second holder"),
        2,
        "digital_assets: receiver not active",
        "ERC7943CannotReceive",
    ),
    "all": (
        lambda w: w.decree("digital_assets", "pause", 0),
        3,
        "digital_assets: all classes are paused",
        "ERC7943CannotTransfer",
    ),
    "one": (
        lambda w: w.decree("digital_assets", "pause", 1),
        4,
        "digital_assets: class is paused",
        "ERC7943CannotTransfer",
    ),
    "system": (
        lambda w: w.decree("asset_classes", "revoke_system", NUMBERS["issuer"]),
        6,
        "asset_classes: system not attested",
        "ERC7943CannotTransfer",
    ),
    "sender's access": (
        lambda w: w.asset_classes.act("issuer", "revoke_access", 1, NUMBERS["holder"]),
        8,
        "digital_assets: sender has no access",
        "ERC7943CannotTransfer",
    ),
    "receiver's access": (
        lambda w: w.asset_classes.act("issuer", "revoke_access", 1, NUMBERS["second holder"]),
        9,
        "digital_assets: receiver has no access",
        "ERC7943CannotTransfer",
    ),
}
ARGUMENTS = {
    "ERC7943CannotSend": (HOLDER,),
    "ERC7943CannotReceive": (SECOND,),
    "ERC7943CannotTransfer": (HOLDER, SECOND, 1, 1),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_answer_names_the_rule_and_the_transfer_is_refused(assets: World, name: str) -> None:
    act, code, reason, error = SETTINGS[name]
    act(assets)
    found = asked(assets)
    assert found == (code, reason)
    assert asked(assets, 2**256 - 1) == found
    with pytest.raises(RefusedError, match=told(error, *ARGUMENTS[error])):
        move(assets, 1)


def test_the_answer_names_an_unknown_class(assets: World) -> None:
    for unknown in (0, 2, 2**256 - 1):
        assert asked(assets, class_id=unknown) == (5, "asset_classes: no such class")
        for amount in (0, 1):
            ends = HOLDER, SECOND, unknown, amount
            with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", *ends)):
                move(assets, amount, class_id=unknown)


def test_the_answer_names_a_missing_exemption(world: World) -> None:
    open_class(world, backing=UNBACKED)
    assert asked(world, 0) == (7, "asset_classes: not exempt")
    world.decree("asset_classes", "record_exemption", 1)
    assert asked(world, 0) == (0, "")


def test_a_mere_lack_of_balance_is_no_rule(assets: World) -> None:
    assert asked(assets, 11) == (10, "digital_assets: balance too low")
    assert asked(assets, 1, owner=SECOND, to=HOLDER)[0] == 10
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        move(assets, 11)


def test_what_is_frozen_or_locked_is_answered_by_false(assets: World) -> None:
    refused = (11, "digital_assets: frozen or locked")
    assets.decree("digital_assets", "setFrozenTokens", HOLDER, 1, 3)
    assert (asked(assets, 7), asked(assets, 8)) == ((0, ""), refused)
    assets.digital_assets.act("holder", "request_redemption", 1, 2, digest("demand"))
    assert (asked(assets, 5), asked(assets, 6)) == ((0, ""), refused)
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 6, 5)
    ):
        move(assets, 6)
    assert asked(assets, 11) == refused
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        move(assets, 11)
    move(assets, 5)


def test_a_freeze_of_everything_ever_does_not_break_the_answers(assets: World) -> None:
    assets.decree("digital_assets", "setFrozenTokens", HOLDER, 1, 2**256 - 1)
    assets_asked = [asked(assets, amount)[0] for amount in (0, 1, 10, 11, 2**256 - 1)]
    assert assets_asked == [0, 11, 11, 11, 11]
    move(assets, 0)


def test_the_sides_are_looked_at_before_the_class_and_the_class_before_access(
    world: World,
) -> None:
    register(world)
    assert asked(world, to=account("stranger"))[0] == 2
    assert asked(world, owner=account("stranger"), to=account("stranger"))[0] == 1
    assert asked(world)[0] == 6
    world.decree("asset_classes", "attest_system", NUMBERS["issuer"], digest("system"))
    assert asked(world)[0] == 8
    allow(world, "holder")
    assert asked(world)[0] == 9
    allow(world, "second holder")
    assert asked(world)[0] == 10


def test_a_system_is_the_class_s_own_issuer_s(assets: World) -> None:
    assets.admit("second issuer", ISSUER)
    second = register(assets, "second issuer")
    assert asked(assets, class_id=second) == (6, "asset_classes: system not attested")


def test_the_errors_of_the_interface_are_those_that_the_sources_raise() -> None:
    sources = build.read_sources(loader.ARTIFACTS.parent)
    found = re.findall(r'method_id\(\s*"([^"]+)"', "".join(sources.values()))
    abi = loader.load("digital_assets").abi
    errors = [entry for entry in abi if entry["type"] == "error"]
    named = {f"{e['name']}({','.join(i['type'] for i in e['inputs'])})" for e in errors}
    assert set(found) == named
    assert len(named) == 4
    for name in loader.CONTRACTS:
        assert name == "digital_assets" or "error" not in {e["type"] for e in loader.load(name).abi}
