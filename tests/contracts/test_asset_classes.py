"""The register of classes: what a class is, its rights and documents, and unbacked classes."""

from __future__ import annotations

import pytest

from tests.contracts.assets import GOODS, NUMBERS, RIGHTS, SYSTEM, UNBACKED, register
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import BASIS, ISSUER, World, digest

DECISION = digest("decision")
URI = "https://issuer.example/1"


def test_a_class_is_registered_to_its_issuer_with_its_rights(world: World) -> None:
    outcome = world.asset_classes.act("issuer", "register_class", 2, DECISION, RIGHTS, URI)
    assert outcome.answer == 1 == world.asset_classes.ask("count")
    certified = [{"id": 1, "code": code, "text": text} for code, text in RIGHTS]
    assert outcome.events == (
        Event(
            "ClassRegistered",
            {
                "id": 1,
                "issuer": account("issuer"),
                "backing": 2,
                "decision": DECISION,
                "uri": URI,
            },
        ),
        *(Event("RightCertified", args) for args in certified),
    )
    ask = world.asset_classes.ask
    assert ask("class_of", 1) == {
        "issuer": NUMBERS["issuer"],
        "backing": 2,
        "decision": DECISION,
        "registered_at": NOW,
    }
    assert ask("rights_of", 1) == tuple({"code": code, "text": text} for code, text in RIGHTS)
    assert (ask("uri", 1), ask("issuer_of", 1), ask("is_backed", 1)) == (URI, 4, True)


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_goods_works_and_rights_to_them_may_stand_behind_a_class(world: World, kind: int) -> None:
    assert world.asset_classes.ask("is_backed", register(world, backing=kind))


def test_a_class_may_be_registered_as_unbacked(world: World) -> None:
    assert not world.asset_classes.ask("is_backed", register(world, backing=UNBACKED))


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        ((0, DECISION, RIGHTS), "asset_classes: unknown backing"),
        ((5, DECISION, RIGHTS), "asset_classes: unknown backing"),
        ((1, bytes(32), RIGHTS), "asset_classes: decision is zero"),
        ((1, DECISION, ()), "asset_classes: no rights"),
        ((1, DECISION, (*RIGHTS, ("", DECISION))), "asset_classes: right has no code"),
        ((1, DECISION, (*RIGHTS, ("use", bytes(32)))), "asset_classes: right has no text"),
        ((1, DECISION, [("use", DECISION)] * 17), ""),
    ],
)
def test_a_faulty_class_is_refused(
    world: World, described: tuple[object, ...], reason: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.asset_classes.act("issuer", "register_class", *described, "")
    assert world.asset_classes.ask("count") == 0


def test_a_class_certifies_up_to_sixteen_rights(world: World) -> None:
    rights = [(f"right {n}", DECISION) for n in range(16)]
    world.asset_classes.act("issuer", "register_class", 1, DECISION, rights, "")
    assert len(world.asset_classes.ask("rights_of", 1)) == 16


@pytest.mark.parametrize("who", ["authority", "attestor", "holder", "stranger"])
def test_nobody_but_an_issuer_registers(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^asset_classes: not an issuer$"):
        register(world, who)


def test_a_suspended_issuer_does_not_register(world: World) -> None:
    world.suspend("issuer")
    with pytest.raises(RefusedError, match=r"^asset_classes: not an issuer$"):
        register(world)


@pytest.mark.parametrize("unknown", [0, 2, 2**256 - 1])
def test_an_unknown_class_has_no_record(world: World, unknown: int) -> None:
    register(world)
    ask = world.asset_classes.ask
    assert (ask("uri", unknown), ask("issuer_of", unknown)) == ("", 0)
    assert not ask("is_backed", unknown)
    assert ask("rights_of", unknown) == ()
    with pytest.raises(RefusedError, match=r"^asset_classes: no such class$"):
        ask("class_of", unknown)
    assert ask("class_check", unknown) == (5, "asset_classes: no such class")


def test_a_document_is_recorded_version_by_version(world: World) -> None:
    register(world)
    first, second = digest("prospectus"), digest("prospectus, amended")
    world.asset_classes.act("issuer", "record_document", 1, "prospectus", first)
    world.asset_classes.act("issuer", "record_document", 1, "tariff", digest("tariff"))
    world.evm.wait(5)
    outcome = world.asset_classes.act("issuer", "record_document", 1, "prospectus", second)
    assert outcome.answer == 2
    assert outcome.event == Event(
        "DocumentRecorded", {"id": 1, "name": "prospectus", "version": 2, "digest": second}
    )
    ask = world.asset_classes.ask
    latest = {"digest": second, "version": 2, "recorded_at": NOW + 5}
    assert (
        ask("document_of", 1, "prospectus", 0) == latest == ask("document_of", 1, "prospectus", 2)
    )
    assert ask("document_of", 1, "prospectus", 1)["digest"] == first
    assert ask("document_of", 1, "tariff", 0)["version"] == 1
    nothing = {"digest": bytes(32), "version": 0, "recorded_at": 0}
    for absent in ((1, "prospectus", 3), (1, "other", 0), (2, "prospectus", 0)):
        assert ask("document_of", *absent) == nothing


@pytest.mark.parametrize(
    ("who", "given", "reason"),
    [
        ("issuer", (2, "tariff", DECISION), "asset_classes: no such class"),
        ("issuer", (1, "", DECISION), "asset_classes: document has no name"),
        ("issuer", (1, "tariff", bytes(32)), "asset_classes: document is zero"),
        ("second issuer", (1, "tariff", DECISION), "asset_classes: not the issuer"),
        ("authority", (1, "tariff", DECISION), "asset_classes: not the issuer"),
        ("stranger", (1, "tariff", DECISION), "asset_classes: caller not active"),
    ],
)
def test_a_faulty_or_another_s_document_is_refused(
    world: World, who: str, given: tuple[object, ...], reason: str
) -> None:
    world.admit("second issuer", ISSUER)
    register(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.asset_classes.act(who, "record_document", *given)


def test_an_issuer_without_the_role_still_records_documents_but_not_while_suspended(
    world: World,
) -> None:
    register(world)
    world.set_roles("issuer", 0)
    world.asset_classes.act("issuer", "record_document", 1, "tariff", DECISION)
    world.suspend("issuer")
    with pytest.raises(RefusedError, match=r"^asset_classes: caller not active$"):
        world.asset_classes.act("issuer", "record_document", 1, "tariff", DECISION)


def test_an_exemption_is_recorded_and_revoked_on_a_basis(world: World) -> None:
    register(world, backing=UNBACKED)
    world.decree("asset_classes", "attest_system", NUMBERS["issuer"], SYSTEM)
    ask = world.asset_classes.ask
    assert ask("class_check", 1) == (7, "asset_classes: not exempt")
    outcome = world.decree("asset_classes", "record_exemption", 1)
    assert outcome.event == Event("ExemptionRecorded", {"id": 1, "basis": BASIS})
    assert ask("is_exempt", 1)
    assert ask("class_check", 1) == (0, "")
    outcome = world.decree("asset_classes", "revoke_exemption", 1)
    assert outcome.event == Event("ExemptionRevoked", {"id": 1, "basis": BASIS})
    assert not ask("is_exempt", 1)
    assert ask("class_check", 1) == (7, "asset_classes: not exempt")


def test_only_an_unbacked_class_is_exempt_and_only_once(world: World) -> None:
    register(world, backing=GOODS)
    register(world, backing=UNBACKED)
    for id_, reason in (
        (1, "asset_classes: class is backed"),
        (3, "asset_classes: no such class"),
        (0, "asset_classes: no such class"),
    ):
        with pytest.raises(RefusedError, match=f"^{reason}$"):
            world.decree("asset_classes", "record_exemption", id_)
    with pytest.raises(RefusedError, match=r"^asset_classes: not exempt$"):
        world.decree("asset_classes", "revoke_exemption", 2)
    world.decree("asset_classes", "record_exemption", 2)
    with pytest.raises(RefusedError, match=r"^asset_classes: already exempt$"):
        world.decree("asset_classes", "record_exemption", 2)


@pytest.mark.parametrize("who", ["authority", "operator", "issuer", "stranger"])
@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("record_exemption", (1,)),
        ("revoke_exemption", (1,)),
        ("attest_system", (4, SYSTEM)),
        ("revoke_system", (4,)),
    ],
)
def test_no_single_account_acts_as_the_authority(
    world: World, who: str, function: str, args: tuple[object, ...]
) -> None:
    register(world, backing=UNBACKED)
    with pytest.raises(RefusedError, match=r"^asset_classes: not the authority$"):
        world.asset_classes.act(who, function, *args)
