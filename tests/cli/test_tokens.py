"""`qoima asset` on a running installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_DIGEST = "5a" * 32


def _done(ran: Ran) -> None:
    assert ran.code == 0, ran.err


@pytest.fixture(scope="module")
def tokens(installation: Up, people: People, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A class with 100 tokens backed, 60 of them issued to the issuer."""
    decision = tmp_path_factory.mktemp("documents") / "decision.txt"
    decision.write_text("We issue.")
    words = ["asset", "register", "--backing", "goods", "--decision", str(decision)]
    done = installation.qoima(*words, "--rights", _DIGEST, "--key", "issuer").answer
    number = str(done["number"])
    numbers = [
        str(installation.qoima("participant", "show", people[who]).answer["data"]["number"])
        for who in ("issuer", "holder")
    ]
    system = ("--system", _DIGEST, "--basis", _DIGEST, "--key", "authority")
    _done(installation.qoima("asset", "attest-system", numbers[0], *system))
    _done(installation.qoima("asset", "allow", number, numbers[1], "--key", "issuer"))
    until = ("--valid-until", "2099-12-31", "--evidence", _DIGEST)
    _done(installation.qoima("asset", "attest", number, "100", *until, "--key", "attestor"))
    _done(installation.qoima("asset", "issue", number, people["issuer"], "60", "--key", "issuer"))
    return number


def test_tokens_pass_to_a_holder_and_the_register_says_who_has_them(
    installation: Up, people: People, tokens: str
) -> None:
    words = ["asset", "transfer", tokens, people["holder"], "25", "--key", "issuer"]
    done = installation.qoima(*words).answer
    held = installation.qoima("asset", "holders", tokens).answer
    amounts = {each["account"]: each["amount"] for each in held["data"]}
    assert amounts == {people["issuer"]: "35", people["holder"]: "25"}
    assert held["as_of"]["number"] >= done["block"]
    own = installation.qoima("asset", "holdings", people["holder"]).answer["data"]
    of_class = [each["amount"] for each in own if each["class_id"] == int(tokens)]
    assert of_class == ["25"]
    shown = installation.qoima("asset", "show", tokens).answer["data"]
    assert (shown["supply"], shown["backing"]["amount"]) == ("60", "100")
    assert shown["backing"]["valid_until"] == "2099-12-31T18:59:59Z"
    assert int(tokens) in [a["id"] for a in installation.qoima("asset", "list").answer["data"]]
    sent = installation.qoima("tx", "show", done["transaction"]).answer
    assert (sent["state"], sent["succeeded"]) == ("indexed", True)


def test_no_more_is_issued_than_is_backed(installation: Up, people: People, tokens: str) -> None:
    words = ["asset", "issue", tokens, people["issuer"], "41", "--key", "issuer"]
    ran = installation.qoima(*words)
    assert (ran.code, ran.refusal["code"]) == (1, "contract.refused")
    assert ran.refusal["message"]


def test_a_stranger_gets_no_tokens_and_sends_none(
    installation: Up, people: People, tokens: str
) -> None:
    to = installation.qoima("asset", "transfer", tokens, people["stranger"], "1", "--key", "issuer")
    assert (to.code, to.refusal["code"]) == (1, "contract.refused")
    sent = installation.qoima(
        "asset", "transfer", tokens, people["holder"], "1", "--key", "stranger"
    )
    assert sent.code == 1


@pytest.mark.parametrize("amount", ["0", "1.5", "ten", "٣", "9" * 79])
def test_an_amount_that_is_no_whole_number_is_wrong_usage(
    installation: Up, people: People, tokens: str, amount: str
) -> None:
    ran = installation.qoima("asset", "issue", tokens, people["issuer"], amount, "--key", "issuer")
    assert (ran.code, ran.refusal["code"]) == (2, "input.amount-not-whole")


def test_the_index_is_what_the_contracts_answer(installation: Up, people: People) -> None:
    verified = installation.qoima("index", "verify", "--all").answer
    assert verified["compared"] > 10
    assert installation.qoima("index", "verify", "--sample", "1").answer["compared"] > 1
