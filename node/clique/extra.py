"""The extra data of a Clique header: vanity, signers at checkpoints, seal (EIP-225)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_typing import Address

from node.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NONCE_AUTH", "NONCE_DROP", "SEAL", "VANITY", "extra", "genesis_extra", "signers_of"]

VANITY = 32
SEAL = 65
NONCE_AUTH = b"\xff" * 8
NONCE_DROP = b"\x00" * 8
_ADDRESS = 20


def extra(signers: Iterable[Address], seal: bytes = b"\0" * SEAL) -> bytes:
    """Zero vanity, then the signers (none between checkpoints), then the 65-byte seal."""
    return b"\0" * VANITY + b"".join(signers) + seal


def genesis_extra(signers: Iterable[Address]) -> bytes:
    """The extra data of block 0: signers ascending, an empty seal."""
    return extra(sorted(signers))


def signers_of(extra_data: bytes) -> tuple[Address, ...]:
    """The signers that extra data lists, in its order. Raises `clique.extra-length`."""
    middle = extra_data[VANITY : len(extra_data) - SEAL]
    if len(extra_data) < VANITY + SEAL or len(middle) % _ADDRESS:
        raise VerificationError("clique.extra-length", found=len(extra_data))
    return tuple(
        Address(middle[start : start + _ADDRESS]) for start in range(0, len(middle), _ADDRESS)
    )
