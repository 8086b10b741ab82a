"""`qoima deposit …` after the deposit: its right, levels, copies, annulment, the yearly check."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_TITLES = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")
_DIGEST = "5a" * 32
_OTHER = "6b" * 32


def _done(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    answer: dict[str, Any] = ran.answer
    return answer


@pytest.fixture
def accepted(installation: Up, people: People, tmp_path: Path) -> str:
    """A new deposit that the operator has accepted, by its number."""
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "main.py").write_text(f"# {tmp_path}")
    number = str(_done(installation.qoima("deposit", str(folder), *_SAID))["number"])
    _done(installation.qoima("deposit", "accept", number, "--key", "operator"))
    return number


def _shown(installation: Up, number: str) -> dict[str, Any]:
    found: dict[str, Any] = installation.qoima("deposit", "show", number).answer["data"]
    return found


def test_the_right_passes_under_an_agreement_that_both_sign(
    installation: Up, people: People, accepted: str, tmp_path: Path
) -> None:
    agreement = tmp_path / "agreement.txt"
    agreement.write_text("The right passes.")
    digest = "0x" + hashlib.sha256(agreement.read_bytes()).hexdigest()
    holder = installation.qoima("participant", "show", people["holder"]).answer["data"]["number"]
    offer = ("deposit", "offer", accepted, "--to", str(holder), "--agreement", str(agreement))
    _done(installation.qoima(*offer, "--key", "depositor"))
    assert _shown(installation, accepted)["offer"]["receiver"] == holder
    _done(installation.qoima("deposit", "withdraw-offer", accepted, "--key", "depositor"))
    _done(installation.qoima(*offer, "--key", "depositor"))
    _done(installation.qoima("deposit", "refuse-offer", accepted, "--key", "holder"))
    _done(installation.qoima(*offer, "--key", "depositor"))
    take = ("deposit", "accept-offer", accepted, "--key", "holder", "--agreement")
    wrong = installation.qoima(*take, _OTHER)
    assert (wrong.code, wrong.refusal["code"]) == (1, "contract.refused")
    _done(installation.qoima(*take, str(agreement)))
    found = _shown(installation, accepted)
    assert (found["possessor"], found["account"]) == (holder, people["holder"])
    assert [each["agreement"] for each in found["possessors"]] == [None, digest]
    late = installation.qoima(*offer, "--key", "depositor")
    assert (late.code, late.refusal["code"]) == (1, "contract.refused")


def test_a_level_is_attested_and_withdrawn(installation: Up, people: People, accepted: str) -> None:
    attest = ("deposit", "attest", accepted)
    for level in ("1", "2"):
        said = ("--evidence", _DIGEST, "--key", "operator")
        _done(installation.qoima(*attest, level, *said))
    wrong = installation.qoima(*attest, "3", "--evidence", _DIGEST, "--key", "depositor")
    assert (wrong.code, wrong.refusal["code"]) == (1, "contract.refused")
    withdraw = ("deposit", "withdraw-level", accepted)
    _done(installation.qoima(*withdraw, "2", "--reason", _OTHER, "--key", "operator"))
    assert _shown(installation, accepted)["level"] == 1
    by_decision = ("--reason", _OTHER, "--basis", _DIGEST, "--key", "authority")
    _done(installation.qoima(*withdraw, "1", *by_decision))
    found = _shown(installation, accepted)
    assert found["level"] == 0
    told = [(each["level"], each["basis"]) for each in found["levels"]]
    assert told == [(1, None), (2, None), (1, None), (0, "0x" + _DIGEST)]


def test_copies_are_applied_for_issued_and_refused(
    installation: Up, people: People, accepted: str
) -> None:
    apply = ("deposit", "apply-copy", accepted, "--application", _DIGEST)
    wrong = installation.qoima(*apply, "--purpose", "archiving", "--key", "operator")
    assert (wrong.code, wrong.refusal["code"]) == (1, "contract.refused")
    _done(installation.qoima(*apply, "--purpose", "archiving", "--key", "depositor"))
    issue = ("deposit", "issue-copy", accepted, "0", "--copy", _OTHER, "--key", "operator")
    _done(installation.qoima(*issue))
    _done(installation.qoima(*apply, "--purpose", "replacement", "--key", "depositor"))
    refuse = ("deposit", "refuse-copy", accepted, "1", "--reason", _OTHER, "--key", "operator")
    _done(installation.qoima(*refuse))
    copies = _shown(installation, accepted)["copies"]
    assert [(each["purpose"], each["status"]) for each in copies] == [
        ("archiving", "issued"),
        ("replacement", "refused"),
    ]


def test_the_authority_annuls_and_nobody_else_does(
    installation: Up, people: People, accepted: str
) -> None:
    annul = ("deposit", "annul", accepted, "--basis", _DIGEST)
    wrong = installation.qoima(*annul, "--key", "operator")
    assert (wrong.code, wrong.refusal["code"]) == (1, "contract.refused")
    _done(installation.qoima(*annul, "--key", "authority"))
    found = _shown(installation, accepted)
    assert (found["status"], found["annulment"]["basis"]) == ("annulled", "0x" + _DIGEST)


def test_a_verification_of_the_whole_is_recorded_and_told(
    installation: Up, people: People, accepted: str
) -> None:
    said = ("--checked", "9", "--faulty", "0", "--report", _OTHER, "--basis", _DIGEST)
    record = ("deposit", "record-verification", *said, "--key", "authority")
    future = installation.qoima(*record, "--completed", "2999-01-01")
    assert (future.code, future.refusal["code"]) == (1, "contract.refused")
    done = _done(installation.qoima(*record))
    told = installation.qoima("deposit", "yearly").answer["data"]
    assert (told["last"]["index"], told["last"]["checked"]) == (done["number"], 9)
    assert (told["last"]["report"], told["due"]) == ("0x" + _OTHER, False)
