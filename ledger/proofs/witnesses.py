"""Witnesses: others who executed the chain again and signed what they found (EIP-712)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from eth_hash.auto import keccak

from ledger.errors import VerificationError
from ledger.proofs.checks import Check
from ledger.proofs.signatures import signer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.proofs.headers import Header
    from ledger.proofs.model import Bundle, Witness
    from ledger.proofs.trust import Trust

__all__ = ["check_witnesses"]

_DOMAIN: Final = (
    keccak(b"EIP712Domain(string name,string version,uint256 chainId)"),
    keccak(b"Qoima witness"),
    keccak(b"1"),
)
_TYPE: Final = keccak(b"Witness(bytes32 genesis,uint256 number,bytes32 hash,bytes32 stateRoot)")


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


def _signed(witness: Witness, header: Header, trust: Trust) -> bool:
    domain = keccak(b"".join(_DOMAIN) + trust.chain_id.to_bytes(32, "big"))
    number = header.number.to_bytes(32, "big")
    said = keccak(_TYPE + trust.genesis + number + header.hash + header.state_root)
    signature = witness.signature
    if len(signature) != 65 or signature[64] not in (27, 28):
        return False
    try:
        plain = signature[:64] + bytes([signature[64] - 27])
        return signer_of(keccak(b"\x19\x01" + domain + said), plain) == witness.address
    except ValueError:
        return False
