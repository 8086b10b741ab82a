"""A contract that fills storage: `slots.vy`, compiled when a test needs it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eth_abi.abi import encode

from node.primitives import as_checksummed, contract_address, hexed, keccak
from tests.support.node import signed

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from eth_typing import Address

__all__ = ["FILLED", "Slots", "slot_of"]

_SOURCE = Path(__file__).parent / "slots.vy"
_POSITION = 1  # of the mapping, as `vyper -f layout` has it
_ONE, _EACH = 60_000, 23_500  # gas of a call, and of each slot that it fills
FILLED = hexed(keccak(b"Filled(uint256,uint256)"))
"""The topic of the event that a filling emits."""


@dataclass(frozen=True)
class Slots:
    """The contract as `maker` deploys it with the nonce `nonce`."""

    maker: LocalAccount
    chain_id: int
    nonce: int

    @cached_property
    def address(self) -> str:
        """Where the contract will be, checksummed."""
        maker: Address = bytes.fromhex(self.maker.address[2:])  # type: ignore[assignment]  # twenty
        return as_checksummed(contract_address(maker, self.nonce))

    def creation(self) -> bytes:
        """The signed transaction that makes it."""
        command = [str(Path(sys.executable).parent / "vyper"), "-f", "bytecode", str(_SOURCE)]
        code = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        fields = {"gas": 1_000_000, "value": 0, "data": code}
        return self._signed(self.maker, self.nonce, fields)

    def fill(self, account: LocalAccount, nonce: int, first: int, count: int) -> bytes:
        """A signed call that fills `count` slots, at most 1024."""
        data = keccak(b"fill(uint256,uint256)")[:4] + encode(["uint256"] * 2, [first, count])
        fields = {"gas": _ONE + _EACH * count, "value": 0, "data": hexed(data), "to": self.address}
        return self._signed(account, nonce, fields)

    def at(self, number: int) -> dict[str, str]:
        """The object of an eth_call that reads a slot."""
        data = keccak(b"at(uint256)")[:4] + encode(["uint256"], [number])
        return {"to": self.address, "data": hexed(data)}

    def _signed(self, account: LocalAccount, nonce: int, fields: dict[str, object]) -> bytes:
        free = {"maxFeePerGas": 0, "maxPriorityFeePerGas": 0}
        return signed(account, {"chainId": self.chain_id, "nonce": nonce, **free, **fields})


def slot_of(number: int) -> int:
    """Where the contract's storage holds a numbered slot: Vyper hashes position, then key."""
    place = keccak(_POSITION.to_bytes(32, "big") + number.to_bytes(32, "big"))
    return int.from_bytes(place, "big")
