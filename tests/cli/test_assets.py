"""`qoima asset`: rights, access, redemption, and what the authorised body may do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_DIGEST = "5a" * 32
_BASIS = ("--basis", _DIGEST, "--key", "authority")


def _answer(ran: Ran) -> Any:
    assert ran.code == 0, ran.err
    return ran.answer


def _why(ran: Ran) -> str:
    """The contract's reason in English."""
    assert (ran.code, ran.refusal["code"]) == (1, "contract.refused")
    return str(ran.refusal["advice"])


def _number(installation: Up, account: str) -> str:
    return str(installation.qoima("participant", "show", account).answer["data"]["number"])


@pytest.fixture(scope="module")
def tokens(installation: Up, people: People, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A class with two rights and 100 tokens backed, 60 of them the holder's."""
    text = tmp_path_factory.mktemp("rights") / "delivery.txt"
    text.write_text("One tonne of wheat.")
    words = ["asset", "register", "--backing", "goods", "--decision", _DIGEST, "--key", "issuer"]
    rights = ["--rights", str(text), "--rights", f"storage={_DIGEST}"]
    number = str(_answer(installation.qoima(*words, *rights))["number"])
    issuer, holder = (_number(installation, people[who]) for who in ("issuer", "holder"))
    system = ("--system", _DIGEST, *_BASIS)
    assert _answer(installation.qoima("asset", "attest-system", issuer, *system))["number"] == int(
        issuer
    )
    _answer(installation.qoima("asset", "allow", number, holder, "--key", "issuer"))
    until = ("--valid-until", "2099-12-31", "--evidence", _DIGEST, "--key", "attestor")
    _answer(installation.qoima("asset", "attest", number, "100", *until))
    issue = ["asset", "issue", number, people["holder"], "60", "--key", "issuer"]
    _answer(installation.qoima(*issue))
    return number


def test_a_class_shows_its_rights_and_documents(
    installation: Up, people: People, tokens: str, tmp_path: Path
) -> None:
    tariff = tmp_path / "tariff.txt"
    tariff.write_text("Storage is free.")
    words = ["asset", "document", tokens, "tariff", str(tariff), "--key", "issuer"]
    _answer(installation.qoima(*words))
    shown = _answer(installation.qoima("asset", "show", tokens))["data"]
    texts = [hashlib.sha256(b"One tonne of wheat.").hexdigest(), _DIGEST]
    assert shown["rights"] == [
        {"code": "1", "text": "0x" + texts[0]},
        {"code": "storage", "text": "0x" + texts[1]},
    ]
    digest = hashlib.sha256(b"Storage is free.").hexdigest()
    assert [(d["name"], d["digest"]) for d in shown["documents"]] == [("tariff", "0x" + digest)]


def test_access_is_given_and_taken(installation: Up, people: People, tokens: str) -> None:
    miner = _number(installation, people["miner"])
    send = ["asset", "transfer", tokens, people["miner"], "1", "--key", "holder"]
    refused = installation.qoima(*send)
    assert _why(refused).startswith("The receiver has no access")
    _answer(installation.qoima("asset", "allow", tokens, miner, "--key", "issuer"))
    _answer(installation.qoima(*send))
    listed = _answer(installation.qoima("asset", "access", tokens))["data"]
    assert int(miner) in [each["participant"] for each in listed]
    _answer(installation.qoima("asset", "disallow", tokens, miner, "--key", "issuer"))
    assert _answer(installation.qoima("asset", "access", tokens))["total"] == len(listed) - 1
    other = installation.qoima("asset", "allow", tokens, miner, "--key", "holder")
    assert (other.code, other.refusal["code"]) == (1, "contract.refused")


def test_a_holder_redeems_and_the_issuer_answers(
    installation: Up, people: People, tokens: str
) -> None:
    ask = ["asset", "redeem", tokens, "10", "--demand", _DIGEST, "--key", "holder"]
    first, second, third = (str(_answer(installation.qoima(*ask))["number"]) for _ in range(3))
    evidence = ("--evidence", _DIGEST, "--key", "issuer")
    _answer(installation.qoima("asset", "close", first, *evidence))
    _answer(installation.qoima("asset", "refuse", second, "--reason", _DIGEST, "--key", "issuer"))
    _answer(installation.qoima("asset", "withdraw", third, "--key", "holder"))
    listed = _answer(installation.qoima("asset", "requests", tokens))["data"]
    assert [each["status"] for each in listed] == ["withdrawn", "refused", "closed"]
    assert _answer(installation.qoima("asset", "request", first))["data"]["amount"] == "10"
    shown = _answer(installation.qoima("asset", "show", tokens))["data"]
    assert (shown["supply"], shown["redeemed"], shown["backing"]["amount"]) == ("50", "10", "90")
    again = installation.qoima("asset", "close", first, *evidence)
    assert _why(again).startswith("This request is decided already.")
    unknown = installation.qoima("asset", "request", "999")
    assert unknown.refusal["code"] == "redemption.unknown"


def test_the_authorised_body_freezes_and_forces_on_a_basis(
    installation: Up, people: People, tokens: str
) -> None:
    holder, issuer = people["holder"], people["issuer"]
    before = {
        each["account"]: int(each["amount"])
        for each in _answer(installation.qoima("asset", "holders", tokens))["data"]
    }
    _answer(installation.qoima("asset", "freeze", tokens, holder, "40", *_BASIS))
    _answer(installation.qoima("asset", "force", tokens, holder, issuer, "15", *_BASIS))
    held = {
        each["account"]: (int(each["amount"]), each["frozen"])
        for each in _answer(installation.qoima("asset", "holders", tokens))["data"]
    }
    left = before[holder] - 15
    assert held[holder] == (left, str(min(40, left)))
    assert held[issuer][0] == before.get(issuer, 0) + 15
    _answer(installation.qoima("asset", "freeze", tokens, holder, "0", *_BASIS))
    alone = installation.qoima(
        "asset", "freeze", tokens, holder, "1", "--basis", _DIGEST, "--key", "issuer"
    )
    assert _why(alone).startswith("Only the authorised body may do this.")
    odd = installation.qoima("asset", "freeze", tokens, holder, "1.5", *_BASIS)
    assert (odd.code, odd.refusal["code"]) == (2, "input.amount-not-whole")


def test_a_class_is_paused_and_resumed(installation: Up, people: People, tokens: str) -> None:
    _answer(installation.qoima("asset", "pause", tokens, *_BASIS))
    send = ["asset", "transfer", tokens, people["issuer"], "1", "--key", "holder"]
    refused = installation.qoima(*send)
    assert _why(refused).startswith("This digital asset is paused.")
    _answer(installation.qoima("asset", "resume", tokens, *_BASIS))
    _answer(installation.qoima(*send))


def test_an_unbacked_class_is_issued_under_an_exemption_only(
    installation: Up, people: People, tokens: str
) -> None:
    words = ["asset", "register", "--backing", "unbacked", "--decision", _DIGEST]
    rights = ("--rights", f"reward={_DIGEST}", "--key", "issuer")
    number = str(_answer(installation.qoima(*words, *rights))["number"])
    issue = ["asset", "issue", number, people["issuer"], "5", "--key", "issuer"]
    assert _why(installation.qoima(*issue)).startswith("No legal exemption is recorded")
    _answer(installation.qoima("asset", "exempt", number, *_BASIS))
    _answer(installation.qoima(*issue))
    _answer(installation.qoima("asset", "revoke-exemption", number, *_BASIS))
    assert _why(installation.qoima(*issue)).startswith("No legal exemption is recorded")


def test_nothing_moves_once_the_system_is_revoked(
    installation: Up, people: People, tokens: str
) -> None:
    issuer = _number(installation, people["issuer"])
    _answer(installation.qoima("asset", "revoke-system", issuer, *_BASIS))
    send = ["asset", "transfer", tokens, people["issuer"], "1", "--key", "holder"]
    assert _why(installation.qoima(*send)).startswith("The issuer's system is not attested")
    system = ("--system", _DIGEST, *_BASIS)
    _answer(installation.qoima("asset", "attest-system", issuer, *system))
    _answer(installation.qoima(*send))
