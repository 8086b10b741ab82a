"""Nodes side by side: the first height at which they part is found, and who says what."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from node.compare import Comparison, compare, first_difference
from node.errors import Unavailable
from tests.node.sources import replaced, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from node.rpc.protocol import Methods
    from tests.node.following import Original


def compared(*nodes: Methods, full: bool = False) -> Comparison:
    with contextlib.ExitStack() as stack:
        return compare([stack.enter_context(serving(each)) for each in nodes], full=full)


def lying(original: Original, about: Callable[[int], bool]) -> Methods:
    """A node that shows other hashes at some heights."""

    def answer(block: dict[str, Any]) -> dict[str, Any]:
        other = {**block, "hash": "0x" + "66" * 32}
        return other if about(int(block["number"], 16)) else block

    return replaced(original.methods, "eth_getBlockByNumber", answer)


def test_nodes_of_one_chain_are_the_same_at_every_height(original: Original) -> None:
    quick = compared(original.methods, original.methods)
    assert (quick.difference, quick.common, quick.looked_at) == (None, original.height, 2)
    full = compared(original.methods, original.methods, full=True)
    assert (full.difference, full.looked_at) == (None, original.height + 1)
    assert list(full.heads.values()) == [original.height] * 2
    assert full.as_json()["same"] is True


@pytest.mark.parametrize("first", [0, 1, 2, 3])
@pytest.mark.parametrize("full", [True, False])
def test_the_first_height_of_another_chain_is_found(
    original: Original, first: int, *, full: bool
) -> None:
    other = lying(original, lambda number: number >= first)
    found = compared(original.methods, original.methods, other, full=full).difference
    assert found is not None
    assert found.number == first
    said = list(found.said.values())
    assert said[0] == said[1] != said[2]


def test_one_false_block_far_below_is_found_by_the_full_walk_only(original: Original) -> None:
    other = lying(original, lambda number: number == 2)
    assert compared(original.methods, other).difference is None
    found = compared(original.methods, other, full=True)
    assert found.difference is not None
    assert found.difference.number == 2
    assert found.as_json()["first_difference"] == 2


def test_a_node_that_is_behind_is_compared_as_far_as_it_is(original: Original) -> None:
    behind = replaced(original.methods, "eth_blockNumber", lambda _: "0x1")
    found = compared(original.methods, behind)
    assert (found.common, found.difference) == (1, None)
    assert sorted(found.heads.values()) == [1, original.height]


def test_the_chain_id_is_part_of_what_is_compared(original: Original) -> None:
    found = compared(original.methods, replaced(original.methods, "eth_chainId", lambda _: "0x1"))
    assert found.difference is not None
    assert found.difference.number == 0


@pytest.mark.parametrize("answer", [None, 7, {"number": "0x0"}])
def test_a_node_that_shows_no_block_is_named(original: Original, answer: Any) -> None:
    silent = replaced(original.methods, "eth_getBlockByNumber", lambda _: answer)
    with pytest.raises(Unavailable) as caught:
        compared(original.methods, silent)
    assert caught.value.code == "source.strange-answer"


def test_a_search_asks_about_few_heights() -> None:
    asked: list[int] = []

    def is_same(number: int) -> bool:
        asked.append(number)
        return number < 54_321

    assert first_difference(is_same, same=0, other=100_000) == 54_321
    assert len(asked) <= 17
