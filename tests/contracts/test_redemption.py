"""Redemption in two steps: a request locks, its close burns and lowers the backing."""

from __future__ import annotations

import pytest

from tests.contracts.assets import (
    EVIDENCE,
    NUMBERS,
    SYSTEM,
    UNBACKED,
    ZERO,
    attest,
    balances,
    issue,
    move,
    open_class,
    told,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import ISSUER, World, digest

HOLDER = account("holder")
DEMAND = digest("deliver to the mill")
REASON = digest("the mill has no room")


def request(world: World, amount: int, *, who: str = "holder", class_id: int = 1) -> int:
    """Ask for redemption; answer the request's number."""
    args = (class_id, amount, DEMAND)
    number: int = world.digital_assets.act(who, "request_redemption", *args).answer
    return number


def close(world: World, number: int = 1, who: str = "issuer") -> tuple[Event, ...]:
    """Close a request; answer the events."""
    return world.digital_assets.act(who, "close_redemption", number, EVIDENCE).events


def test_a_request_locks_what_it_asks_for(assets: World) -> None:
    outcome = assets.digital_assets.act("holder", "request_redemption", 1, 4, DEMAND)
    assert outcome.answer == 1 == assets.digital_assets.ask("redemptions")
    assert outcome.event == Event(
        "RedemptionRequested",
        {
            "number": 1,
            "id": 1,
            "holder": NUMBERS["holder"],
            "account": HOLDER,
            "amount": 4,
            "demand": DEMAND,
        },
    )
    ask = assets.digital_assets.ask
    assert ask("locked_of", NUMBERS["holder"], 1) == 4
    assert ask("redemption_of", 1) == {
        "id": 1,
        "holder": NUMBERS["holder"],
        "amount": 4,
        "demand": DEMAND,
        "status": 1,
        "outcome": bytes(32),
        "requested_at": NOW,
        "decided_at": 0,
    }
    refused = told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 7, 6)
    with pytest.raises(RefusedError, match=refused):
        move(assets, 7)
    with pytest.raises(RefusedError, match=refused):
        request(assets, 7)
    move(assets, 6)
    assert balances(assets, "holder") == [4]


def test_a_close_burns_and_lowers_the_backing_by_as_much(assets: World) -> None:
    request(assets, 4)
    assets.evm.wait(7)
    moved = {"_operator": account("issuer"), "_from": HOLDER, "_to": ZERO, "_id": 1, "_value": 4}
    assert close(assets) == (
        Event("TransferSingle", moved),
        Event(
            "RedemptionClosed",
            {
                "number": 1,
                "id": 1,
                "holder": NUMBERS["holder"],
                "amount": 4,
                "attested": 16,
                "evidence": EVIDENCE,
            },
        ),
    )
    ask = assets.digital_assets.ask
    backing = ask("backing_of", 1)
    assert (backing["supply"], backing["redeemed"], backing["attested"]) == (6, 4, 16)
    assert balances(assets, "holder") == [6]
    assert ask("locked_of", NUMBERS["holder"], 1) == 0
    record = ask("redemption_of", 1)
    assert (record["status"], record["outcome"], record["decided_at"]) == (2, EVIDENCE, NOW + 7)
    move(assets, 6)


def test_a_refusal_and_a_withdrawal_unlock(assets: World) -> None:
    request(assets, 4)
    request(assets, 5)
    act, ask = assets.digital_assets.act, assets.digital_assets.ask
    parts = {"id": 1, "holder": NUMBERS["holder"]}
    outcome = act("issuer", "refuse_redemption", 1, REASON)
    assert outcome.event == Event("RedemptionRefused", {"number": 1, **parts, "reason": REASON})
    assert ask("locked_of", NUMBERS["holder"], 1) == 5
    assert (ask("redemption_of", 1)["status"], ask("redemption_of", 1)["outcome"]) == (3, REASON)
    outcome = act("holder", "withdraw_redemption", 2)
    assert outcome.event == Event("RedemptionWithdrawn", {"number": 2, **parts})
    assert (ask("redemption_of", 2)["status"], ask("redemption_of", 2)["outcome"]) == (4, bytes(32))
    assert ask("redemption_of", 2)["decided_at"] == NOW
    assert ask("locked_of", NUMBERS["holder"], 1) == 0
    move(assets, 10)
    assert ask("backing_of", 1)["attested"] == 20


def test_a_decided_or_unknown_request_is_not_decided_again(assets: World) -> None:
    for _ in range(3):
        request(assets, 1)
    act = assets.digital_assets.act
    close(assets, 1)
    act("issuer", "refuse_redemption", 2, REASON)
    act("holder", "withdraw_redemption", 3)
    refused = dict.fromkeys((0, 4), "digital_assets: no such request")
    refused |= dict.fromkeys((1, 2, 3), "digital_assets: request is decided")
    for number, reason in refused.items():
        with pytest.raises(RefusedError, match=f"^{reason}$"):
            close(assets, number)
        with pytest.raises(RefusedError, match=f"^{reason}$"):
            act("issuer", "refuse_redemption", number, REASON)
        with pytest.raises(RefusedError, match=f"^{reason}$"):
            act("holder", "withdraw_redemption", number)
    for unknown in (0, 4):
        with pytest.raises(RefusedError, match=r"^digital_assets: no such request$"):
            assets.digital_assets.ask("redemption_of", unknown)


@pytest.mark.parametrize(
    ("who", "args", "reason"),
    [
        ("holder", (1, 0, DEMAND), "digital_assets: amount is zero"),
        ("holder", (1, 1, bytes(32)), "digital_assets: demand is zero"),
        ("holder", (9, 1, DEMAND), "digital_assets: no such class"),
        ("holder", (1, 11, DEMAND), "digital_assets: balance too low"),
        ("second holder", (1, 1, DEMAND), "digital_assets: balance too low"),
        ("stranger", (1, 1, DEMAND), "digital_assets: caller not active"),
    ],
)
def test_a_faulty_request_is_refused(
    assets: World, who: str, args: tuple[object, ...], reason: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        assets.digital_assets.act(who, "request_redemption", *args)


def test_nothing_stands_behind_an_unbacked_token_to_be_redeemed(world: World) -> None:
    class_id = open_class(world, backing=UNBACKED)
    world.decree("asset_classes", "record_exemption", class_id)
    issue(world, 5)
    with pytest.raises(RefusedError, match=r"^digital_assets: class is unbacked$"):
        request(world, 1)


def test_a_suspended_holder_neither_asks_nor_withdraws_nor_is_burned(assets: World) -> None:
    request(assets, 4)
    assets.suspend("holder")
    with pytest.raises(RefusedError, match=r"^digital_assets: caller not active$"):
        request(assets, 1)
    with pytest.raises(RefusedError, match=r"^digital_assets: caller not active$"):
        assets.digital_assets.act("holder", "withdraw_redemption", 1)
    with pytest.raises(RefusedError, match=told("ERC7943CannotSend", HOLDER)):
        close(assets)
    assets.digital_assets.act("issuer", "refuse_redemption", 1, REASON)


def test_only_the_requester_withdraws(assets: World) -> None:
    request(assets, 4)
    for who in ("issuer", "second holder", "authority"):
        with pytest.raises(RefusedError, match=r"^digital_assets: not the requester$"):
            assets.digital_assets.act(who, "withdraw_redemption", 1)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("holder", "not the issuer"),
        ("second issuer", "not the issuer"),
        ("authority", "not the issuer"),
        ("stranger", "caller not active"),
    ],
)
def test_only_the_issuer_closes_and_refuses(assets: World, who: str, reason: str) -> None:
    assets.admit("second issuer", ISSUER)
    request(assets, 4)
    with pytest.raises(RefusedError, match=f"^digital_assets: {reason}$"):
        close(assets, who=who)
    with pytest.raises(RefusedError, match=f"^digital_assets: {reason}$"):
        assets.digital_assets.act(who, "refuse_redemption", 1, REASON)


def test_an_issuer_owes_even_without_the_role_but_does_nothing_suspended(assets: World) -> None:
    request(assets, 4)
    request(assets, 1)
    assets.set_roles("issuer", 0)
    close(assets, 1)
    assets.suspend("issuer")
    with pytest.raises(RefusedError, match=r"^digital_assets: caller not active$"):
        close(assets, 2)


def test_evidence_and_reason_are_asked_for(assets: World) -> None:
    request(assets, 4)
    act = assets.digital_assets.act
    with pytest.raises(RefusedError, match=r"^digital_assets: evidence is zero$"):
        act("issuer", "close_redemption", 1, bytes(32))
    with pytest.raises(RefusedError, match=r"^digital_assets: reason is zero$"):
        act("issuer", "refuse_redemption", 1, bytes(32))


def test_what_is_frozen_is_not_burned(assets: World) -> None:
    request(assets, 4)
    assets.decree("digital_assets", "setFrozenTokens", HOLDER, 1, 7)
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 4, 3)
    ):
        close(assets)
    assets.decree("digital_assets", "setFrozenTokens", HOLDER, 1, 6)
    close(assets)
    assert balances(assets, "holder") == [6]


def test_no_more_is_redeemed_than_is_attested(assets: World) -> None:
    request(assets, 4)
    attest(assets, 3)
    with pytest.raises(RefusedError, match=r"^digital_assets: backing too low$"):
        close(assets)
    attest(assets, 4)
    close(assets)
    assert assets.digital_assets.ask("backing_of", 1)["attested"] == 0


def test_the_right_is_the_holder_s_without_access_system_or_valid_attestation(
    assets: World,
) -> None:
    assets.asset_classes.act("issuer", "revoke_access", 1, NUMBERS["holder"])
    assets.decree("asset_classes", "revoke_system", NUMBERS["issuer"])
    assert assets.asset_classes.ask("system_of", NUMBERS["issuer"]) != SYSTEM
    assets.evm.wait(2000)
    request(assets, 10)
    close(assets)
    assert balances(assets, "holder") == [0]


def test_a_request_outlives_a_change_of_key(assets: World) -> None:
    request(assets, 4)
    request(assets, 1)
    assets.replace_key("holder", "new key")
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        close(assets)
    assets.digital_assets.act("new key", "claim", 1, HOLDER)
    assert assets.digital_assets.ask("locked_of", NUMBERS["holder"], 1) == 5
    close(assets)
    assets.digital_assets.act("new key", "withdraw_redemption", 2)
    assert balances(assets, "holder", "new key") == [0, 6]


def test_what_was_taken_by_force_is_not_burned(assets: World) -> None:
    request(assets, 8)
    ends = HOLDER, account("second holder")
    assets.decree("digital_assets", "forcedTransfer", *ends, 1, 5)
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        close(assets)
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 1, 0)
    ):
        move(assets, 1)
    assets.digital_assets.act("holder", "withdraw_redemption", 1)
    move(assets, 5)
