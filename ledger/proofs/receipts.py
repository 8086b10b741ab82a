"""A receipt out of a block's trie of receipts, and the log in it that states a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.proofs.kinds import shown
from ledger.proofs.rlp import decode, encode, number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.proofs.kinds import Event

__all__ = ["Log", "Receipt", "read_receipt", "receipt_key", "said"]

_TYPES: Final = (b"\x01", b"\x02")


@dataclass(frozen=True, slots=True)
class Log:
    """Whose log it is, its topics and its data."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """Whether the transaction succeeded, and its logs."""

    succeeded: bool
    logs: tuple[Log, ...]


def receipt_key(index: int) -> bytes:
    """The key of the receipt of a block's transaction, from 0."""
    return encode(index.to_bytes((index.bit_length() + 7) // 8, "big"))


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt, typed (EIP-2718) or not. Raises ValueError."""
    fields = decode(data[1:] if data[:1] in _TYPES else data)
    if not isinstance(fields, list) or len(fields) != 4:
        raise ValueError("fields")
    status, used, bloom, logs = fields
    number_of(used)
    if status not in (b"", b"\x01") or not isinstance(bloom, bytes) or len(bloom) != 256:
        raise ValueError("status")
    if not isinstance(logs, list):
        raise ValueError("logs")
    return Receipt(status == b"\x01", tuple(_log(each) for each in logs))


def said(event: Event, log: Log) -> Mapping[str, str]:
    """The words of a log of this event. Raises ValueError for a log of another."""
    indexed = [each for each in event.words if each.indexed]
    plain = [each for each in event.words if not each.indexed]
    if len(log.topics) != len(indexed) + 1 or log.topics[0] != event.topic:
        raise ValueError("topics")
    if len(log.data) != 32 * len(plain):
        raise ValueError("data")
    pieces = [log.data[at : at + 32] for at in range(0, len(log.data), 32)]
    given = zip((*indexed, *plain), (*log.topics[1:], *pieces), strict=True)
    return {word.name: shown(word, value) for word, value in given}


def _log(fields: Any) -> Log:
    if not isinstance(fields, list) or len(fields) != 3:
        raise ValueError("log")
    address, topics, data = fields
    if not isinstance(address, bytes) or len(address) != 20 or not isinstance(data, bytes):
        raise ValueError("log")
    if not isinstance(topics, list) or len(topics) > 4:
        raise ValueError("topics")
    if not all(isinstance(each, bytes) and len(each) == 32 for each in topics):
        raise ValueError("topics")
    return Log(address, tuple(topics), data)
