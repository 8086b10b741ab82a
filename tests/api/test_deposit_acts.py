"""Acts on a deposit on record over HTTP: each is explained, signed, relayed and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.types import DepositId
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

AGREEMENT, EVIDENCE, BASIS = ("0x" + each * 32 for each in ("0a", "0e", "0b"))


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


class Desk:
    """A deposit that is accepted, and what is asked about it."""

    def __init__(self, world: World, client: httpx.Client, number: DepositId) -> None:
        self.world, self.client, self.number = world, client, number

    def ask(self, path: str, account: LocalAccount, **body: Any) -> httpx.Response:
        body["sender"] = account.address
        return self.client.post(f"/v1/deposits/{self.number}/{path}", json=body)

    def act(self, path: str, account: LocalAccount, **body: Any) -> str:
        """Carry an act out; answer how it was explained."""
        asked = self.ask(path, account, **body)
        done(self.world, self.client, account, asked)
        return str(asked.json()["explanation"]["summary"])

    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/v1/deposits/{self.number}").json()["data"]
        return found

    def refused(self, path: str, account: LocalAccount, **body: Any) -> str:
        return str(problem(self.ask(path, account, **body), 422, "contract.refused")["reason"])


@pytest.fixture
def desk(
    world: World, client: httpx.Client, depositor: LocalAccount, request: pytest.FixtureRequest
) -> Desk:
    content = zipped({"a": request.node.name.encode()})
    act = package(client, described(depositor), content)
    number = DepositId(events(done(world, client, depositor, act))[0]["args"]["number"])
    made = Desk(world, client, number)
    made.act("acceptances", world.operator)
    return made


def test_an_offer_is_made_withdrawn_refused_and_accepted(
    world: World, desk: Desk, depositor: LocalAccount
) -> None:
    buyer = world.admit()
    whose = world.services.chain.call("participants", "number_of", buyer.address)
    offer: dict[str, Any] = {"receiver": whose, "agreement": AGREEMENT}
    said = desk.act("offers", depositor, **offer)
    assert said == (
        f"You offer the right in deposit No. {desk.number} to participant No. {whose}. "
        "Nothing passes until it is accepted under the same agreement."
    )
    desk.act("offers/withdrawals", depositor)
    desk.act("offers", depositor, **offer)
    desk.act("offers/refusals", buyer)
    assert desk.record()["offer"] is None
    desk.act("offers", depositor, **offer)
    other = {"agreement": EVIDENCE}
    assert desk.refused("offers/acceptances", buyer, **other) == "agreement differs"
    assert desk.refused("offers/acceptances", depositor, **other) == "not the receiver"
    desk.act("offers/acceptances", buyer, agreement=AGREEMENT)
    assert desk.record()["possessor"] == whose
    assert desk.refused("offers", depositor, **offer) == "not the possessor"


def test_levels_rise_and_fall(world: World, desk: Desk, depositor: LocalAccount) -> None:
    first = {"level": 1, "evidence": EVIDENCE}
    assert desk.refused("levels", depositor, **first) == "not the operator"
    assert desk.act("levels", world.operator, **first).endswith("1 – readable, digests right.")
    assert desk.record()["level"] == 1
    fall = {"level": 1, "reason": AGREEMENT}
    assert desk.refused("levels/withdrawals", depositor, **fall) == "not the operator"
    desk.act("levels/withdrawals", world.operator, **fall)
    assert desk.record()["level"] == 0
    desk.act("levels", world.operator, **first)
    said = desk.act("levels/withdrawals", world.authority, basis=BASIS, **fall)
    assert "the authorised body" in said
    assert desk.record()["levels"][-1]["basis"] == BASIS
    problem(desk.ask("levels", world.operator, level=6, evidence=EVIDENCE), 422, "request.invalid")


def test_copies_are_applied_for_issued_and_refused(
    world: World, desk: Desk, depositor: LocalAccount
) -> None:
    asked = {"purpose": "archiving", "application": AGREEMENT}
    assert desk.refused("copies", world.operator, **asked) == "not the possessor"
    said = desk.act("copies", depositor, **asked)
    assert said.endswith("archiving, since the carrier has expired.")
    assert desk.refused("copies/0/issues", depositor, digest=EVIDENCE) == "not the operator"
    desk.act("copies/0/issues", world.operator, digest=EVIDENCE)
    desk.act("copies", depositor, purpose="replacement", application=AGREEMENT)
    desk.act("copies/1/refusals", world.operator, reason=BASIS)
    copies = [(each["status"], each["outcome"]) for each in desk.record()["copies"]]
    assert copies == [("issued", EVIDENCE), ("refused", BASIS)]
    sale = {"purpose": "sale", "application": AGREEMENT}
    problem(desk.ask("copies", depositor, **sale), 422, "request.invalid")


def test_an_acceptance_is_annulled_by_the_authority(
    world: World, desk: Desk, depositor: LocalAccount
) -> None:
    assert desk.refused("annulments", depositor, basis=BASIS) == "not the authority"
    desk.act("annulments", world.authority, basis=BASIS)
    assert desk.record()["status"] == "annulled"


def test_a_verification_of_the_whole_is_recorded(
    world: World, client: httpx.Client, desk: Desk, depositor: LocalAccount
) -> None:
    now = world.services.chain.head().timestamp
    body = {"checked": 5, "faulty": 2, "report": EVIDENCE, "verified_at": now, "basis": BASIS}
    path = "/v1/depository/verifications"
    by_another = client.post(path, json={**body, "sender": depositor.address})
    assert problem(by_another, 422, "contract.refused")["reason"] == "not the authority"
    asked = client.post(path, json={**body, "sender": world.authority.address})
    done(world, client, world.authority, asked)
    last = client.get("/v1/depository").json()["data"]["last"]
    assert (last["checked"], last["faulty"], last["report"]) == (5, 2, EVIDENCE)
