"""A signed transaction as the node holds it, and the rules every one obeys, in pool or block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth.constants import CREATE_CONTRACT_ADDRESS, SECPK1_N
from eth.exceptions import UnrecognizedTransactionType
from eth.vm.forks.london.transactions import LondonTransactionBuilder
from eth_keys.exceptions import BadSignature

from node.errors import Rejected
from node.patches.signed import TYPES, Signed
from node.primitives import RLPException, ValidationError, keccak

if TYPE_CHECKING:
    from eth.abc import SignedTransactionAPI
    from eth_typing import Address, Hash32

__all__ = ["Transaction", "check_rules"]

_TYPED = tuple(bytes([kind]) for kind in TYPES)
_FOREIGN = (
    RLPException,
    ValidationError,
    BadSignature,
    UnrecognizedTransactionType,
    ValueError,
    TypeError,
    IndexError,
)


@dataclass(frozen=True, eq=False)
class Transaction:
    """A transaction with what is costly to find out about it; `inner` is py-evm's object."""

    raw: bytes
    hash: Hash32
    inner: Signed | SignedTransactionAPI

    @property
    def sender(self) -> Address:
        """Whose key signed it."""
        return self.inner.sender

    @property
    def kind(self) -> int:
        """The type of EIP-2718: 0 legacy, 1 with access list, 2 with dynamic fee."""
        return self.inner.type_id or 0

    @property
    def creates(self) -> bool:
        """Whether it makes a contract instead of calling an address."""
        return self.inner.to == CREATE_CONTRACT_ADDRESS

    @classmethod
    def decode(cls, raw: bytes) -> Transaction:
        """Read a transaction from outside: canonical (EIP-2718), in range, with a true signature.

        Raises Rejected `transaction.malformed`.
        """
        try:
            transaction = cls.stored(raw)
            _check_ranges(transaction.inner)
            if not isinstance(transaction.inner, Signed) and transaction.inner.encode() != raw:
                raise Rejected("transaction.malformed", detail="not the canonical encoding")
            _ = transaction.sender  # recovered here, so that a false signature is found here
        except _FOREIGN as error:
            raise Rejected("transaction.malformed", detail=str(error)[:200]) from error
        return transaction

    @classmethod
    def stored(cls, raw: bytes, sender: Address | None = None) -> Transaction:
        """Read back a transaction that was checked when it came; its sender may be known too."""
        typed = raw[:1] in _TYPED
        inner = Signed.decode(raw) if typed else LondonTransactionBuilder.decode(raw)
        if sender is not None:
            vars(inner)["sender"] = sender  # where the cached property looks first
        return cls(raw, keccak(raw), inner)


def check_rules(transaction: Transaction, chain_id: int) -> None:
    """Hold a transaction to London's rules that py-evm leaves unchecked.

    1. It is for this chain; a legacy one without chain id (before EIP-155) passes here.
    2. The priority fee is not above the fee (EIP-1559).
    3. Its gas pays for its own bytes (`intrinsic gas`).

    Raises Rejected `transaction.wrong-chain-id`, `.priority-fee`, `.gas-too-low`.
    """
    inner = transaction.inner
    if inner.chain_id is not None and inner.chain_id != chain_id:  # 1
        raise Rejected("transaction.wrong-chain-id", expected=chain_id, found=str(inner.chain_id))
    if inner.max_priority_fee_per_gas > inner.max_fee_per_gas:  # 2
        raise Rejected("transaction.priority-fee", found=str(inner.max_priority_fee_per_gas))
    if inner.gas < inner.intrinsic_gas:  # 3
        raise Rejected("transaction.gas-too-low", found=str(inner.gas), needed=inner.intrinsic_gas)


def _check_ranges(inner: Signed | SignedTransactionAPI) -> None:
    """Range of every quantity (EIP-2681 for the nonce) and of the signature, low s (EIP-2)."""
    quantities = (inner.value, inner.max_fee_per_gas, inner.max_priority_fee_per_gas)
    if max(quantities) >= 2**256 or inner.gas >= 2**64 or inner.nonce >= 2**64 - 1:
        raise Rejected("transaction.malformed", detail="quantity out of range")
    if any(len(address) != 20 for address, _ in inner.access_list):
        raise Rejected("transaction.malformed", detail="access list without address")
    in_range = inner.y_parity in (0, 1) and 0 < inner.r < SECPK1_N and 0 < inner.s <= SECPK1_N // 2
    if not in_range:
        raise Rejected("transaction.malformed", detail="invalid signature values")
