"""Batches in the tests of the contract: records, the tree over them, and acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest
from eth_abi.abi import encode

from ledger.merkle import Tree, leaf_digest
from tests.contracts.deposits import content
from tests.contracts.evm import RefusedError
from tests.contracts.world import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.contracts.world import World

__all__ = ["LIST", "Batch", "batch_over", "deposit_many", "refusal", "state_of", "take"]

LIST: Final = digest("list")
_RECORD: Final = "(bytes32,uint256,uint256,uint256,uint256,bytes32)"


@dataclass(frozen=True)
class Batch:
    """Records, and the tree over them."""

    records: tuple[tuple[Any, ...], ...]
    tree: Tree

    def args(self) -> tuple[Any, ...]:
        """The arguments of `deposit_many`."""
        return self.tree.root, len(self.records), LIST

    def taking(self, number: int, index: int) -> tuple[Any, ...]:
        """The arguments of `take_out` for one of its records."""
        return number, index, self.records[index], self.tree.proof(index)


def batch_over(records: Iterable[tuple[Any, ...]]) -> Batch:
    """A batch of these records, each the arguments of `deposit`."""
    kept = tuple(records)
    return Batch(kept, Tree.over(leaf_digest(encode([_RECORD], [each])) for each in kept))


def deposit_many(world: World, size: int = 3, who: str = "depositor") -> Batch:
    """Deposit a batch of public program codes."""
    batch = batch_over(content(digest(f"record {index}")) for index in range(size))
    world.depository.act(who, "deposit_many", *batch.args())
    return batch


def state_of(world: World, batch: int = 1) -> tuple[int, int]:
    """A batch's status, and how many of its records were taken out."""
    found = world.depository.ask("batch_of", batch)
    return found["status"], found["taken"]


def take(world: World, batch: Batch, index: int, who: str = "depositor") -> int:
    """Take a record out of the first batch; answer the deposit's number."""
    number: int = world.depository.act(who, "take_out", *batch.taking(1, index)).answer
    return number


def refusal(world: World, who: str, function: str, *args: Any) -> str:
    """Why the contract refuses an act."""
    with pytest.raises(RefusedError) as refused:
        world.depository.act(who, function, *args)
    return str(refused.value)
