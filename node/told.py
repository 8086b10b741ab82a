"""Transactions as they are told to others: their fields read from RLP at once, the sender known.

What executes a transaction asks for far more, and costs as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eth_typing import Address, Hash32

from node.primitives import keccak
from node.rlp import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from node.transactions import Transaction

__all__ = ["Told", "told"]

_TYPED = 0x80  # EIP-2718: a legacy transaction begins as an RLP list
_PROTECTED = 35  # EIP-155


class Told(NamedTuple):
    """A transaction; of a legacy one the price stands for both fees, and `v` is as it was signed.

    `chain_id` is None where it was signed for any chain; `to` is empty where it makes a contract.
    """

    hash: Hash32
    sender: Address
    kind: int
    chain_id: int | None
    nonce: int
    priority_fee: int
    max_fee: int
    gas: int
    to: Address
    value: int
    data: bytes
    access_list: Sequence[tuple[bytes, Sequence[bytes]]]
    v: int
    r: int
    s: int

    @classmethod
    def of(cls, transaction: Transaction) -> Told:
        """What is told of a transaction that waits."""
        return told(transaction.raw, transaction.hash, transaction.sender)

    @property
    def creates(self) -> bool:
        """Whether it makes a contract instead of calling an address."""
        return not self.to


def told(raw: bytes, transaction_hash: Hash32 | None, sender: Address) -> Told:
    """Read the encoding of a transaction that was checked when it came."""
    kind = raw[0] if raw[0] < _TYPED else 0
    items = read(raw[1:] if kind else raw)
    *before, gas, to, value, data, last, r, s = items if kind == 0 else [*items[:-4], *items[-3:]]
    chain_id, nonce, priority, fee = _heads(kind, before, _number(last))
    return Told(
        hash=transaction_hash or keccak(raw),
        sender=sender,
        kind=kind,
        chain_id=chain_id,
        nonce=nonce,
        priority_fee=priority,
        max_fee=fee,
        gas=_number(gas),
        to=Address(to),
        value=_number(value),
        data=data,
        access_list=items[-4] if kind else (),
        v=_number(last),
        r=_number(r),
        s=_number(s),
    )


def _heads(kind: int, fields: list[bytes], v: int) -> tuple[int | None, int, int, int]:
    """The chain, the nonce, and both fees, from the fields before the gas."""
    numbers = [_number(each) for each in fields]
    if kind == 0:
        nonce, price = numbers
        return ((v - _PROTECTED) // 2 if v >= _PROTECTED else None), nonce, price, price
    chain_id, nonce, *fees = numbers
    return chain_id, nonce, fees[0], fees[-1]


def _number(field: bytes) -> int:
    return int.from_bytes(field, "big")
