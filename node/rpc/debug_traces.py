"""debug_trace*: what a transaction or a call has done, told by our own machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from eth.constants import CREATE_CONTRACT_ADDRESS

from node.evm import run_call
from node.primitives import contract_address
from node.rpc.codec import BlockId, as_block, as_hash, as_object, as_quantity, hexed
from node.rpc.debug_shapes import difference_object, frame_object, prestate_object, steps_object
from node.rpc.errors import INVALID_PARAMS, SERVER, RpcError
from node.rpc.eth.blocks import as_hash_id
from node.rpc.eth.calls_request import CallLimits, parse_call
from node.rpc.protocol import Method
from node.trace.frames import FrameTracer
from node.trace.prestate import PrestateTracer
from node.trace.replay import replay
from node.trace.steps import StepOptions, StepTracer
from node.trace.watch import watching

if TYPE_CHECKING:
    from eth_typing import Hash32

    from node.headers import Header
    from node.rpc.backend import Backend
    from node.rpc.debug_turns import Turns
    from node.rpc.protocol import Methods
    from node.trace.watcher import Watcher

__all__ = ["methods"]

_LATEST = BlockId(tag="latest")
_LANE = b"traces"
_CALLS, _PRESTATE = "callTracer", "prestateTracer"
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m)\Z")
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}
_FLAGS: Final = ("enableMemory", "disableStack", "disableStorage", "enableReturnData")
_KNOWN: Final = {"tracer", "tracerConfig", "timeout", "reexec", "limit", "debug", *_FLAGS}


@dataclass(frozen=True)
class _Config:
    """What a caller wants of a trace."""

    tracer: str | None
    options: dict[str, Any]
    seconds: float
    steps: StepOptions

    @classmethod
    def parse(cls, request: dict[str, Any], limits: CallLimits) -> _Config:
        """Read geth's TraceConfig. Raises RpcError `INVALID_PARAMS` for what we do not have."""
        unknown = sorted(set(request) - _KNOWN)
        if unknown:
            raise RpcError(INVALID_PARAMS, f"not supported in a trace: {', '.join(unknown)}")
        tracer = request.get("tracer") or None
        if tracer not in (None, _CALLS, _PRESTATE):
            known = f"use {_CALLS}, {_PRESTATE}, or none for structured logs"
            raise RpcError(INVALID_PARAMS, f"tracer {str(tracer)[:40]!r} is not supported: {known}")
        steps = StepOptions(
            memory=bool(request.get("enableMemory")),
            stack=not request.get("disableStack"),
            storage=not request.get("disableStorage"),
            return_data=bool(request.get("enableReturnData")),
            limit=as_quantity(request.get("limit") or 0),
            most=limits.kept,
        )
        seconds = min(limits.seconds, _duration(request.get("timeout"), limits.seconds))
        return cls(tracer, as_object(request.get("tracerConfig") or {}), seconds, steps)

    def watcher(self) -> Watcher:
        """A new watcher for one execution."""
        if self.tracer == _CALLS:
            return FrameTracer(self.steps.most)
        return PrestateTracer() if self.tracer == _PRESTATE else StepTracer(self.steps)

    def answer(self, watcher: Watcher, gas: int, gas_used: int) -> dict[str, Any]:
        """What the watcher has seen, in geth's shape."""
        if isinstance(watcher, FrameTracer):
            if watcher.top is None:
                raise RpcError(SERVER, "insufficient funds for transfer")
            only_top, with_logs = self.options.get("onlyTopCall"), self.options.get("withLog")
            watcher.top.gas, watcher.top.gas_used = gas, gas_used  # with those of the data
            return frame_object(watcher.top, with_logs=bool(with_logs), only_top=bool(only_top))
        if isinstance(watcher, PrestateTracer):
            is_diff = self.options.get("diffMode")
            return difference_object(watcher) if is_diff else prestate_object(watcher)
        return steps_object(cast("StepTracer", watcher), gas_used)


@dataclass(frozen=True)
class _Traces:
    turns: Turns

    @property
    def backend(self) -> Backend:
        return self.turns.backend

    def transaction(self, transaction_hash: Hash32, request: dict[str, Any]) -> dict[str, Any]:
        config = _Config.parse(request, self.turns.limits)
        done = self.turns.watched(transaction_hash, config.watcher(), config.seconds)
        return config.answer(done.watcher, done.transaction.inner.gas, done.gas_used)

    def block(self, block: BlockId, request: dict[str, Any]) -> list[dict[str, Any]]:
        config = _Config.parse(request, self.turns.limits)
        header = self.backend.header(block)
        if header.block_number == 0:
            raise RpcError(SERVER, "genesis is not traceable")
        with self.turns.turn(config.seconds) as deadline:
            return [
                {
                    "txHash": hexed(done.transaction.hash),
                    "result": config.answer(
                        done.watcher, done.transaction.inner.gas, done.gas_used
                    ),
                }
                for done in replay(self.backend.chain, header, lambda _: config.watcher(), deadline)
            ]

    def call(
        self, asked: dict[str, Any], block: BlockId, request: dict[str, Any]
    ) -> dict[str, Any]:
        config = _Config.parse(request, self.turns.limits)
        header = self.backend.header(block)
        return self._call(asked, header, config)

    def _call(self, asked: dict[str, Any], header: Header, config: _Config) -> dict[str, Any]:
        call = parse_call(asked, self.turns.limits.gas)
        watcher = config.watcher()
        with (
            self.turns.turn(config.seconds) as deadline,
            self.backend.chain.reading(header, _LANE) as state,
            watching(state, watcher, deadline),
        ):
            to = call.to
            if to == CREATE_CONTRACT_ADDRESS:
                to = contract_address(call.sender, state.get_nonce(call.sender))
            watcher.begin(state, call.sender, to)
            outcome = run_call(state, call)
        return config.answer(watcher, call.gas, outcome.gas_used)


def _duration(text: Any, otherwise: float) -> float:
    if text is None:
        return otherwise
    found = _DURATION.match(str(text))
    if found is None:
        raise RpcError(INVALID_PARAMS, f"invalid duration {str(text)[:40]!r}")
    return float(found[1]) * _SECONDS[found[2]]


def methods(turns: Turns) -> Methods:
    """The tracing methods of `debug_`."""
    room = _Traces(turns)
    return {
        "debug_traceTransaction": Method(room.transaction, (as_hash, as_object), ({},)),
        "debug_traceBlockByNumber": Method(room.block, (as_block, as_object), ({},)),
        "debug_traceBlockByHash": Method(room.block, (as_hash_id, as_object), ({},)),
        "debug_traceCall": Method(room.call, (as_object, as_block, as_object), (_LATEST, {})),
    }
