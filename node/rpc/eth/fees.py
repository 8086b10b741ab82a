"""Fees, all of which are zero: there is no coin in use (A-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.rpc.codec import anything, as_block, as_quantity, quantity
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.codec import BlockId
    from node.rpc.protocol import Methods

__all__ = ["methods"]

_MOST_BLOCKS = 1024


@dataclass(frozen=True)
class _Fees:
    backend: Backend

    def zero(self) -> str:
        return quantity(0)

    def history(self, count: int, newest: BlockId, percentiles: list[Any]) -> dict[str, Any]:
        """The form of EIP-1559's history: base fees, how full blocks are, tips."""
        last = self.backend.header(newest).block_number
        first = max(0, last + 1 - min(count, _MOST_BLOCKS))
        headers = [self.backend.chain.records.header_at(n) for n in range(first, last + 1)]
        zeros = [quantity(0)] * len(headers)
        answer: dict[str, Any] = {
            "oldestBlock": quantity(first),
            "baseFeePerGas": [*zeros, quantity(0)],
            "gasUsedRatio": [header.gas_used / header.gas_limit for header in headers],
        }
        if percentiles:
            answer["reward"] = [[quantity(0)] * len(percentiles) for _ in headers]
        return answer


def methods(backend: Backend) -> Methods:
    """The table of this room."""
    room = _Fees(backend)
    return {
        "eth_gasPrice": Method(room.zero),
        "eth_maxPriorityFeePerGas": Method(room.zero),
        "eth_feeHistory": Method(room.history, (as_quantity, as_block, anything), ([],)),
    }
