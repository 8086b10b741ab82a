"""eth_getLogs: the logs of a range of blocks that match addresses and topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth_bloom.bloom import BloomFilter

from node.primitives import keccak
from node.rpc.codec import (
    BlockId,
    as_address,
    as_block,
    as_hash,
    as_object,
)
from node.rpc.errors import INVALID_PARAMS, LIMIT, RpcError
from node.rpc.objects import Place, logs_objects
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eth_typing import Address

    from node.headers import Header
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["LogFilter", "LogLimits", "methods"]

_LATEST = BlockId(tag="latest")


@dataclass(frozen=True)
class LogLimits:
    """The most blocks that one query may span, and the most logs that it may find."""

    blocks: int = 10_000
    logs: int = 20_000


@dataclass(frozen=True)
class LogFilter:
    """What a log must be: of one of the addresses, and each topic one of those at its place.

    Nothing given at a place means that anything may stand there.
    """

    addresses: frozenset[Address]
    topics: tuple[frozenset[int], ...]

    def matches(self, address: Address, topics: Sequence[int]) -> bool:
        """Whether a log of this address with these topics is asked for."""
        if self.addresses and address not in self.addresses:
            return False
        if len(topics) < len(self.topics):
            return False
        return all(
            not wanted or found in wanted
            for wanted, found in zip(self.topics, topics, strict=False)
        )

    def blooms(self) -> tuple[tuple[int, ...], ...]:
        """For each condition the blooms of its values, one of which a block's must contain."""
        groups: list[list[bytes]] = [[bytes(address) for address in self.addresses]]
        groups += [[topic.to_bytes(32, "big") for topic in wanted] for wanted in self.topics]
        return tuple(
            tuple(int(BloomFilter.from_iterable([value])) for value in group)
            for group in groups
            if group
        )

    @classmethod
    def parse(cls, request: dict[str, Any]) -> LogFilter:
        """Read `address` and `topics` of a filter. Raises RpcError `INVALID_PARAMS`."""
        address = request.get("address")
        addresses = [] if address is None else address if isinstance(address, list) else [address]
        topics = request.get("topics") or []
        if not isinstance(topics, list) or len(topics) > 4:
            raise RpcError(INVALID_PARAMS, "invalid argument: want at most four topics")
        return cls(frozenset(map(as_address, addresses)), tuple(map(_topic, topics)))


def _topic(value: Any) -> frozenset[int]:
    values = [] if value is None else value if isinstance(value, list) else [value]
    return frozenset(int.from_bytes(as_hash(each), "big") for each in values)


@dataclass(frozen=True)
class _Logs:
    backend: Backend
    limits: LogLimits

    def logs(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        wanted = LogFilter.parse(request)
        found: list[dict[str, Any]] = []
        for header in self._candidates(request, wanted):
            found += self._matching(header, wanted)
            if len(found) > self.limits.logs:
                message = f"query returned more than {self.limits.logs} results"
                raise RpcError(LIMIT, message, {"code": "too-many-logs", "limit": self.limits.logs})
        return found

    def _candidates(self, request: dict[str, Any], wanted: LogFilter) -> Iterator[Header]:
        """The blocks asked for whose bloom does not rule out a match."""
        blooms = wanted.blooms()
        for number_or_hash in self._range(request):
            header = self.backend.header(number_or_hash)
            if all(any(header.bloom & b == b for b in group) for group in blooms):
                yield header

    def _range(self, request: dict[str, Any]) -> Iterator[BlockId]:
        if request.get("blockHash") is not None:
            if request.get("fromBlock") is not None or request.get("toBlock") is not None:
                raise RpcError(INVALID_PARAMS, "cannot specify both BlockHash and FromBlock")
            yield BlockId(hash=as_hash(request["blockHash"]))
            return
        head = self.backend.chain.head.header.block_number
        first = self._number(request.get("fromBlock"))
        last = self._number(request.get("toBlock"))
        if first > last:
            raise RpcError(INVALID_PARAMS, "invalid block range params")
        most = self.limits.blocks
        if min(last, head) - first >= most:
            message = f"exceed maximum block range: {most}"
            raise RpcError(LIMIT, message, {"code": "log-range-too-wide", "limit": most})
        for number in range(first, min(last, head) + 1):
            yield BlockId(number=number)

    def _number(self, value: Any) -> int:
        block = _LATEST if value is None else as_block(value)
        return self.backend.header(block).block_number if block.number is None else block.number

    def _matching(self, header: Header, wanted: LogFilter) -> list[dict[str, Any]]:
        records = self.backend.chain.records
        raws = records.raw_transactions(header.hash)
        found: list[dict[str, Any]] = []
        first = 0
        for index, receipt in enumerate(records.receipts(header.hash)):
            positions = [
                i for i, log in enumerate(receipt.logs) if wanted.matches(log.address, log.topics)
            ]
            if positions:
                transaction_hash = keccak(raws[index])
                all_logs = logs_objects(receipt, transaction_hash, Place(header, index), first)
                found += [all_logs[position] for position in positions]
            first += len(receipt.logs)
        return found


def methods(backend: Backend, limits: LogLimits | None = None) -> Methods:
    """The table of this room."""
    room = _Logs(backend, limits or LogLimits())
    return {"eth_getLogs": Method(room.logs, (as_object,))}
