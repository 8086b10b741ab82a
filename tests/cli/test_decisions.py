"""`qoima decision`: one key proposes, another agrees; each sees what it signs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from tests.cli.program import new_home, up
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.program import Up

_BASIS = ("--basis", "5a" * 32)
_NAMES = ("--name-kk", "Екінші", "--name-ru", "Второй", "--name-en", "Second")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """An installation in which two keys of the authorised body must agree."""
    with up(new_home(tmp_path_factory.mktemp("decisions") / "home")) as running:
        key = Account.create()
        folder = running.home / "keys"
        folder.mkdir()
        (folder / "password").write_text(PASSWORD + "\n")
        keystore = Account.encrypt(key.key, PASSWORD, kdf="scrypt", iterations=2)
        (folder / "second.json").write_text(json.dumps(keystore))
        words = ["participant", "admit", key.address, "--roles", "authority", *_NAMES, *_BASIS]
        done = running.qoima(*words, "--bin-or-iin", "180340011209", "--key", "authority")
        assert done.code == 0, done.err
        words = ["decision", "propose", "participants", "set_quorum", "2", *_BASIS]
        assert running.qoima(*words, "--key", "authority").answer["state"] == "executed"
        yield running


def test_two_keys_agree_on_an_act(two: Up) -> None:
    newcomer = str(Account.create().address)
    words = ["participant", "admit", newcomer, *_NAMES, *_BASIS, "--bin-or-iin", "180340011209"]
    waiting = two.qoima(*words, "--key", "authority").answer
    assert (waiting["agreed"], waiting["required"]) == (1, 2)
    number = str(waiting["proposal"])
    shown = two.qoima("decision", "show", number).answer["data"]
    assert (shown["state"], shown["call"]["args"]["account"]) == ("open", newcomer)
    done = two.qoima("decision", "confirm", number, "--key", "second").answer
    assert (done["state"], done["proposal"]) == ("executed", int(number))
    assert two.qoima("participant", "show", newcomer).code == 0
    again = two.qoima("decision", "confirm", number, "--key", "second")
    assert (again.code, again.refusal["code"]) == (1, "contract.refused")


def test_a_proposal_is_withdrawn_and_listed(two: Up) -> None:
    words = ["decision", "propose", "participants", "set_quorum", "1", *_BASIS]
    waiting = two.qoima(*words, "--key", "second").answer
    number = str(waiting["proposal"])
    done = two.qoima("decision", "withdraw", number, "--key", "second").answer
    assert done["state"] == "withdrawn"
    listed = two.qoima("decision", "list", "--limit", "1").answer["data"]
    assert [(each["number"], each["state"]) for each in listed] == [(int(number), "withdrawn")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("treasury", "pay"), "input.function-unknown"),
        (("participants", "count"), "input.function-unknown"),
        (("participants", "set_quorum"), "input.arguments"),
        (("participants", "set_quorum", "two"), "argument.malformed"),
    ],
)
def test_what_is_no_act_is_not_proposed(two: Up, words: tuple[str, ...], code: str) -> None:
    ran = two.qoima("decision", "propose", *words, *_BASIS, "--key", "authority")
    assert ran.code in (1, 2)
    assert ran.refusal["code"] == code


def test_what_is_not_there_is_refused(two: Up) -> None:
    ran = two.qoima("decision", "show", "999")
    assert (ran.code, ran.refusal["code"]) == (1, "proposal.unknown")
    ran = two.qoima("decision", "confirm", "999", "--key", "second")
    assert ran.refusal["code"] == "contract.refused"
