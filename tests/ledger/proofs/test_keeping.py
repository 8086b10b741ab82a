"""Statements are kept once they are final, and prove the record without the node's receipts."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ledger.database import VaultRow
from ledger.errors import NotFound, VerificationError
from ledger.proofs.building import Asked, Prover
from ledger.proofs.keeping import Keeper, Statements
from tests.ledger.proofs.test_building import CONTENT
from tests.support.chain import opened
from tests.support.node import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.chain import Chain
    from ledger.records import Recorded
    from tests.support.node import RunningNode

ROOT = bytes.fromhex("c7" * 32)


@pytest.fixture
def statements(tmp_path: Path) -> Iterator[Statements]:
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        yield Statements(vault)


@pytest.fixture
def keeper(chain_node: RunningNode, chain: Chain, statements: Statements) -> Keeper:
    """One that keeps the deposits of the session's chain, of which there is one more."""
    depositor = chain_node.admit(Role.DEPOSITOR)
    chain_node.act(depositor, "depository", "deposit", ROOT, 5, 3, 0, 0, bytes(32))
    events = chain.events(0, chain.head().number)
    places = {e.args["number"]: e.recorded for e in events if e.name == "Deposited"}

    def recorded(number: int) -> Recorded:
        if number not in places:
            raise NotFound("deposit.unknown", number=number)
        return places[number]

    return Keeper(Prover(chain, statements), statements, {"deposit": recorded})


def test_every_statement_is_kept_once(keeper: Keeper, statements: Statements) -> None:
    made = keeper.catch_up()
    assert made == statements.last("Deposited") >= 1
    assert keeper.catch_up() == 0
    kept = statements.get("Deposited", made)
    assert kept is not None
    assert kept["says"]["number"] == str(made)
    statements.keep("Deposited", made, {"other": 1})
    assert statements.get("Deposited", made) == kept
    assert statements.get("Notified", made) is None
    assert statements.last("Notified") == 0


def test_a_bundle_of_a_kept_statement_is_the_same(keeper: Keeper, chain: Chain) -> None:
    last = keeper.catch_up()
    recorded, at = keeper.records["deposit"](last), int(chain.head().number)
    asked = ("deposit", {"number": str(last)}, recorded, CONTENT, Asked(at))
    assert keeper.prover.prove(*asked) == Prover(chain).prove(*asked)


def test_a_statement_that_was_altered_in_the_vault_is_not_served(
    keeper: Keeper, statements: Statements, chain: Chain
) -> None:
    last = int(chain.call("depository", "count"))
    recorded, subject = keeper.records["deposit"](last), {"number": str(last)}
    made = keeper.prover.statement("deposit", subject, recorded)
    altered = json.loads(json.dumps(made).replace('"size": "5"', '"size": "6"'))
    assert altered != made
    statements.keep("Deposited", last, altered)
    with pytest.raises(VerificationError, match=r"proof\.statement-differs"):
        keeper.prover.prove("deposit", subject, recorded, CONTENT)


def test_keeping_goes_on_until_it_is_stopped_and_ends_on_an_error(
    keeper: Keeper, statements: Statements, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    stop.set()
    keeper.run(stop)
    assert statements.last("Deposited") == 0
    first = keeper.records["deposit"](1)
    wrong = replace(keeper, records={"notification": lambda _: first})
    wrong.run(threading.Event())
    assert "no more proofs are kept" in caplog.text
