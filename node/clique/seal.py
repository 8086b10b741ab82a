"""The signature of a block under Clique: what is signed, by whom, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from eth.vm.forks.london.blocks import LondonBlockHeader
from eth_keys.datatypes import PrivateKey, Signature
from eth_keys.exceptions import BadSignature
from eth_keys.exceptions import ValidationError as BadKeyMaterial

from node.clique.extra import SEAL
from node.errors import VerificationError

if TYPE_CHECKING:
    from eth_typing import Address, Hash32

__all__ = ["seal", "seal_hash", "signer_of"]


def seal_hash(header: LondonBlockHeader) -> Hash32:
    """The hash that a signer signs: of the header without the last 65 bytes of its extra data."""
    unsealed = header.copy(extra_data=header.extra_data[:-SEAL])
    return cast("LondonBlockHeader", unsealed).hash


def seal(header: LondonBlockHeader, key: PrivateKey) -> LondonBlockHeader:
    """The same header with the key's seal at the end of its extra data."""
    signature = key.sign_msg_hash(seal_hash(header))
    sealed = header.copy(extra_data=header.extra_data[:-SEAL] + signature.to_bytes())
    return cast("LondonBlockHeader", sealed)


def signer_of(header: LondonBlockHeader) -> Address:
    """The address whose key sealed the header. Raises VerificationError `clique.seal`."""
    if len(header.extra_data) < SEAL:
        raise VerificationError("clique.seal", number=header.block_number)
    try:
        signature = Signature(signature_bytes=header.extra_data[-SEAL:])
        public = signature.recover_public_key_from_msg_hash(seal_hash(header))
    except (BadSignature, BadKeyMaterial) as error:
        raise VerificationError("clique.seal", number=header.block_number) from error
    return public.to_canonical_address()
