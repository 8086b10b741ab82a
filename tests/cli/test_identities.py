"""Binding an account from the commands, with the words of `docs/identities.md`."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.pki import BIN, NAME, Party, issue, key, subject

if TYPE_CHECKING:
    from tests.cli.people import People
    from tests.cli.program import Ran, Up
    from tests.support.pki import Pki

PAGE = (Path(__file__).parents[2] / "docs" / "identities.md").read_text("utf-8")
ASK, SIGN, BIND = (
    shlex.split(line)
    for line in PAGE.split("```\n")[1].strip().replace("acme", "stranger").split("\n")
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificates: Pki) -> Path:
    """A folder with the files that the page names."""
    monkeypatch.chdir(tmp_path)
    _lay(tmp_path, certificates.leaf, certificates)
    return tmp_path


def _lay(folder: Path, leaf: Party, certificates: Pki) -> None:
    certificate, secret = leaf.write(folder, "leaf")
    certificate.rename(folder / "certificate.pem")
    secret.rename(folder / "key.pem")
    (folder / "chain.pem").write_bytes(certificates.middle.pem)


def _qoima(installation: Up, words: list[str], *more: str) -> Ran:
    assert words[0] == "qoima"
    return installation.qoima(*words[1:], *more)


def _openssl(*more: str) -> None:
    assert SIGN[0] == "openssl"
    subprocess.run([*SIGN, *more], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("kind", "options"), [("p256", ()), ("rsa", ()), ("rsa", ("-keyopt", "rsa_padding_mode:pss"))]
)
def test_the_commands_of_the_page_bind_an_account(
    installation: Up, people: People, desk: Path, certificates: Pki, kind: str, options: tuple[str]
) -> None:
    _lay(desk, issue(certificates.middle, subject("A"), own=key(kind)), certificates)
    asked = _qoima(installation, ASK).answer
    assert (asked["account"], asked["file"]) == (people["stranger"], "challenge.txt")
    _openssl(*options)
    made = _qoima(installation, BIND).answer
    assert (made["account"], made["withdrawn_at"]) == (people["stranger"], None)
    gone = installation.qoima("identity", "withdraw", made["id"], "--key", "stranger")
    assert gone.answer == {"withdrawn": made["id"]}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_text_in_any_language_and_an_armoured_signature_are_taken(
    installation: Up, people: People, desk: Path, language: str
) -> None:
    assert installation.qoima(*ASK[1:], "--language", language).code == 0
    _openssl("-outform", "PEM")
    made = _qoima(installation, BIND).answer
    installation.qoima("identity", "withdraw", made["id"], "--key", "stranger")


def test_a_participant_confirms_shows_and_withdraws(
    installation: Up, people: People, desk: Path
) -> None:
    ask = [word.replace("stranger", "depositor") for word in ASK]
    bind = [word.replace("stranger", "depositor") for word in BIND]
    assert _qoima(installation, ask, "--purpose", "confirmation").code == 0
    _openssl()
    made = _qoima(installation, bind).answer
    assert installation.qoima("identity", "show", made["id"]).refusal["code"] == "access.required"
    assert installation.qoima("sign-in", "--key", "depositor").code == 0
    try:
        shown = installation.qoima("identity", "show", made["id"]).answer
        number = ["--participant", people["depositor"]]
        assert installation.qoima("identity", "show", *number).answer == shown
        assert (shown["held"]["organisation"], shown["held"]["bin"]) == (NAME, BIN)
        installation.qoima("identity", "withdraw", made["id"], "--key", "depositor")
        assert installation.qoima("identity", "show", made["id"]).answer["held"] is None
    finally:
        installation.qoima("sign-out")
    assert installation.qoima("identity", "show").refusal["code"] == (
        "settings.identity-or-participant"
    )


def test_the_authority_admits_what_was_shown(
    installation: Up, people: People, desk: Path, tmp_path: Path
) -> None:
    _qoima(installation, ASK)
    _openssl()
    made = _qoima(installation, BIND).answer
    words = ["participant", "admit-bound", people["stranger"], made["id"], "--basis", "5a" * 32]
    refused = installation.qoima(*words, "--roles", "none", "--key", "authority")
    assert refused.refusal["code"] == "input.role-unknown"
    other = ["participant", "admit-bound", people["depositor"], *words[3:]]
    assert installation.qoima(*other, "--key", "authority").refusal["code"] == "identity.of-another"
    installation.qoima("identity", "withdraw", made["id"], "--key", "stranger")
    assert installation.qoima(*words, "--key", "authority").refusal["code"] == "identity.withdrawn"


def test_nothing_is_signed_but_what_this_program_would_write(
    installation: Up, people: People, desk: Path
) -> None:
    _qoima(installation, ASK)
    text = Path("challenge.txt").read_text("utf-8")
    _openssl()
    for old, new in (
        (people["stranger"], people["depositor"]),
        ("Chain id: ", "Chain id: 1"),
        ("Domain: ", "Domain: evil."),
        ("until consent is withdrawn", "for good"),
        ("admission to the network", "withdrawal of consent"),
    ):
        assert old in text
        Path("challenge.txt").write_text(text.replace(old, new), "utf-8")
        assert _qoima(installation, BIND).refusal["code"] == "identity.not-ours", new
    Path("challenge.txt").write_text(text, "utf-8")
    assert installation.qoima(*BIND[1:-1], "depositor").refusal["code"] == "identity.not-ours"
    Path("signature.der").write_bytes(b"\x00")
    assert _qoima(installation, BIND).refusal["code"] == "identity.cms-malformed"


def test_files_that_are_not_there_or_are_already(installation: Up, desk: Path) -> None:
    refused = _qoima(installation, BIND).refusal
    assert refused["code"] == "input.file-unreadable"
    assert _qoima(installation, ASK).code == 0
    assert _qoima(installation, ASK).refusal["code"] == "input.file-unwritable"


def test_bindings_are_told_in_a_log_whose_heads_the_chain_holds(
    installation: Up, people: People, desk: Path
) -> None:
    _qoima(installation, ASK)
    _openssl()
    made = _qoima(installation, BIND).answer
    page = Path(__file__).parents[2] / "docs" / "logs" / "identities.md"
    opened = installation.qoima(
        "journal", "open", "identities", "--purpose", str(page), "--key", "operator"
    )
    assert opened.code == 0, opened.err
    assert installation.qoima("journal", "append", "identities", "--key", "operator").code == 0
    entries: list[dict[str, Any]] = installation.qoima("journal", "entries", "identities").answer
    assert made["digest"] in json.dumps(entries)
    assert installation.qoima("journal", "verify", "identities").answer["heads"] == 1
    installation.qoima("identity", "withdraw", made["id"], "--key", "stranger")
