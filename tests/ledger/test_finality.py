"""Which block is final."""

from __future__ import annotations

import pytest

from ledger.chain.finality import final_number


def test_with_one_sealer_the_head_is_final_at_once() -> None:
    assert final_number(7, 1) == 7


@pytest.mark.parametrize(("signers", "final"), [(2, 98), (3, 98), (4, 97), (5, 97), (21, 89)])
def test_with_several_sealers_a_majority_has_to_build_on_a_block_first(
    signers: int, final: int
) -> None:
    assert final_number(100, signers) == final


def test_a_young_chain_has_its_genesis_final_and_nothing_before() -> None:
    assert final_number(1, 5) == 0
