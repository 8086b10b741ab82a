"""Digital assets: what stands behind a class, issue up to it, and what the collection says."""

from __future__ import annotations

import json

import pytest

from contracts import loader
from tests.contracts.assets import (
    EVIDENCE,
    NUMBERS,
    SYSTEM,
    UNBACKED,
    UNTIL,
    ZERO,
    allow,
    attest,
    balances,
    issue,
    move,
    open_class,
    register,
    told,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import ATTESTOR, AUTHORITY, ISSUER, World, deploy


def test_an_attestor_attests_what_stands_behind_a_class(world: World) -> None:
    register(world)
    outcome = attest(world, 10)
    assert outcome.event == Event(
        "BackingAttested",
        {
            "id": 1,
            "attestor": account("attestor"),
            "amount": 10,
            "valid_until": UNTIL,
            "evidence": EVIDENCE,
        },
    )
    assert world.digital_assets.ask("backing_of", 1) == {
        "supply": 0,
        "redeemed": 0,
        "attested": 10,
        "attested_until": UNTIL,
        "attestor": account("attestor"),
    }


@pytest.mark.parametrize("who", ["authority", "issuer", "stranger"])
def test_nobody_but_an_attestor_attests(world: World, who: str) -> None:
    register(world)
    with pytest.raises(RefusedError, match=r"^digital_assets: not an attestor$"):
        attest(world, 10, who=who)


def test_an_issuer_does_not_attest_its_own_class_even_with_both_roles(world: World) -> None:
    world.set_roles("issuer", ISSUER | ATTESTOR)
    world.admit("second issuer", ISSUER)
    register(world)
    register(world, who="second issuer")
    with pytest.raises(RefusedError, match=r"^digital_assets: own class$"):
        attest(world, 10, who="issuer")
    attest(world, 10, who="issuer", class_id=2)


def test_a_new_key_of_the_issuer_is_still_the_issuer(world: World) -> None:
    open_class(world)
    world.replace_key("issuer", "new key")
    world.set_roles("new key", ISSUER | ATTESTOR)
    with pytest.raises(RefusedError, match=r"^digital_assets: own class$"):
        attest(world, 10, who="new key")
    attest(world, 10)
    issue(world, 10, who="new key")


@pytest.mark.parametrize(
    ("attested", "reason"),
    [
        ((3, 10, UNTIL, EVIDENCE), "digital_assets: no such class"),
        ((0, 10, UNTIL, EVIDENCE), "digital_assets: no such class"),
        ((2, 10, UNTIL, EVIDENCE), "digital_assets: class is unbacked"),
        ((1, 10, NOW, EVIDENCE), "digital_assets: validity is over"),
        ((1, 10, UNTIL, bytes(32)), "digital_assets: evidence is zero"),
    ],
)
def test_a_faulty_attestation_is_refused(
    world: World, attested: tuple[object, ...], reason: str
) -> None:
    register(world)
    register(world, backing=UNBACKED)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.digital_assets.act("attestor", "attest_backing", *attested)


def test_a_shortfall_is_recorded_reported_and_stops_the_issue(world: World) -> None:
    open_class(world)
    attest(world, 10)
    issue(world, 6)
    outcome = attest(world, 5)
    assert [event.name for event in outcome.events] == ["BackingAttested", "ShortfallReported"]
    assert outcome.events[1].args == {
        "id": 1,
        "attestor": account("attestor"),
        "supply": 6,
        "amount": 5,
    }
    assert world.digital_assets.ask("backing_of", 1)["attested"] == 5
    with pytest.raises(RefusedError, match=r"^digital_assets: beyond the backing$"):
        issue(world, 1)
    assert [event.name for event in attest(world, 6).events] == ["BackingAttested"]
    attest(world, 7)
    issue(world, 1)


def test_tokens_are_issued_up_to_the_backing_and_no_further(world: World) -> None:
    open_class(world)
    attest(world, 10)
    moved = {"_operator": account("issuer"), "_from": ZERO, "_to": account("holder"), "_id": 1}
    first = issue(world, 4)
    assert first.events == (
        Event("URI", {"_value": "https://issuer.example/class", "_id": 1}),
        Event("TransferSingle", moved | {"_value": 4}),
        Event("Issued", {"id": 1, "to": account("holder"), "amount": 4}),
    )
    with pytest.raises(RefusedError, match=r"^digital_assets: beyond the backing$"):
        issue(world, 7)
    assert [event.name for event in issue(world, 6).events] == ["TransferSingle", "Issued"]
    assert world.digital_assets.ask("totalSupply", 1) == 10
    assert world.digital_assets.ask("backing_of", 1)["supply"] == 10
    assert world.digital_assets.ask("balanceOf", account("holder"), 1) == 10


def test_the_metadata_are_told_once_even_when_all_tokens_are_redeemed_between(
    world: World,
) -> None:
    open_class(world)
    attest(world, 10)
    issue(world, 4)
    act = world.digital_assets.act
    number = act("holder", "request_redemption", 1, 4, EVIDENCE).answer
    act("issuer", "close_redemption", number, EVIDENCE)
    assert world.digital_assets.ask("totalSupply", 1) == 0
    assert [event.name for event in issue(world, 1).events] == ["TransferSingle", "Issued"]


def test_an_amount_beyond_every_number_is_beyond_the_backing(world: World) -> None:
    open_class(world)
    attest(world, 10)
    issue(world, 4)
    with pytest.raises(RefusedError, match=r"^digital_assets: beyond the backing$"):
        issue(world, 2**256 - 1)


def test_nothing_is_issued_without_backing(world: World) -> None:
    open_class(world)
    with pytest.raises(RefusedError, match=r"^digital_assets: backing not valid$"):
        issue(world, 1)


def test_backing_is_valid_to_its_last_second(world: World) -> None:
    open_class(world)
    attest(world, 10)
    world.evm.wait(UNTIL - NOW)
    issue(world, 1)
    world.evm.wait(1)
    with pytest.raises(RefusedError, match=r"^digital_assets: backing not valid$"):
        issue(world, 1)


def test_an_unbacked_class_is_issued_and_moved_only_under_an_exemption(world: World) -> None:
    class_id = open_class(world, backing=UNBACKED)
    with pytest.raises(RefusedError, match=r"^asset_classes: not exempt$"):
        issue(world, 5)
    world.decree("asset_classes", "record_exemption", class_id)
    issue(world, 5)
    move(world, 2)
    world.decree("asset_classes", "revoke_exemption", class_id)
    ends = account("holder"), account("second holder")
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", *ends, 1, 2)):
        move(world, 2)
    with pytest.raises(RefusedError, match=r"^asset_classes: not exempt$"):
        issue(world, 5)
    assert world.digital_assets.ask("totalSupply", 1) == 5


def test_the_first_participant_issues_its_own_class_too(world: World) -> None:
    world.decree("participants", "set_roles", account("authority"), AUTHORITY | ISSUER)
    world.decree("asset_classes", "attest_system", NUMBERS["authority"], SYSTEM)
    assert register(world, "authority") == 1
    allow(world, "holder", who="authority")
    attest(world, 10)
    issue(world, 10, who="authority")
    assert balances(world, "holder") == [10]
    with pytest.raises(RefusedError, match=r"^digital_assets: not the issuer$"):
        issue(world, 1)


def test_another_s_class_is_not_issued(world: World) -> None:
    open_class(world)
    attest(world, 10)
    world.admit("second issuer", ISSUER)
    with pytest.raises(RefusedError, match=r"^digital_assets: not the issuer$"):
        issue(world, 1, who="second issuer")


@pytest.mark.parametrize("who", ["authority", "attestor", "holder", "stranger"])
def test_nobody_but_an_issuer_issues(world: World, who: str) -> None:
    open_class(world)
    attest(world, 10)
    with pytest.raises(RefusedError, match=r"^digital_assets: not an issuer$"):
        issue(world, 1, who=who)


def test_an_issuer_suspended_or_without_the_role_does_not_issue(world: World) -> None:
    open_class(world)
    attest(world, 10)
    world.set_roles("issuer", 0)
    with pytest.raises(RefusedError, match=r"^digital_assets: not an issuer$"):
        issue(world, 1)
    world.set_roles("issuer", ISSUER)
    world.suspend("issuer")
    with pytest.raises(RefusedError, match=r"^digital_assets: not an issuer$"):
        issue(world, 1)


def test_tokens_are_issued_to_active_participants_only(world: World) -> None:
    open_class(world)
    attest(world, 10)
    world.suspend("second holder")
    for to in ("stranger", "second holder"):
        with pytest.raises(RefusedError, match=told("ERC7943CannotReceive", account(to))):
            issue(world, 1, to=to)


def test_a_faulty_issue_is_refused(world: World) -> None:
    open_class(world)
    attest(world, 10)
    with pytest.raises(RefusedError, match=r"^digital_assets: amount is zero$"):
        issue(world, 0)
    with pytest.raises(RefusedError, match=r"^digital_assets: no such class$"):
        issue(world, 1, class_id=2)


def test_an_unknown_class_has_no_tokens(world: World) -> None:
    register(world)
    ask = world.digital_assets.ask
    assert [ask("exists", id_) for id_ in (0, 1, 2)] == [False, True, False]
    assert (ask("totalSupply", 2), ask("uri", 2)) == (0, "")
    assert ask("backing_of", 2)["attestor"] == ZERO
    assert ask("uri", 1) == "https://issuer.example/class"


def test_the_tokens_are_tied_to_a_register_of_classes_of_the_same_participants(
    world: World,
) -> None:
    assert world.digital_assets.ask("classes") == world.asset_classes.contract.address
    given = {
        "participants": world.participants.contract.address,
        "asset_classes": account("stranger"),
    }
    with pytest.raises(RefusedError, match=r"^digital_assets: classes is not a contract$"):
        deploy(world.evm, "digital_assets", given)
    founders = {"authority": account("authority"), "operator": account("operator")}
    other = deploy(world.evm, "participants", founders).contract.address
    given["asset_classes"] = world.asset_classes.contract.address
    with pytest.raises(RefusedError, match=r"^digital_assets: classes of other participants$"):
        deploy(world.evm, "digital_assets", given | {"participants": other})


def test_the_collection_says_its_name_and_the_notice_of_the_law(world: World) -> None:
    assert world.digital_assets.ask("name") == "Qoima digital assets"
    assert world.digital_assets.ask("symbol") == "QOIMA"
    kind, _, text = world.digital_assets.ask("contractURI").partition(",")
    assert kind == "data:application/json"
    metadata = json.loads(text)
    assert metadata["name"] == "Qoima digital assets"
    assert "Not a means of payment" in metadata["description"]
    assert "no right to financial instruments or to a legal entity" in metadata["description"]


@pytest.mark.parametrize("name", ["asset_classes", "digital_assets"])
def test_no_function_pays_prices_or_swaps(name: str) -> None:
    words = ("pay", "price", "swap", "fee", "buy", "sell", "deposit", "withdrawal", "exchange")
    functions = {e["name"].lower() for e in loader.load(name).abi if e["type"] == "function"}
    assert [each for each in functions if any(word in each for word in words)] == []
