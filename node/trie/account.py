"""An account as it lies in the trie of accounts: four fields in RLP (Yellow Paper, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eth.constants import BLANK_ROOT_HASH, EMPTY_SHA3

from node.primitives import rlp_decode
from node.rlp import encode_list, encode_string

if TYPE_CHECKING:
    from eth_typing import Hash32

__all__ = ["NOTHING", "Account", "decode_account", "encode_account", "encode_number"]


class Account(NamedTuple):
    """Nonce, balance in wei, the root of the storage, the hash of the code."""

    nonce: int
    balance: int
    storage_root: Hash32
    code_hash: Hash32


NOTHING = Account(0, 0, BLANK_ROOT_HASH, EMPTY_SHA3)
"""What an address holds that nobody has used."""


def encode_number(number: int) -> bytes:
    """The RLP of a number: no leading zeros, none for zero."""
    return encode_string(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def encode_account(account: Account) -> bytes:
    """The RLP of an account."""
    nonce, balance, storage_root, code_hash = account
    return encode_list(
        encode_number(nonce)
        + encode_number(balance)
        + encode_string(storage_root)
        + encode_string(code_hash)
    )


def decode_account(encoded: bytes) -> Account:
    """Read the RLP of an account."""
    nonce, balance, storage_root, code_hash = rlp_decode(encoded)
    return Account(
        int.from_bytes(nonce, "big"), int.from_bytes(balance, "big"), storage_root, code_hash
    )
