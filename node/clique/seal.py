"""The signature of a block under Clique: what is signed, by whom, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_keys.datatypes import PrivateKey, Signature
from eth_keys.exceptions import BadSignature
from eth_typing import Address

from node.clique.extra import SEAL
from node.errors import VerificationError
from node.headers import changed
from node.primitives import ValidationError

if TYPE_CHECKING:
    from eth_typing import Hash32

    from node.headers import Header

__all__ = ["seal", "seal_hash", "signer_of"]


def seal_hash(header: Header) -> Hash32:
    """The hash that a signer signs: of the header without the last 65 bytes of its extra data."""
    return changed(header, extra_data=header.extra_data[:-SEAL]).hash


def seal(header: Header, key: PrivateKey) -> Header:
    """The same header with the key's seal at the end of its extra data."""
    signature = key.sign_msg_hash(seal_hash(header))
    return changed(header, extra_data=header.extra_data[:-SEAL] + signature.to_bytes())


def signer_of(header: Header) -> Address:
    """The address whose key sealed the header. Raises VerificationError `clique.seal`."""
    if len(header.extra_data) < SEAL:
        raise VerificationError("clique.seal", number=header.block_number)
    try:
        signature = Signature(signature_bytes=header.extra_data[-SEAL:])
        public = signature.recover_public_key_from_msg_hash(seal_hash(header))
    except (BadSignature, ValidationError) as error:
        raise VerificationError("clique.seal", number=header.block_number) from error
    return Address(public.to_canonical_address())
