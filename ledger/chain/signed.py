"""Signed transactions read back: who signed, and what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import rlp  # type: ignore[import-untyped] # it carries no types

from ledger.addresses import checksummed
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.types import Address

__all__ = ["MAX_RAW_BYTES", "Signed", "read_signed"]

MAX_RAW_BYTES: Final = 128 * 1024
"""The longest transaction that nodes take, as in geth."""

_TYPED: Final[dict[int, tuple[int, int]]] = {1: (11, 3), 2: (12, 4)}
"""How many fields a typed transaction has (EIP-2930, EIP-1559), and where the gas stands; the
target, the value and the data follow it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed transaction; `chain_id` is None for one that any chain would take (EIP-155)."""

    sender: Address
    chain_id: int | None
    nonce: int
    gas: int
    to: Address | None
    value: int
    data: bytes


def read_signed(raw: bytes) -> Signed:
    """Read a legacy transaction or one of type 1 or 2, and recover its sender.

    Sources: EIP-2718, EIP-155, EIP-2930, EIP-1559.
    Raises Rejected("transaction.too-large", found=, limit=) and Rejected("transaction.malformed").
    """
    if len(raw) > MAX_RAW_BYTES:
        raise Rejected("transaction.too-large", found=len(raw), limit=MAX_RAW_BYTES)
    from eth_account import Account  # noqa: PLC0415 - slow to import; kept out of --help

    try:
        fields, chain_id, at = _fields(raw)
        nonce = fields[at - 3 if raw[0] == 2 else at - 2]
        to = fields[at + 1]
        if len(to) not in {0, 20}:
            raise Rejected("transaction.malformed")
        return Signed(
            sender=checksummed(str(Account.recover_transaction(raw))),
            chain_id=chain_id,
            nonce=int.from_bytes(nonce, "big"),
            gas=int.from_bytes(fields[at], "big"),
            to=checksummed("0x" + to.hex()) if to else None,
            value=int.from_bytes(fields[at + 2], "big"),
            data=bytes(fields[at + 3]),
        )
    except Rejected:
        raise
    except Exception as error:
        raise Rejected("transaction.malformed") from error


def _fields(raw: bytes) -> tuple[Sequence[Any], int | None, int]:
    """The fields, the chain, and where the gas stands among the fields."""
    if raw[0] >= 0xC0:
        fields = rlp.decode(raw)
        if len(fields) != 9:
            raise Rejected("transaction.malformed")
        v = int.from_bytes(fields[6], "big")
        return fields, (v - 35) // 2 if v >= 35 else None, 2
    count, at = _TYPED.get(raw[0], (0, 0))
    fields = rlp.decode(raw[1:])
    if len(fields) != count:
        raise Rejected("transaction.malformed")
    return fields, int.from_bytes(fields[0], "big"), at
