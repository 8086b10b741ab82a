"""The calls of the reference workload, signed.

`python -m benchmarks.reference.workload` compiles `records.vy` into `records.hex` anew.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from eth_abi.abi import encode

from node.primitives import as_checksummed, contract_address, hexed, keccak
from tests.support.node import signed

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

__all__ = ["GAS", "Workload"]

_FOLDER = Path(__file__).parent
_RECORD = keccak(b"record(uint256,bytes32,uint256)")[:4]
_RECORD_OF = keccak(b"record_of(uint256)")[:4]
GAS = 100_000


@dataclass(frozen=True)
class Workload:
    """Who calls, from which nonce on (the first one makes the contract), and at what fee in wei."""

    account: LocalAccount
    chain_id: int
    first_nonce: int
    fee: int = 0

    @cached_property
    def address(self) -> str:
        """Where the contract will be, checksummed."""
        sender = bytes.fromhex(self.account.address[2:])
        return as_checksummed(contract_address(sender, self.first_nonce))  # type: ignore[arg-type]  # twenty bytes

    def creation(self) -> bytes:
        """The signed transaction that makes the contract."""
        code = (_FOLDER / "records.hex").read_text().strip()
        return self._signed({"nonce": self.first_nonce, "gas": 1_000_000, "data": code})

    def calls(self, first: int, count: int) -> list[bytes]:
        """Signed calls that record the numbers from `first` on, with the nonces that follow."""
        return [
            self._signed(
                {
                    "nonce": self.first_nonce + 1 + number,
                    "gas": GAS,
                    "to": self.address,
                    "data": hexed(_RECORD + self._arguments(number)),
                }
            )
            for number in range(first, first + count)
        ]

    def view(self, number: int) -> dict[str, str]:
        """The object of an eth_call that reads a record."""
        data = hexed(_RECORD_OF + encode(["uint256"], [number]))
        return {"from": self.account.address, "to": self.address, "data": data}

    def _arguments(self, number: int) -> bytes:
        root = keccak(number.to_bytes(32, "big"))
        return encode(["uint256", "bytes32", "uint256"], [number, root, number + 1])

    def _signed(self, fields: dict[str, object]) -> bytes:
        common = {"chainId": self.chain_id, "value": 0}
        fees = {"maxFeePerGas": self.fee, "maxPriorityFeePerGas": 0}
        return signed(self.account, {**common, **fees, **fields})


def _compile() -> None:
    compiler = import_module("vyper")  # a developer's tool, without types
    code = compiler.compile_code((_FOLDER / "records.vy").read_text(), output_formats=["bytecode"])[
        "bytecode"
    ]
    (_FOLDER / "records.hex").write_text(code + "\n")


if __name__ == "__main__":
    sys.exit(_compile())  # type: ignore[func-returns-value]  # None is success
