"""Transactions that a user is asked to sign, and calls read back from their data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import QoimaError
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["DecodedCall", "Simulation", "UnsignedTransaction"]


@dataclass(frozen=True, slots=True)
class DecodedCall:
    """A call of one of our contracts: its name, the function, and arguments by name.

    Values: integers, checksummed addresses, `bytes`, strings, booleans, lists of these. `inner` is
    the call that a proposal of the authorised body asks for, None when it is nothing that we know.
    """

    contract: str
    function: str
    args: Mapping[str, Any] = field(default_factory=dict)
    inner: DecodedCall | None = None


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a transaction would have done at the end of a block: `gas` is what it needs at least,
    None when it fails; `reason` says why it fails, None when it succeeds.
    """

    succeeds: bool
    block: BlockRef
    gas: int | None = None
    reason: QoimaError | None = None


@dataclass(frozen=True, slots=True)
class UnsignedTransaction:
    """A type-2 transaction (EIP-1559) without fee or value, ready for its sender's signature.

    `contract`, `function` and `args` say what the data means, for the explanation; `simulation` is
    None for one that was read back, which is the same transaction all the same.
    """

    sender: Address
    chain_id: int
    nonce: int
    to: Address
    data: bytes
    gas: int
    call: DecodedCall
    simulation: Simulation | None = field(default=None, compare=False)
    value: int = 0
    max_fee_per_gas: int = 0
    max_priority_fee_per_gas: int = 0

    @property
    def contract(self) -> str:
        """The name of the contract that is called."""
        return self.call.contract

    @property
    def function(self) -> str:
        """The name of the function that is called."""
        return self.call.function

    @property
    def args(self) -> Mapping[str, Any]:
        """The arguments of the call by name."""
        return self.call.args

    def as_json(self) -> dict[str, str]:
        """Return the fields as wallets and `eth_account` take them: hex text, by JSON-RPC names."""
        return {
            "type": "0x2",
            "chainId": hex(self.chain_id),
            "nonce": hex(self.nonce),
            "to": self.to,
            "value": hex(self.value),
            "gas": hex(self.gas),
            "maxFeePerGas": hex(self.max_fee_per_gas),
            "maxPriorityFeePerGas": hex(self.max_priority_fee_per_gas),
            "data": "0x" + self.data.hex(),
        }
