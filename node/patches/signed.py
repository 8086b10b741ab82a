"""A typed transaction, in place of py-evm's: read in one pass, with what its executor asks for.

py-evm reads each field through a class of its own, wraps the result in a second object whose every
attribute is a function, and encodes the transaction anew to find out who signed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from coincurve import PublicKey
from eth_keys.exceptions import BadSignature
from eth_typing import Address

from node.primitives import RLPException, ValidationError, keccak, rlp_decode
from node.rlp import encode_list, encode_string

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TYPES", "Signed"]

TYPES: Final = (1, 2)
"""The types of EIP-2718 that are read here: with access list, and with dynamic fee."""

_FIELDS: Final = {1: 11, 2: 12}
_TRANSACTION, _CREATION, _ZERO, _NONZERO = 21_000, 32_000, 4, 16  # EIP-2, EIP-2028
_ADDRESS, _SLOT = 2_400, 1_900  # EIP-2930
_UINT = 2**256


@dataclass(frozen=True, eq=False)
class Signed:
    """A transaction of type 1 or 2; amounts in wei."""

    type_id: int
    chain_id: int
    nonce: int
    max_priority_fee_per_gas: int
    max_fee_per_gas: int
    gas: int
    to: Address
    value: int
    data: bytes
    access_list: Sequence[tuple[Address, Sequence[int]]]
    y_parity: int
    r: int
    s: int
    unsigned: bytes
    """What was signed: the type, and the list of all fields but the signature."""

    @classmethod
    def decode(cls, raw: bytes) -> Signed:
        """Read the canonical encoding. Raises RLPException, ValidationError."""
        kind = raw[0]
        items = rlp_decode(raw[1:])
        if not isinstance(items, list | tuple) or len(items) != _FIELDS[kind]:
            raise RLPException("not the fields of such a transaction")
        chain_id, nonce, *fees, gas, to, value, data, listed, y_parity, r, s = items
        if any(isinstance(each, list | tuple) for each in (to, data)) or len(to) not in (0, 20):
            raise RLPException("not an address, or not data")
        prices = [_number(fee) for fee in fees]
        return cls(
            kind,
            _number(chain_id),
            _number(nonce),
            prices[0],
            prices[-1],
            _number(gas),
            Address(to),
            _number(value),
            data,
            _access_list(listed),
            _number(y_parity),
            _number(r),
            _number(s),
            raw[:1] + encode_list(b"".join([_encoded(item) for item in items[:-3]])),
        )

    @cached_property
    def sender(self) -> Address:
        """Whose key signed it. Raises BadSignature."""
        if max(self.r, self.s) >= _UINT or self.y_parity > 1:
            raise BadSignature("out of range")
        signature = self.r.to_bytes(32, "big") + self.s.to_bytes(32, "big") + bytes([self.y_parity])
        try:
            digest = keccak(self.unsigned)
            key = PublicKey.from_signature_and_message(signature, digest, hasher=None)
        except Exception as error:  # coincurve raises bare ones for a signature without a key
            raise BadSignature(str(error)) from error
        return Address(keccak(key.format(compressed=False)[1:])[-20:])

    @cached_property
    def intrinsic_gas(self) -> int:
        """What it pays for its own bytes."""
        zeros = self.data.count(0)
        creation = 0 if self.to else _CREATION
        listed = sum(_ADDRESS + _SLOT * len(slots) for _, slots in self.access_list)
        return (
            _TRANSACTION + creation + _ZERO * zeros + _NONZERO * (len(self.data) - zeros) + listed
        )

    @property
    def gas_price(self) -> int:
        """The price of type 1, which stands for both fees; the highest fee of type 2."""
        return self.max_fee_per_gas

    def validate(self) -> None:
        """Nothing: ranges were checked when it came (`Transaction.decode`)."""

    def check_signature_validity(self) -> None:
        """Raises ValidationError when nobody can have signed it."""
        try:
            _ = self.sender
        except BadSignature as error:
            raise ValidationError(str(error)) from error


def _number(item: Any) -> int:
    if not isinstance(item, bytes) or item[:1] == b"\0":
        raise RLPException("not a number")
    return int.from_bytes(item, "big")


def _access_list(listed: Any) -> tuple[tuple[Address, tuple[int, ...]], ...]:
    if isinstance(listed, bytes):
        raise RLPException("not an access list")
    return tuple((_address(address), tuple(map(_slot, slots))) for address, slots in listed)


def _address(item: Any) -> Address:
    if not isinstance(item, bytes) or len(item) != 20:
        raise RLPException("not an address")
    return Address(item)


def _slot(item: Any) -> int:
    if not isinstance(item, bytes) or len(item) != 32:
        raise RLPException("not a storage slot")
    return int.from_bytes(item, "big")


def _encoded(item: Any) -> bytes:
    if isinstance(item, bytes):
        return encode_string(item)
    return encode_list(b"".join([_encoded(each) for each in item]))
