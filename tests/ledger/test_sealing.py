"""Who sealed the last blocks and whose turn it was; which witnesses agree."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from ledger.database import IndexRow, writing
from ledger.index.sealing import Sealing, in_turn
from ledger.index.tables import BlockRow
from ledger.proofs.agreement import MOST_WITNESSES, agreement_of
from ledger.types import Address
from tests.api.talk import witnessed
from tests.support.chain import address, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from ledger.chain import Chain
    from tests.support.chain import Ledger

_A, _B, _C = (Address("0x" + digit * 40) for digit in "Abc")
_STRANGER = Address("0x" + "9" * 40)


def _block(number: int, sealer: Address | None) -> BlockRow:
    return BlockRow(
        number=number,
        hash=f"0x{number:064x}",
        parent_hash=f"0x{number - 1:064x}",
        timestamp=1_000 + number,
        sealer=sealer,
        state_root="0x",
        gas_used=0,
        gas_limit=1,
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Nine blocks of three signers: B was away at 4, A sealed in its place."""
    sealers = [None, _B, _C, _A, _A, _C, _A, _B, _STRANGER, _A]
    with opened(tmp_path / "index.db", IndexRow) as index:
        with writing(index) as session:
            session.add_all(_block(number, sealer) for number, sealer in enumerate(sealers))
        yield index


def test_a_turn_is_missed_when_another_sealed_at_its_height(engine: Engine) -> None:
    found = Sealing.over(engine, [_C, _A, _B], 100)
    assert (found.first, found.last, found.blocks) == (1, 9, 9)
    told = {
        each.signer: (each.blocks, each.turns, each.missed, each.instead, each.last)
        for each in found.signers
    }
    assert {who: (*some, last and last.number) for who, (*some, last) in told.items()} == {
        _A: (4, 3, 0, 1, 9),
        _B: (2, 3, 1, 0, 7),
        _C: (2, 3, 1, 0, 5),
        _STRANGER: (1, 0, 0, 1, 8),
    }
    assert [each.signer for each in found.signers] == [_A, _B, _C, _STRANGER]
    assert [each.known for each in found.signers] == [True, True, True, False]
    assert sum(each.blocks for each in found.signers) == found.blocks


def test_only_the_last_blocks_are_looked_at(engine: Engine) -> None:
    found = Sealing.over(engine, [_A, _B, _C], 3)
    assert (found.first, found.last) == (7, 9)
    last = {each.signer: each.last and each.last.number for each in found.signers}
    assert last == {_A: 9, _B: 7, _C: None, _STRANGER: 8}


def test_an_empty_index_and_a_chain_without_signers_say_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "empty.db", IndexRow) as empty:
        assert Sealing.over(empty, [_A], 100).blocks == 0
        assert Sealing.over(empty, [], 100).signers == ()
    assert in_turn([], 7) is None
    assert in_turn([_B, _A], 7) == _B


def test_the_real_chain_is_sealed_by_its_signers_in_turn(ledger: Ledger) -> None:
    ledger.admit()
    head = ledger.indexer().catch_up()
    signers = ledger.chain.deployment.signers
    found = Sealing.over(ledger.index, signers, 10_000)
    assert {each.signer for each in found.signers} == set(signers)
    assert sum(each.missed for each in found.signers) == 0
    assert sum(each.blocks for each in found.signers) == head.number


class _Listed:
    """A node that lists what it is told to."""

    def __init__(self, chain: Chain, listed: Any) -> None:
        self._rpc, self.listed = chain.rpc, listed

    def call(self, method: str, *params: Any) -> Any:
        return self.listed if method == "qoima_listWitnesses" else self._rpc.call(method, *params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rpc, name)


def _over(ledger: Ledger, listed: Any) -> Any:
    rpc: Any = _Listed(ledger.chain, listed)
    return agreement_of(dataclasses.replace(ledger.chain, rpc=rpc), ledger.store)


def _listed(witness: str, latest: str | None = "0x1", broken: Any = None) -> dict[str, Any]:
    return {"witness": witness, "statements": "0x1", "latest": latest, "equivocation": broken}


def test_a_witness_agrees_where_its_signature_holds_for_our_block(ledger: Ledger) -> None:
    witness = ledger.admit()
    head = ledger.indexer().catch_up()
    witnessed(ledger.chain, witness, head.number)
    found = agreement_of(ledger.chain, ledger.store)
    assert found is not None
    (own,) = [each for each in found if each.witness == address(witness)]
    assert (own.statements, own.latest, own.agrees) == (1, head.number, True)
    assert not own.contradicted


def test_what_a_node_claims_of_a_witness_is_checked(ledger: Ledger) -> None:
    liar = address(ledger.admit())
    ledger.indexer().catch_up()
    (claimed,) = _over(ledger, [_listed(liar)])
    assert claimed.agrees is False
    (unknown,) = _over(ledger, [_listed(liar, hex(10**9))])
    assert unknown.agrees is None
    (none,) = _over(ledger, [_listed(liar, None, [{}, {}])])
    assert (none.agrees, none.contradicted) == (None, True)
    assert len(_over(ledger, [_listed(liar)] * 1_000)) == MOST_WITNESSES


@pytest.mark.parametrize("listed", [None, [7], [{}], [{**_listed("nobody")}], "witnesses"])
def test_a_list_of_another_shape_is_no_answer(ledger: Ledger, listed: Any) -> None:
    assert _over(ledger, listed) is None
