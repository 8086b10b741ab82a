"""Witnesses: others who executed the chain again and signed what they found (EIP-712)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from eth_hash.auto import keccak

from ledger.errors import VerificationError
from ledger.proofs.checks import Check
from ledger.proofs.signatures import signer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.proofs.headers import Header
    from ledger.proofs.model import Bundle, Witness
    from ledger.proofs.trust import Trust

__all__ = ["Witnessed", "check_witnesses", "witness_of"]

_DOMAIN: Final = (
    keccak(b"EIP712Domain(string name,string version,uint256 chainId)"),
    keccak(b"Qoima witness"),
    keccak(b"1"),
)
_TYPE: Final = keccak(b"Witness(bytes32 genesis,uint256 number,bytes32 hash,bytes32 stateRoot)")


class Witnessed(Protocol):
    """What a witness's statement names of a block: a header has it, and an indexed block."""

    @property
    def number(self) -> int:
        """Its height."""

    @property
    def hash(self) -> bytes:
        """Its hash."""

    @property
    def state_root(self) -> bytes:
        """The root of the state after it."""


def check_witnesses(bundle: Bundle, blocks: Mapping[str, Header], trust: Trust) -> None:
    """Check what witnesses signed of the blocks of the sections.

    1. Each is trusted. 2. None signs twice. 3. Each signed that block of that chain. 4. Of each
    section as many signed as the reader demands.
    Raises VerificationError "proof.witness-unknown" (witness), "proof.witness-repeated" (witness),
    "proof.witness-differs" (witness), "proof.witnesses-too-few" (expected, found), with `check`.
    """
    seen = set()
    for each in bundle.witnesses:
        name = "0x" + each.address.hex()
        if each.address not in trust.witnesses:  # 1
            raise VerificationError("proof.witness-unknown", check=Check.WITNESSES, witness=name)
        if (each.section, each.address) in seen:  # 2
            raise VerificationError("proof.witness-repeated", check=Check.WITNESSES, witness=name)
        seen.add((each.section, each.address))
        if not _signed(each, blocks[each.section], trust):  # 3
            raise VerificationError("proof.witness-differs", check=Check.WITNESSES, witness=name)
    for section in blocks:  # 4
        found = sum(1 for named, _ in seen if named == section)
        if found < trust.required:
            raise VerificationError(
                "proof.witnesses-too-few",
                check=Check.WITNESSES,
                expected=trust.required,
                found=found,
            )


def witness_of(trust: Trust, block: Witnessed, signature: bytes) -> bytes:
    """Whose key signed that this block stands on this chain (EIP-712).

    The address's 20 bytes; `signature` is r, s and v as 27 or 28. Raises ValueError for none.
    """
    domain = keccak(b"".join(_DOMAIN) + trust.chain_id.to_bytes(32, "big"))
    number = block.number.to_bytes(32, "big")
    said = keccak(_TYPE + trust.genesis + number + block.hash + block.state_root)
    if len(signature) != 65 or signature[64] not in (27, 28):
        raise ValueError("form")
    plain = signature[:64] + bytes([signature[64] - 27])
    return signer_of(keccak(b"\x19\x01" + domain + said), plain)


def _signed(witness: Witness, header: Header, trust: Trust) -> bool:
    try:
        found = witness_of(trust, header, witness.signature)
    except ValueError:
        return False
    return found == witness.address
