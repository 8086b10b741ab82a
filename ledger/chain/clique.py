"""Who sealed a block: the signer recovered from a Clique seal (EIP-225)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rlp  # type: ignore[import-untyped] # it carries no types
from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from ledger.addresses import checksummed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.types import Address

__all__ = ["header_rlp", "sealer_of"]

_VANITY = 32
_SEAL = 65
_BYTES = (
    "parentHash",
    "sha3Uncles",
    "miner",
    "stateRoot",
    "transactionsRoot",
    "receiptsRoot",
    "logsBloom",
)
_INTEGERS = ("difficulty", "number", "gasLimit", "gasUsed", "timestamp")


def sealer_of(block: Mapping[str, Any]) -> Address | None:
    """Recover the sealer from a block as JSON-RPC gives it, or None where there is no such seal.

    1. Extra data has room for vanity and seal. 2. The header's fields hash to the block's hash:
    on chains of another kind they do not, or the seal is not part of the hash. 3. The seal is a
    signature over the header without it.
    """
    extra = bytes.fromhex(block["extraData"][2:])
    if len(extra) < _VANITY + _SEAL:
        return None
    if keccak(rlp.encode(_fields(block, extra), infer_serializer=False)) != bytes.fromhex(
        block["hash"][2:]
    ):
        return None
    sealed = keccak(rlp.encode(_fields(block, extra[:-_SEAL]), infer_serializer=False))
    try:
        key = Signature(extra[-_SEAL:]).recover_public_key_from_msg_hash(sealed)
    except (BadSignature, ValidationError):
        return None
    return checksummed(key.to_canonical_address())


def header_rlp(block: Mapping[str, Any]) -> bytes:
    """The RLP of the header of a block as JSON-RPC gives it: its keccak-256 is the block's hash."""
    extra = bytes.fromhex(block["extraData"][2:])
    encoded: bytes = rlp.encode(_fields(block, extra), infer_serializer=False)
    return encoded


def _fields(block: Mapping[str, Any], extra: bytes) -> list[bytes]:
    fields = [bytes.fromhex(block[name][2:]) for name in _BYTES]
    fields += [_integer(block[name]) for name in _INTEGERS]
    fields += [extra, bytes.fromhex(block["mixHash"][2:]), bytes.fromhex(block["nonce"][2:])]
    if block.get("baseFeePerGas") is not None:
        fields.append(_integer(block["baseFeePerGas"]))
    return fields


def _integer(text: str) -> bytes:
    value = int(text, 16)
    return value.to_bytes((value.bit_length() + 7) // 8, "big")
