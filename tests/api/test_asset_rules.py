"""Access, redemption, documents and acts of the authorised body over HTTP; and refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.languages import LANGUAGES, Language
from tests.api.talk import done, events, number_of, problem
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

DIGEST, OTHER = "0x" + "5a" * 32, "0x" + "6b" * 32
FAR = 4_000_000_000


@dataclass(frozen=True)
class Market:
    """A class of a new issuer with a hundred tokens backed, forty of them the holder's."""

    world: World
    client: httpx.Client
    issuer: LocalAccount
    holder: LocalAccount
    number: int

    @property
    def path(self) -> str:
        return f"/v1/assets/{self.number}"

    def post(self, who: LocalAccount, path: str, **body: Any) -> httpx.Response:
        return self.client.post(path, json={"sender": who.address, **body})

    def act(self, who: LocalAccount, path: str, **body: Any) -> list[dict[str, Any]]:
        """Do an act; the events of its transaction."""
        return events(done(self.world, self.client, who, self.post(who, path, **body)))

    def decree(self, path: str, **body: Any) -> list[dict[str, Any]]:
        return self.act(self.world.authority, path, basis=DIGEST, **body)

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(self.path).json()["data"]
        return found

    def held(self, who: LocalAccount) -> dict[str, Any]:
        """The holding of this class that an account has."""
        rows = self.client.get(f"/v1/accounts/{who.address}/holdings").json()["data"]
        found: dict[str, Any] = next(row for row in rows if row["class_id"] == self.number)
        return found


@pytest.fixture
def market(world: World, client: httpx.Client) -> Market:
    issuer, holder, attestor = world.admit(Role.ISSUER), world.admit(), world.admit(Role.ATTESTOR)
    made = Market(world, client, issuer, holder, _register(world, client, issuer, "goods"))
    made.decree("/v1/asset-systems", issuer=number_of(client, issuer), system=DIGEST)
    made.act(issuer, f"{made.path}/access", participant=number_of(client, holder))
    attestation = {"amount": "100", "valid_until": FAR, "evidence": DIGEST}
    made.act(attestor, f"{made.path}/attestations", **attestation)
    made.act(issuer, f"{made.path}/issues", to=holder.address, amount="40")
    return made


def _register(world: World, client: httpx.Client, issuer: LocalAccount, backing: str) -> int:
    asked = {
        "sender": issuer.address,
        "backing": backing,
        "decision": DIGEST,
        "rights": [{"code": "delivery", "text": DIGEST}, {"code": "storage", "text": OTHER}],
        "uri": "",
    }
    state = done(world, client, issuer, client.post("/v1/assets", json=asked))
    return int(next(e["args"]["id"] for e in events(state) if e["name"] == "ClassRegistered"))


def test_a_class_tells_its_rights_its_system_and_its_documents(market: Market) -> None:
    market.act(market.issuer, f"{market.path}/documents", name="tariff", digest=DIGEST)
    market.act(market.issuer, f"{market.path}/documents", name="tariff", digest=OTHER)
    shown = market.shown()
    assert shown["rights"] == [
        {"code": "delivery", "text": DIGEST},
        {"code": "storage", "text": OTHER},
    ]
    assert (shown["system"], shown["exempt"], shown["paused"]) == (DIGEST, False, False)
    documents = [(each["name"], each["version"], each["digest"]) for each in shown["documents"]]
    assert documents == [("tariff", 2, OTHER), ("tariff", 1, DIGEST)]


@pytest.mark.parametrize(
    ("rights", "field"),
    [
        ([], "rights"),
        ([{"code": "", "text": DIGEST}], "rights.0.code"),
        ([{"code": "қ" * 17, "text": DIGEST}], "rights.0.code"),
        ([{"code": "use", "text": "0x12"}], "rights.0.text"),
        ([{"code": "use", "text": DIGEST}] * 17, "rights"),
    ],
)
def test_rights_that_the_contract_would_not_take_are_refused(
    client: httpx.Client, rights: list[dict[str, str]], field: str
) -> None:
    asked = {
        "sender": Account.create().address,
        "backing": "goods",
        "decision": DIGEST,
        "rights": rights,
        "uri": "",
    }
    body = problem(client.post("/v1/assets", json=asked), 422, "request.invalid")
    assert body["errors"][0]["field"] == field


def test_access_is_given_listed_and_taken(market: Market) -> None:
    other = market.world.admit()
    numbers = [number_of(market.client, each) for each in (market.holder, other)]
    transfer = {"to": other.address, "amount": "1"}
    refused = problem(
        market.post(market.holder, f"{market.path}/transfers", **transfer), 422, "contract.refused"
    )
    assert refused["reason"] == "receiver has no access"
    market.act(market.issuer, f"{market.path}/access", participant=numbers[1])
    listed = market.client.get(f"{market.path}/access").json()["data"]
    assert [each["participant"] for each in listed] == numbers
    market.act(market.holder, f"{market.path}/transfers", **transfer)
    market.act(market.issuer, f"{market.path}/access-revocations", participant=numbers[1])
    assert market.client.get(f"{market.path}/access").json()["total"] == 1
    again = market.post(market.issuer, f"{market.path}/access-revocations", participant=numbers[1])
    assert problem(again, 422, "contract.refused")["reason"] == "access not granted"


BROKEN = {
    "kk": "Шығарушы тұлғаның жүйесі расталмаған: мұны уәкілетті орган растайды.",
    "ru": "Система выпускающего лица не подтверждена: её подтверждает уполномоченный орган.",
    "en": "The issuer's system is not attested: the authorised body attests it.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_that_forbids_a_transfer_is_named_in_words(
    market: Market, language: Language
) -> None:
    number = number_of(market.client, market.issuer)
    market.decree("/v1/asset-systems/revocations", issuer=number)
    assert market.shown()["system"] is None
    asked = {"sender": market.holder.address, "to": market.issuer.address, "amount": "1"}
    refused = market.client.post(
        f"{market.path}/transfers", json=asked, headers={"Accept-Language": language}
    )
    assert problem(refused, 422, "contract.refused")["detail"] == BROKEN[language]


def test_a_request_is_closed_refused_and_withdrawn(market: Market) -> None:
    asked = {"amount": "10", "demand": DIGEST}
    numbers = []
    for _ in range(3):
        (event,) = market.act(market.holder, f"{market.path}/redemptions", **asked)
        numbers.append(int(event["args"]["number"]))
    first, second, third = (f"/v1/redemptions/{number}" for number in numbers)
    market.act(market.issuer, f"{first}/closings", evidence=OTHER)
    market.act(market.issuer, f"{second}/refusals", reason=OTHER)
    market.act(market.holder, f"{third}/withdrawals")
    listed = market.client.get(f"{market.path}/redemptions").json()["data"]
    told = [(each["number"], each["status"], each["outcome"]) for each in listed]
    assert told == [
        (numbers[2], "withdrawn", None),
        (numbers[1], "refused", OTHER),
        (numbers[0], "closed", OTHER),
    ]
    one = market.client.get(first).json()["data"]
    assert (one["holder"], one["account"]) == (
        number_of(market.client, market.holder),
        market.holder.address,
    )
    shown = market.shown()
    assert (shown["supply"], shown["redeemed"], shown["backing"]["amount"]) == ("30", "10", "90")
    moved = market.client.get(f"{market.path}/movements").json()["data"][0]
    assert (moved["from"], moved["to"], moved["amount"]) == (market.holder.address, None, "10")
    again = market.post(market.issuer, f"{first}/closings", evidence=OTHER)
    assert problem(again, 422, "contract.refused")["reason"] == "request is decided"
    problem(market.client.get("/v1/redemptions/999999"), 404, "redemption.unknown")


def test_tokens_are_frozen_and_taken_by_force_on_a_basis(market: Market) -> None:
    told = market.decree(f"{market.path}/freezes", account=market.holder.address, amount="35")
    assert [e["args"]["basis"] for e in told if e["name"] == "Enforced"] == [DIGEST]
    assert market.held(market.holder)["frozen"] == "35"
    transfer = {"to": market.issuer.address, "amount": "6"}
    refused = market.post(market.holder, f"{market.path}/transfers", **transfer)
    body = problem(refused, 422, "contract.refused")
    assert body["reason"] == "ERC7943InsufficientUnfrozenBalance"
    assert body["detail"].startswith("That many tokens are not free")
    ends = {"holder": market.holder.address, "to": market.issuer.address}
    market.decree(f"{market.path}/forced-transfers", **ends, amount="10")
    held = market.held(market.holder)
    assert (held["amount"], held["frozen"]) == ("30", "30")
    assert market.held(market.issuer)["amount"] == "10"
    market.decree(f"{market.path}/freezes", account=market.holder.address, amount="0")
    assert market.held(market.holder)["frozen"] == "0"


def test_a_class_is_paused_and_resumed(market: Market) -> None:
    market.decree(f"{market.path}/pauses")
    assert market.shown()["paused"] is True
    issue = market.post(
        market.issuer, f"{market.path}/issues", to=market.holder.address, amount="1"
    )
    assert problem(issue, 422, "contract.refused")["reason"] == "class is paused"
    market.decree(f"{market.path}/resumptions")
    assert market.shown()["paused"] is False
    market.act(market.issuer, f"{market.path}/issues", to=market.holder.address, amount="1")


def test_an_unbacked_class_waits_for_an_exemption(market: Market) -> None:
    number = _register(market.world, market.client, market.issuer, "unbacked")
    path = f"/v1/assets/{number}"
    issue = {"to": market.issuer.address, "amount": "5"}
    refused = market.post(market.issuer, f"{path}/issues", **issue)
    assert problem(refused, 422, "contract.refused")["reason"] == "not exempt"
    market.decree(f"{path}/exemptions")
    market.act(market.issuer, f"{path}/issues", **issue)
    shown = market.client.get(path).json()["data"]
    assert (shown["backing_kind"], shown["exempt"], shown["shortfall"]) == ("unbacked", True, "0")
    market.decree(f"{path}/exemption-revocations")
    assert market.client.get(path).json()["data"]["exempt"] is False


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/asset-systems", {"issuer": 4, "system": DIGEST}),
        ("/v1/asset-systems/revocations", {"issuer": 4}),
        ("/v1/assets/1/exemptions", {}),
        ("/v1/assets/0/pauses", {}),
        ("/v1/assets/1/resumptions", {}),
        ("/v1/assets/1/freezes", {"account": "0x" + "11" * 20, "amount": "0"}),
        (
            "/v1/assets/1/forced-transfers",
            {"holder": "0x" + "11" * 20, "to": "0x" + "22" * 20, "amount": "1"},
        ),
    ],
)
def test_nobody_else_acts_as_the_authorised_body(
    market: Market, path: str, body: dict[str, Any]
) -> None:
    answer = market.post(market.issuer, path, basis=DIGEST, **body)
    refused = problem(answer, 422, "contract.refused")
    assert (refused["contract"], refused["reason"]) == ("participants", "not the authority")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_of_the_authorised_body_is_explained_by_what_it_does(
    market: Market, language: Language
) -> None:
    asked = {
        "sender": market.world.authority.address,
        "basis": OTHER,
        "account": market.holder.address,
        "amount": "35",
    }
    headers = {"Accept-Language": language}
    answer = market.client.post(f"{market.path}/freezes", json=asked, headers=headers)
    said = answer.json()["explanation"]
    assert market.holder.address in said["summary"]
    values = {field["name"]: field["value"] for field in said["fields"]}
    assert values["amount"] == "35"
    assert values["basis"] == OTHER
