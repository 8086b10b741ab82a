"""Whose key signed a digest (secp256k1), with one signature only for each key and digest."""

from __future__ import annotations

from typing import Final

from coincurve import PublicKey
from eth_hash.auto import keccak

__all__ = ["signer_of"]

_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def signer_of(digest: bytes, signature: bytes) -> bytes:
    """The 20 bytes of the address whose key signed; `signature` is r, s and v as 0 or 1.

    Raises ValueError for a signature of another form, with a high s, or of no key.
    """
    if len(signature) != 65 or signature[64] > 1:
        raise ValueError("form")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if not 0 < r < _ORDER or not 0 < s <= _ORDER // 2:
        raise ValueError("range")
    try:
        key = PublicKey.from_signature_and_message(signature, digest, hasher=None)
    except Exception as error:  # the library raises a bare one
        raise ValueError("no key") from error
    return keccak(key.format(compressed=False)[1:])[12:]
