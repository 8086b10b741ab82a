"""Which block is final: it enters the index and is never taken back."""

from __future__ import annotations

from ledger.types import BlockNumber

__all__ = ["final_number", "finalising_number"]


def final_number(head: int, signers: int) -> BlockNumber:
    """Return the number of the last final block under `signers` Clique sealers.

    One sealer never takes a block back. With n, a block is final once n // 2 + 1 blocks stand on
    it: a majority has built on it then, since a sealer may seal but one of n // 2 + 1 blocks in a
    row (EIP-225). Genesis is always final.
    """
    if signers <= 1:
        return BlockNumber(head)
    return BlockNumber(max(0, head - (signers // 2 + 1)))


def finalising_number(number: int, signers: int) -> BlockNumber:
    """Return the number of the block with which block `number` became final: see `final_number`."""
    if signers <= 1 or number == 0:
        return BlockNumber(number)
    return BlockNumber(number + signers // 2 + 1)
