"""Digital assets: classes, what stands behind them, issue, and taking over from a replaced key."""

from __future__ import annotations

import json

import pytest

from tests.contracts.assets import EVIDENCE, UNTIL, attest, issue, register
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import ATTESTOR, ISSUER, World, digest

DECISION, RIGHTS = digest("decision"), digest("rights")
ZERO = "0x" + "00" * 20


def test_a_class_is_registered_to_its_issuer_with_nothing_issued(world: World) -> None:
    uri = "https://issuer.example/1"
    outcome = world.digital_assets.act("issuer", "register_class", 2, DECISION, RIGHTS, uri)
    assert outcome.answer == 1 == world.digital_assets.ask("count")
    assert outcome.events == (
        Event(
            "ClassRegistered",
            {
                "id": 1,
                "issuer": account("issuer"),
                "backing": 2,
                "decision": DECISION,
                "rights": RIGHTS,
                "uri": uri,
            },
        ),
        Event("URI", {"_value": uri, "_id": 1}),
    )
    assert world.digital_assets.ask("class_of", 1) == {
        "issuer": 4,
        "backing": 2,
        "decision": DECISION,
        "rights": RIGHTS,
        "supply": 0,
        "attested": 0,
        "attested_until": 0,
        "attestor": ZERO,
        "registered_at": NOW,
    }
    assert world.digital_assets.ask("uri", 1) == uri
    assert world.digital_assets.ask("exists", 1)


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_goods_works_and_rights_to_them_may_stand_behind_a_class(world: World, kind: int) -> None:
    assert world.digital_assets.act("issuer", "register_class", kind, DECISION, RIGHTS, "").answer


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        ((0, DECISION, RIGHTS), "digital_assets: unknown backing"),
        ((4, DECISION, RIGHTS), "digital_assets: unknown backing"),
        ((1, bytes(32), RIGHTS), "digital_assets: decision is zero"),
        ((1, DECISION, bytes(32)), "digital_assets: rights are zero"),
    ],
)
def test_a_faulty_class_is_refused(
    world: World, described: tuple[object, ...], reason: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.digital_assets.act("issuer", "register_class", *described, "")


@pytest.mark.parametrize("who", ["authority", "attestor", "holder", "stranger"])
def test_nobody_but_an_issuer_registers_or_issues(world: World, who: str) -> None:
    register(world)
    attest(world, 10)
    with pytest.raises(RefusedError, match=r"^digital_assets: not an issuer$"):
        world.digital_assets.act(who, "register_class", 1, DECISION, RIGHTS, "")
    with pytest.raises(RefusedError, match=r"^digital_assets: not an issuer$"):
        world.digital_assets.act(who, "issue", 1, account("holder"), 1)


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
    record = world.digital_assets.ask("class_of", 1)
    assert (record["attested"], record["attested_until"]) == (10, UNTIL)
    assert record["attestor"] == account("attestor")


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
    register(world)
    world.replace_key("issuer", "new key")
    world.set_roles("new key", ISSUER | ATTESTOR)
    with pytest.raises(RefusedError, match=r"^digital_assets: own class$"):
        attest(world, 10, who="new key")
    attest(world, 10)
    issue(world, 10, who="new key")


@pytest.mark.parametrize(
    ("attested", "reason"),
    [
        ((2, 10, UNTIL, EVIDENCE), "digital_assets: no such class"),
        ((0, 10, UNTIL, EVIDENCE), "digital_assets: no such class"),
        ((1, 10, NOW, EVIDENCE), "digital_assets: validity is over"),
        ((1, 10, UNTIL, bytes(32)), "digital_assets: evidence is zero"),
    ],
)
def test_a_faulty_attestation_is_refused(
    world: World, attested: tuple[object, ...], reason: str
) -> None:
    register(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.digital_assets.act("attestor", "attest_backing", *attested)


def test_a_shortfall_is_recorded_reported_and_stops_the_issue(world: World) -> None:
    register(world)
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
    assert world.digital_assets.ask("class_of", 1)["attested"] == 5
    with pytest.raises(RefusedError, match=r"^digital_assets: beyond the backing$"):
        issue(world, 1)
    assert [event.name for event in attest(world, 6).events] == ["BackingAttested"]
    attest(world, 7)
    issue(world, 1)


def test_tokens_are_issued_up_to_the_backing_and_no_further(world: World) -> None:
    register(world)
    attest(world, 10)
    outcome = issue(world, 4)
    assert outcome.events == (
        Event(
            "TransferSingle",
            {
                "_operator": account("issuer"),
                "_from": ZERO,
                "_to": account("holder"),
                "_id": 1,
                "_value": 4,
            },
        ),
        Event("Issued", {"id": 1, "to": account("holder"), "amount": 4}),
    )
    with pytest.raises(RefusedError, match=r"^digital_assets: beyond the backing$"):
        issue(world, 7)
    issue(world, 6)
    assert world.digital_assets.ask("totalSupply", 1) == 10
    assert world.digital_assets.ask("class_of", 1)["supply"] == 10
    assert world.digital_assets.ask("balanceOf", account("holder"), 1) == 10


def test_an_amount_beyond_every_number_is_beyond_the_backing(world: World) -> None:
    register(world)
    attest(world, 10)
    issue(world, 4)
    with pytest.raises(RefusedError, match=r"^digital_assets: beyond the backing$"):
        issue(world, 2**256 - 1)


def test_nothing_is_issued_without_backing(world: World) -> None:
    register(world)
    with pytest.raises(RefusedError, match=r"^digital_assets: backing not valid$"):
        issue(world, 1)


def test_backing_is_valid_to_its_last_second(world: World) -> None:
    register(world)
    attest(world, 10)
    world.evm.wait(UNTIL - NOW)
    issue(world, 1)
    world.evm.wait(1)
    with pytest.raises(RefusedError, match=r"^digital_assets: backing not valid$"):
        issue(world, 1)


def test_another_s_class_is_not_issued(world: World) -> None:
    register(world)
    attest(world, 10)
    world.admit("second issuer", ISSUER)
    with pytest.raises(RefusedError, match=r"^digital_assets: not the issuer$"):
        issue(world, 1, who="second issuer")


def test_a_suspended_issuer_does_not_issue(world: World) -> None:
    register(world)
    attest(world, 10)
    world.suspend("issuer")
    with pytest.raises(RefusedError, match=r"^digital_assets: not an issuer$"):
        issue(world, 1)


def test_tokens_are_issued_to_active_participants_only(world: World) -> None:
    register(world)
    attest(world, 10)
    world.suspend("second holder")
    for to in ("stranger", "second holder"):
        with pytest.raises(RefusedError, match=r"^digital_assets: receiver not active$"):
            issue(world, 1, to=to)


def test_a_faulty_issue_is_refused(world: World) -> None:
    register(world)
    attest(world, 10)
    with pytest.raises(RefusedError, match=r"^digital_assets: amount is zero$"):
        issue(world, 0)
    with pytest.raises(RefusedError, match=r"^digital_assets: no such class$"):
        issue(world, 1, class_id=2)


def test_an_unknown_class_has_no_record(world: World) -> None:
    assert not world.digital_assets.ask("exists", 0)
    assert not world.digital_assets.ask("exists", 1)
    assert world.digital_assets.ask("totalSupply", 1) == 0
    assert world.digital_assets.ask("uri", 1) == ""
    for unknown in (0, 1):
        with pytest.raises(RefusedError, match=r"^digital_assets: no such class$"):
            world.digital_assets.ask("class_of", unknown)


def test_the_collection_says_its_name_and_the_notice_of_the_law(world: World) -> None:
    assert world.digital_assets.ask("name") == "Qoima digital assets"
    assert world.digital_assets.ask("symbol") == "QOIMA"
    kind, _, text = world.digital_assets.ask("contractURI").partition(",")
    assert kind == "data:application/json"
    metadata = json.loads(text)
    assert metadata["name"] == "Qoima digital assets"
    assert "Not a means of payment" in metadata["description"]
    assert "no right to financial instruments or to a legal entity" in metadata["description"]
