"""Headers of sealed blocks (EIP-225, London), and whether they make the first one final."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from eth_hash.auto import keccak

from ledger.errors import VerificationError
from ledger.proofs.rlp import decode, encode, number_of
from ledger.proofs.signatures import signer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.proofs.checks import Check
    from ledger.proofs.model import Section
    from ledger.proofs.trust import Trust

__all__ = ["Header", "check_seals", "check_time", "read_headers", "shortened"]

_NO_UNCLES: Final = keccak(encode([]))
_NO_MIX: Final = bytes(32)
_DERIVED: Final = (0, 1, 8, 13)
"""Parent, uncles, number, mix hash: fields that a bundle leaves out."""
_SIZES: Final = {2: 20, 3: 32, 4: 32, 5: 32, 6: 256, 14: 8}
_NUMBERS: Final = (7, 9, 10, 11, 15)
_FIELDS: Final = 16
_VANITY: Final = 32
_SEAL: Final = 65
_PATIENCE: Final = 15
"""Seconds that clocks may differ."""


@dataclass(frozen=True, slots=True)
class Header:
    """Of a header what is asked for; `listed` are the signers that a checkpoint names."""

    number: int
    hash: bytes
    time: int
    state_root: bytes
    receipts_root: bytes
    difficulty: int
    listed: bytes
    sealed: bytes
    seal: bytes


def read_headers(section: Section, trust: Trust, check: Check) -> tuple[Header, ...]:
    """Headers from the section's block to the one that makes it final, each on the one before.

    1. There are as many as finality needs, and no more. 2. Each is in RLP what a header has beside
    the fields that are derived. 3. The first is of the time that the section names. 4. Each is
    later than the one before.
    Raises VerificationError "proof.header-count" (expected, found), "proof.header-malformed"
    (place, from 1), "proof.block-differs", "proof.headers-apart" (place), each with `check`.
    """
    expected, found = trust.following + 1, len(section.headers)
    if found != expected:  # 1
        raise VerificationError("proof.header-count", check=check, expected=expected, found=found)
    headers: list[Header] = []
    parent = section.block.parent
    for place, data in enumerate(section.headers):
        try:
            headers.append(_read(data, parent, section.block.number + place))  # 2
        except ValueError as error:
            raise VerificationError(
                "proof.header-malformed", check=check, place=place + 1
            ) from error
        parent = headers[-1].hash
    if headers[0].time != section.block.time:  # 3
        raise VerificationError("proof.block-differs", check=check)
    for place, (one, next_) in enumerate(pairwise(headers), 2):
        if next_.time <= one.time:  # 4
            raise VerificationError("proof.headers-apart", check=check, place=place)
    return tuple(headers)


def shortened(header: bytes) -> bytes:
    """A whole header's RLP as a bundle has it. Raises ValueError for one of another kind."""
    fields = decode(header)
    if fields[1] != _NO_UNCLES or fields[13] != _NO_MIX or len(fields) != _FIELDS:
        raise ValueError("not of Clique")
    return encode([each for at, each in enumerate(fields) if at not in _DERIVED])


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
    latest = headers[-1].time
    if latest > now + _PATIENCE:
        raise VerificationError("proof.from-the-future", check=check, time=latest)


def _read(data: bytes, parent: bytes, number: int) -> Header:
    given = decode(data)
    if not isinstance(given, list) or len(given) != _FIELDS - len(_DERIVED):
        raise ValueError("fields")
    if not all(isinstance(each, bytes) for each in given):
        raise ValueError("a list within")
    height = number.to_bytes((number.bit_length() + 7) // 8, "big")
    fields = [parent, _NO_UNCLES, *given[:6], height, *given[6:10], _NO_MIX, *given[10:]]
    for at, size in _SIZES.items():
        if len(fields[at]) != size:
            raise ValueError("size")
    difficulty, _, _, timestamp, _ = (number_of(fields[at]) for at in _NUMBERS)
    extra = fields[12]
    if len(extra) < _VANITY + _SEAL:
        raise ValueError("not of Clique")
    return Header(
        number=number,
        hash=keccak(encode(fields)),
        time=timestamp,
        state_root=fields[3],
        receipts_root=fields[5],
        difficulty=difficulty,
        listed=extra[_VANITY:-_SEAL],
        sealed=keccak(encode([*fields[:12], extra[:-_SEAL], *fields[13:]])),
        seal=extra[-_SEAL:],
    )


def _difficulty(header: Header, signer: bytes, trust: Trust) -> int:
    in_turn = trust.signers[header.number % len(trust.signers)]
    return 2 if signer == in_turn else 1
