"""The namespace `ots`: what the explorer Otterscan asks of a node, at its level 8."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from node.primitives import hexed
from node.rpc import ots_blocks, ots_search
from node.rpc.codec import BlockId, as_address, as_block, as_hash, quantity
from node.rpc.protocol import Method
from node.trace.frames import Frame, FrameTracer

if TYPE_CHECKING:
    from eth_typing import Address, Hash32

    from node.rpc.backend import Backend
    from node.rpc.debug_turns import Turns
    from node.rpc.protocol import Methods

__all__ = ["methods"]

_LEVEL: Final = 8
_LATEST = BlockId(tag="latest")
_TRANSFER, _DESTRUCTION, _CREATION, _CREATION2 = range(4)
_OPERATIONS: Final = {
    "CALL": _TRANSFER,
    "SELFDESTRUCT": _DESTRUCTION,
    "CREATE": _CREATION,
    "CREATE2": _CREATION2,
}
_VALUELESS: Final = ("STATICCALL", "DELEGATECALL")
_PRECOMPILES: Final = range(1, 10)


@dataclass(frozen=True)
class _Otterscan:
    backend: Backend
    turns: Turns

    def level(self) -> int:
        return _LEVEL

    def has_code(self, address: Address, block: BlockId) -> bool:
        with self.backend.chain.reading(self.backend.header(block)) as state:
            return bool(state.get_code(address))

    def error(self, transaction_hash: Hash32) -> str:
        """What a refused transaction gave back; empty after success."""
        top = self._top(transaction_hash)
        return hexed(top.output if top.error else b"")

    def operations(self, transaction_hash: Hash32) -> list[dict[str, Any]]:
        """Transfers, creations and self-destructions below the transaction itself."""
        return [
            {
                "type": _OPERATIONS[frame.kind],
                "from": hexed(frame.sender),
                "to": hexed(frame.to),
                "value": quantity(frame.value or 0),
            }
            for depth, frame in self._top(transaction_hash).walk()
            if depth and frame.kind in _OPERATIONS and (frame.kind != "CALL" or frame.value)
        ]

    def trace(self, transaction_hash: Hash32) -> list[dict[str, Any]]:
        """All calls in the order in which they began; precompiles are left out."""
        return [
            {
                "type": frame.kind,
                "depth": depth,
                "from": hexed(frame.sender),
                "to": hexed(frame.to),
                "value": None if frame.kind in _VALUELESS else quantity(frame.value or 0),
                "input": hexed(frame.data),
                "output": hexed(frame.output),
            }
            for depth, frame in self._top(transaction_hash).walk()
            if int.from_bytes(frame.to, "big") not in _PRECOMPILES
        ]

    def _top(self, transaction_hash: Hash32) -> Frame:
        tracer = FrameTracer(self.turns.limits.kept)
        self.turns.watched(transaction_hash, tracer, self.turns.limits.seconds)
        return tracer.outermost


def methods(backend: Backend, turns: Turns) -> Methods:
    """All methods that begin with `ots_`."""
    room = _Otterscan(backend, turns)
    return {
        "ots_getApiLevel": Method(room.level),
        "ots_hasCode": Method(room.has_code, (as_address, as_block), (_LATEST,)),
        "ots_getTransactionError": Method(room.error, (as_hash,)),
        "ots_getInternalOperations": Method(room.operations, (as_hash,)),
        "ots_traceTransaction": Method(room.trace, (as_hash,)),
        **ots_blocks.methods(backend),
        **ots_search.methods(backend),
    }
