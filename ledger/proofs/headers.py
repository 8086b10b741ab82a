"""Headers of sealed blocks (EIP-225, London), and whether they make the first one final."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from eth_hash.auto import keccak

from ledger.errors import VerificationError
from ledger.proofs.model import Block
from ledger.proofs.rlp import decode, encode, number_of
from ledger.proofs.signatures import signer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.proofs.checks import Check
    from ledger.proofs.model import Section
    from ledger.proofs.trust import Trust

__all__ = ["Header", "check_seals", "check_time", "read_headers"]

_NO_UNCLES: Final = keccak(encode([]))
_SIZES: Final = {0: 32, 1: 32, 2: 20, 3: 32, 4: 32, 5: 32, 6: 256, 13: 32, 14: 8}
_NUMBERS: Final = (7, 8, 9, 10, 11, 15)
_FIELDS: Final = 16
_VANITY: Final = 32
_SEAL: Final = 65
_PATIENCE: Final = 15
"""Seconds that clocks may differ."""


@dataclass(frozen=True, slots=True)
class Header:
    """Of a header what is asked for; `listed` are the signers that a checkpoint names."""

    block: Block
    parent: bytes
    state_root: bytes
    receipts_root: bytes
    difficulty: int
    listed: bytes
    sealed: bytes
    seal: bytes


def read_headers(section: Section, trust: Trust, check: Check) -> tuple[Header, ...]:
    """Headers from the section's block to the one that makes it final.

    1. There are as many as finality needs, and no more. 2. Each is the canonical RLP of a header.
    3. The first is that of the block which the section names. 4. Each stands on the one before.
    Raises VerificationError "proof.header-count" (expected, found), "proof.header-malformed"
    (place, from 1), "proof.block-differs", "proof.headers-apart" (place), each with `check`.
    """
    expected, found = trust.following + 1, len(section.headers)
    if found != expected:  # 1
        raise VerificationError("proof.header-count", check=check, expected=expected, found=found)
    headers: list[Header] = []
    for place, data in enumerate(section.headers, 1):
        try:
            headers.append(_read(data))  # 2
        except ValueError as error:
            raise VerificationError("proof.header-malformed", check=check, place=place) from error
    if headers[0].block != section.block:  # 3
        raise VerificationError("proof.block-differs", check=check)
    for place, (one, next_) in enumerate(pairwise(headers), 2):
        if not _follows(one, next_):  # 4
            raise VerificationError("proof.headers-apart", check=check, place=place)
    return tuple(headers)


def check_seals(headers: Sequence[Header], trust: Trust, check: Check) -> None:
    """Check who sealed.

    1. The seal is a signature. 2. It is a trusted signer's. 3. The signer sealed none of the n // 2
    blocks before. 4. The difficulty says truly whether it was the signer's turn. 5. The signers
    that a checkpoint lists are the trusted ones.
    Raises VerificationError "proof.seal-malformed", "proof.signer-unknown" (signer),
    "proof.signer-repeated" (signer), "proof.turn-differs", "proof.checkpoint-differs", each with
    `check` and `place`.
    """
    sealed: list[bytes] = []
    for place, header in enumerate(headers, 1):
        try:
            signer = signer_of(header.sealed, header.seal)  # 1
        except ValueError as error:
            raise VerificationError("proof.seal-malformed", check=check, place=place) from error
        name = "0x" + signer.hex()
        if signer not in trust.signers:  # 2
            raise VerificationError("proof.signer-unknown", check=check, place=place, signer=name)
        before = sealed[max(0, len(sealed) - len(trust.signers) // 2) :]
        if signer in before:  # 3
            raise VerificationError("proof.signer-repeated", check=check, place=place, signer=name)
        if header.difficulty != _difficulty(header, signer, trust):  # 4
            raise VerificationError("proof.turn-differs", check=check, place=place)
        if header.listed not in {b"", b"".join(trust.signers)}:  # 5
            raise VerificationError("proof.checkpoint-differs", check=check, place=place)
        sealed.append(signer)


def check_time(headers: Sequence[Header], now: int, check: Check) -> None:
    """Raise VerificationError "proof.from-the-future" (check, time) for a block of a later time."""
    latest = headers[-1].block.time
    if latest > now + _PATIENCE:
        raise VerificationError("proof.from-the-future", check=check, time=latest)


def _read(data: bytes) -> Header:
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != _FIELDS:
        raise ValueError("fields")
    if not all(isinstance(each, bytes) for each in fields):
        raise ValueError("a list within")
    for at, size in _SIZES.items():
        if len(fields[at]) != size:
            raise ValueError("size")
    difficulty, number, _, _, timestamp, _ = (number_of(fields[at]) for at in _NUMBERS)
    extra = fields[12]
    listed = extra[_VANITY:-_SEAL]
    if len(extra) < _VANITY + _SEAL or fields[1] != _NO_UNCLES or any(fields[13]):
        raise ValueError("not of Clique")
    return Header(
        block=Block(number, keccak(data), timestamp),
        parent=fields[0],
        state_root=fields[3],
        receipts_root=fields[5],
        difficulty=difficulty,
        listed=listed,
        sealed=keccak(encode([*fields[:12], extra[:-_SEAL], *fields[13:]])),
        seal=extra[-_SEAL:],
    )


def _follows(one: Header, next_: Header) -> bool:
    return (
        next_.parent == one.block.hash
        and next_.block.number == one.block.number + 1
        and next_.block.time > one.block.time
    )


def _difficulty(header: Header, signer: bytes, trust: Trust) -> int:
    in_turn = trust.signers[header.block.number % len(trust.signers)]
    return 2 if signer == in_turn else 1
