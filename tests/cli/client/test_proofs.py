"""Proofs are fetched as they are and believed only against what the caller trusts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.proofs.trust import trust_of
from qoima.client import (
    Client,
    Delivery,
    InputError,
    NotFound,
    Rejected,
    VerificationError,
    packages,
    proofs,
    validation,
)
from tests.support.packages import written
from tests.support.talker import forwarded, talker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qoima.client import Agent, Deployment, Metadata
    from tests.cli.program import Up


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that no other test has."""
    room = tmp_path_factory.mktemp("proofs")
    return written(room / "tree", {"каталог/main.py": str(room).encode(), "x": b"x"})


@pytest.fixture(scope="module")
def number(agent_of: Callable[[str], Agent], said: Metadata, folder: Path) -> int:
    """A deposit of it."""
    return packages.put(agent_of("depositor"), Delivery(folder, said)).number


def test_a_proof_holds_against_the_trusted_deployment_alone(
    connection: Client, trusted: Deployment, number: int, folder: Path, tmp_path: Path
) -> None:
    file = folder / "каталог" / "main.py"
    bundle = proofs.of_file(connection, number, "каталог/main.py")
    proven = proofs.verified(bundle, trusted, file)
    assert proven.bundle.statement is not None
    assert proven.bundle.statement.says["number"] == str(number)
    assert proofs.verified(bundle, trust_of(trusted)).bundle == proven.bundle
    for whole in (proofs.of_deposit(connection, number), _owner(connection, number)):
        assert proofs.verified(whole, trusted).bundle.kind_name
    other = replace(trusted, chain_id=trusted.chain_id + 1)
    with pytest.raises(VerificationError, match=r"proof\."):
        proofs.verified(bundle, other)
    with pytest.raises(VerificationError, match=r"proof\.file-differs"):
        proofs.verified(bundle, trusted, folder / "x")
    with pytest.raises(VerificationError, match=r"proof\."):
        proofs.verified(bundle[:-100], trusted)
    with pytest.raises(InputError, match=r"input\.file-unreadable"):
        proofs.verified(bundle, trusted, tmp_path / "nothing")


def _owner(client: Client, number: int) -> bytes:
    return proofs.of_deposit(client, number, about="ownership")


def test_a_proof_that_a_server_altered_does_not_hold(
    installation: Up, trusted: Deployment, number: int
) -> None:
    def change(document: Any) -> None:
        document["statement"]["says"]["account"] = "0x" + "11" * 20

    with (
        talker(lambda asked: forwarded(installation.url, asked, change)) as server,
        Client.connect(server.url) as client,
    ):
        bundle = proofs.of_deposit(client, number)
    with pytest.raises(VerificationError, match=r"proof\."):
        proofs.verified(bundle, trusted)


def test_there_is_no_proof_of_what_is_not_there(connection: Client, number: int) -> None:
    with pytest.raises(NotFound):
        proofs.of_deposit(connection, 10**9)
    with pytest.raises(NotFound):
        proofs.of_file(connection, number, "../x")
    with pytest.raises(NotFound):
        proofs.of_record(connection, 10**9, 0)
    with pytest.raises(NotFound):
        proofs.of_notification(connection, 10**9)


def test_bytes_a_digest_a_record_and_a_proof_are_validated(
    connection: Client, number: int, folder: Path, tmp_path: Path
) -> None:
    file = folder / "каталог" / "main.py"
    verdict = validation.of_file(connection, file)
    assert verdict.known
    assert not verdict.accepted
    (match,) = verdict.matches
    assert (match.kind, match.number, match.path) == ("deposit", number, "каталог/main.py")
    assert validation.of_subject(connection, verdict.subject) == verdict
    assert validation.of_subject(connection, f"deposit:{number}").known
    assert validation.of_proof(connection, proofs.of_deposit(connection, number)).known
    altered = tmp_path / "altered"
    altered.write_bytes(file.read_bytes() + b" ")
    unknown = validation.of_file(connection, altered)
    assert (unknown.known, unknown.matches) == (False, ())
    with pytest.raises(Rejected):
        validation.of_subject(connection, "nothing of the kind?")
    with pytest.raises(InputError, match=r"input\.file-unreadable"):
        validation.of_file(connection, tmp_path / "nothing")
