"""`qoima deposit proof` and `qoima verify` of what it wrote, with nothing else at work."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.program import here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

_SLOWEST = 60.0
_TITLES = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")


@pytest.fixture(scope="module")
def room(
    installation: Up, people: People, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """A folder with a deposit's proofs and a trust file, and the deposit's number."""
    folder = tmp_path_factory.mktemp("proofs")
    (folder / "tree").mkdir()
    (folder / "tree" / "proven.py").write_bytes(b"proven = True\n")
    number = str(installation.qoima("deposit", str(folder / "tree"), *_SAID).answer["number"])
    for name, words in {
        "whole": (),
        "file": ("--file", "proven.py"),
        "owner": ("--owner",),
    }.items():
        output = str(folder / f"{name}.json")
        ran = installation.qoima("deposit", "proof", number, "--output", output, *words)
        assert ran.answer["size"] == (folder / f"{name}.json").stat().st_size
    shutil.copy(installation.home / "node" / "deployment.json", folder / "trust.json")
    return {"folder": folder, "number": number}


def _verify(room: dict[str, Any], name: str, *words: str) -> Any:
    folder: Path = room["folder"]
    trust = str(folder / "trust.json")
    return here("verify", str(folder / name), *words, "--trust", trust, "--json")


def test_a_witness_that_did_not_sign_is_named(
    installation: Up, people: People, room: dict[str, Any]
) -> None:
    output, stranger = str(room["folder"] / "witnessed.json"), people["stranger"]
    asked = ("deposit", "proof", room["number"], "--output", output, "--witness", stranger)
    ran = installation.qoima(*asked)
    assert (ran.code, ran.refusal["code"]) == (1, "proof.not-witnessed")
    assert stranger in str(ran.refusal)


def test_proofs_hold_with_nothing_but_a_trust_file(room: dict[str, Any]) -> None:
    whole = _verify(room, "whole.json").answer
    assert whole["statement"]["number"] == room["number"]
    assert whole["checks"] == list(range(1, 15))
    names = {"kind": "program-code", "access": "public", "origin": "non-state"}
    assert {name: whole["statement"][name] for name in names} == names
    assert whole["held"]["status"] == "deposited"
    owner = _verify(room, "owner.json").answer
    assert owner["held"]["possessor"] == whole["statement"]["possessor"]
    given = str(room["folder"] / "tree" / "proven.py")
    assert _verify(room, "file.json", given).answer["checks"] == list(range(1, 17))


def test_another_file_another_trust_and_an_old_state_are_refused(room: dict[str, Any]) -> None:
    folder: Path = room["folder"]
    other = _verify(room, "file.json", str(folder / "trust.json"))
    assert (other.code, other.refusal["code"]) == (4, "proof.file-differs")
    assert other.refusal["check"] == 16
    trust = json.loads((folder / "trust.json").read_bytes()) | {"chain_id": 5}
    (folder / "other.json").write_text(json.dumps(trust))
    trusted = ("--trust", str(folder / "other.json"))
    ran = here("verify", str(folder / "whole.json"), *trusted, "--json")
    assert (ran.code, ran.refusal["code"]) == (4, "proof.other-chain")
    old = _verify(room, "owner.json", "--not-before", "1000000")
    assert (old.code, old.refusal["code"]) == (4, "proof.state-stale")
    (folder / "edited.json").write_bytes((folder / "whole.json").read_bytes() + b"\n")
    edited = _verify(room, "edited.json")
    assert (edited.code, edited.refusal["code"]) == (4, "proof.not-canonical")


def test_without_a_trust_file_the_installation_s_own_is_taken(
    installation: Up, room: dict[str, Any]
) -> None:
    whole = str(room["folder"] / "whole.json")
    assert installation.qoima("verify", whole).answer["proof"] == "deposit"
    ran = here("verify", whole, "--json")
    assert (ran.code, ran.refusal["code"]) == (2, "settings.no-deployment")
    taken = installation.qoima("deposit", "proof", room["number"], "--output", whole)
    assert (taken.code, taken.refusal["code"]) == (2, "input.output-exists")


def test_an_installation_is_asked_of_a_file_a_number_a_transaction_and_a_proof(
    installation: Up, room: dict[str, Any]
) -> None:
    folder, number = room["folder"], int(room["number"])
    (match,) = installation.qoima("validate", f"deposit:{number}").answer["data"]["matches"]
    file = installation.qoima("validate", str(folder / "tree" / "proven.py")).answer["data"]
    assert [(each["number"], each["path"]) for each in file["matches"]] == [(number, "proven.py")]
    act = installation.qoima("validate", match["recorded"]["transaction"]).answer["data"]
    assert [each["number"] for each in act["matches"]] == [number]
    proof = installation.qoima("validate", str(folder / "owner.json")).answer["data"]
    assert (proof["outcome"], proof["proof"]["state"]["says"]["status"]) == ("holds", "deposited")
    said = here("validate", str(folder / "owner.json"), **installation.environment).out
    assert "under review" in said


def test_what_is_not_known_and_a_proof_that_does_not_hold_end_with_four(
    installation: Up, room: dict[str, Any]
) -> None:
    folder: Path = room["folder"]
    none = installation.qoima("validate", "deposit:999999")
    assert (none.code, none.refusal["code"]) == (4, "verify.unknown")
    assert json.loads(none.out)["data"]["detail"]
    (folder / "broken.json").write_bytes((folder / "whole.json").read_bytes() + b"\n")
    broken = installation.qoima("validate", str(folder / "broken.json"))
    assert (broken.code, broken.refusal["code"]) == (4, "verify.proof-fails")
    strange = installation.qoima("validate", "house:12")
    assert (strange.code, strange.refusal["code"]) == (2, "input.not-verifiable")


def test_the_indexer_keeps_what_was_stated(installation: Up, room: dict[str, Any]) -> None:
    deadline = time.monotonic() + _SLOWEST
    asked = "SELECT text FROM proof_statement WHERE event = 'Deposited' AND number = ?"
    with contextlib.closing(sqlite3.connect(installation.home / "vault.db")) as vault:
        while (kept := vault.execute(asked, (room["number"],)).fetchone()) is None:
            assert time.monotonic() < deadline, "nothing was kept"
            time.sleep(0.1)
    served = json.loads((room["folder"] / "whole.json").read_bytes())
    assert json.loads(kept[0]) == served["statement"]


def test_a_balance_and_a_notification_that_are_not_there_are_not_proven(
    installation: Up, people: People, tmp_path: Path
) -> None:
    output = ("--output", str(tmp_path / "none.json"))
    balance = installation.qoima("asset", "proof", "1", people["stranger"], *output)
    assert (balance.code, balance.refusal["code"]) == (1, "proof.nothing-held")
    notified = installation.qoima("mining", "proof", "999", *output)
    assert (notified.code, notified.refusal["code"]) == (1, "notification.unknown")
    assert not (tmp_path / "none.json").exists()
