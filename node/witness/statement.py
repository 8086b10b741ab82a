"""What a witness signs: typed data (EIP-712) about one block, bound to one chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from eth.constants import SECPK1_N
from eth_keys.datatypes import PrivateKey, Signature
from eth_keys.exceptions import BadSignature
from eth_typing import Address, Hash32

from node.errors import Rejected
from node.primitives import ValidationError, hexed, keccak

if TYPE_CHECKING:
    from node.headers import Header

__all__ = ["SIGNATURE", "Identity", "Statement", "typed_data"]

SIGNATURE: Final = 65
"""Bytes of a signature: r, s, and v as 27 or 28, as wallets write it."""
_NAME: Final = "Qoima witness"
_VERSION: Final = "1"
_DOMAIN_TYPE: Final = keccak(b"EIP712Domain(string name,string version,uint256 chainId)")
_TYPE: Final = keccak(b"Witness(bytes32 genesis,uint256 number,bytes32 hash,bytes32 stateRoot)")


@dataclass(frozen=True)
class Identity:
    """The chain that statements are about: its id (EIP-155) and the hash of block 0."""

    chain_id: int
    genesis: Hash32


@dataclass(frozen=True)
class Statement:
    """At this height stands the block of this hash, and its execution gives this state root."""

    number: int
    hash: Hash32
    state_root: Hash32

    @classmethod
    def about(cls, header: Header) -> Statement:
        """The statement that is true of a verified header."""
        return cls(header.block_number, header.hash, header.state_root)

    def digest(self, identity: Identity) -> Hash32:
        """The 32 bytes that are signed (EIP-712)."""
        domain = keccak(
            _DOMAIN_TYPE
            + keccak(_NAME.encode())
            + keccak(_VERSION.encode())
            + identity.chain_id.to_bytes(32, "big")
        )
        said = keccak(
            _TYPE + identity.genesis + self.number.to_bytes(32, "big") + self.hash + self.state_root
        )
        return keccak(b"\x19\x01" + domain + said)

    def sign(self, identity: Identity, key: PrivateKey) -> bytes:
        """The signature of a witness's key."""
        signed = key.sign_msg_hash(self.digest(identity)).to_bytes()
        return signed[:64] + bytes([signed[64] + 27])

    def signer(self, identity: Identity, signature: bytes) -> Address:
        """Whose key signed it; high s is refused, so that there is one signature of each key.

        Raises Rejected `witness.signature`.
        """
        if len(signature) != SIGNATURE or signature[64] not in (27, 28):
            raise Rejected("witness.signature")
        if int.from_bytes(signature[32:64], "big") > SECPK1_N // 2:
            raise Rejected("witness.signature")
        try:
            plain = Signature(signature_bytes=signature[:64] + bytes([signature[64] - 27]))
            public = plain.recover_public_key_from_msg_hash(self.digest(identity))
        except (BadSignature, ValidationError) as error:
            raise Rejected("witness.signature") from error
        return Address(public.to_canonical_address())


def typed_data(identity: Identity, statement: Statement) -> dict[str, Any]:
    """The same as the JSON that wallets sign with `eth_signTypedData_v4`."""
    fields = [("genesis", "bytes32"), ("number", "uint256")]
    fields += [("hash", "bytes32"), ("stateRoot", "bytes32")]
    domain = [("name", "string"), ("version", "string"), ("chainId", "uint256")]
    return {
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in domain],
            "Witness": [{"name": name, "type": kind} for name, kind in fields],
        },
        "primaryType": "Witness",
        "domain": {"name": _NAME, "version": _VERSION, "chainId": identity.chain_id},
        "message": {
            "genesis": hexed(identity.genesis),
            "number": statement.number,
            "hash": hexed(statement.hash),
            "stateRoot": hexed(statement.state_root),
        },
    }
