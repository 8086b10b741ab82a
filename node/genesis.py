"""The genesis file in geth's JSON form: what it says, its header, its digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth.constants import BLANK_ROOT_HASH

from node.clique.extra import genesis_extra, signers_of
from node.errors import VerificationError
from node.headers import Header
from node.primitives import hexed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eth_typing import Address, Hash32

__all__ = ["Genesis"]

_FORKS = (
    "homesteadBlock",
    "eip150Block",
    "eip155Block",
    "eip158Block",
    "byzantiumBlock",
    "constantinopleBlock",
    "petersburgBlock",
    "istanbulBlock",
    "berlinBlock",
    "londonBlock",
)
_ZERO_ADDRESS = "0x" + "00" * 20
_ZERO_HASH = "0x" + "00" * 32
_FIXED = {
    "nonce": "0x0",
    "difficulty": "0x1",
    "mixHash": _ZERO_HASH,
    "coinbase": _ZERO_ADDRESS,
    "number": "0x0",
    "gasUsed": "0x0",
    "parentHash": _ZERO_HASH,
    "baseFeePerGas": "0x0",
}


@dataclass(frozen=True)
class Genesis:
    """The first block and the rules of a chain.

    `period` in seconds and `epoch` in blocks are Clique's (EIP-225); `signers` ascend. No account
    holds value: the chain has no coin in use and no premine (A-1), so `alloc` is always empty.
    One wei for each signer would spare a little work per transaction, at the price of a balance
    to explain; the law outweighs the five per cent.
    """

    chain_id: int
    period: int
    epoch: int
    signers: tuple[Address, ...]
    gas_limit: int
    timestamp: int

    def __post_init__(self) -> None:
        """Refuse a chain that could not run. Raises VerificationError `genesis.*`."""
        if not 0 < self.chain_id < 2**53:
            raise VerificationError("genesis.chain-id", found=self.chain_id)
        if self.period < 1:  # py-evm and we want a strictly later timestamp in each block
            raise VerificationError("genesis.period", found=self.period)
        if self.epoch < 1:
            raise VerificationError("genesis.epoch", found=self.epoch)
        if not self.signers or tuple(sorted(set(self.signers))) != self.signers:
            raise VerificationError("genesis.signers", found=len(self.signers))
        if not 5000 <= self.gas_limit < 2**63:
            raise VerificationError("genesis.gas-limit", found=self.gas_limit)

    def header(self) -> Header:
        """The header of block 0."""
        return Header(
            difficulty=1,
            block_number=0,  # type: ignore[arg-type]  # py-evm's NewType for a plain number
            gas_limit=self.gas_limit,
            timestamp=self.timestamp,
            state_root=BLANK_ROOT_HASH,
            extra_data=genesis_extra(self.signers),
            nonce=b"\0" * 8,
            base_fee_per_gas=0,
        )

    @property
    def hash(self) -> Hash32:
        """The hash of block 0. Chain id and period are not part of it: see `digest`."""
        return self.header().hash

    def as_file(self) -> bytes:
        """The bytes of genesis.json, as `geth init` takes them."""
        config: dict[str, Any] = {"chainId": self.chain_id}
        config.update(dict.fromkeys(_FORKS, 0))
        config["clique"] = {"period": self.period, "epoch": self.epoch}
        document = {
            "config": config,
            **_FIXED,
            "timestamp": hex(self.timestamp),
            "extraData": hexed(genesis_extra(self.signers)),
            "gasLimit": hex(self.gas_limit),
            "alloc": {},
        }
        return (json.dumps(document, indent=2) + "\n").encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the file in hex: it fixes chain id and period, which the hash does not."""
        return hashlib.sha256(self.as_file()).hexdigest()

    @classmethod
    def parse(cls, content: bytes) -> Genesis:
        """Read a file of this form; any other rule than ours is refused (`genesis.*`)."""
        try:
            document = json.loads(content)
            config = document["config"]
            genesis = cls(
                chain_id=int(config["chainId"]),
                period=int(config["clique"]["period"]),
                epoch=int(config["clique"]["epoch"]),
                signers=signers_of(bytes.fromhex(document["extraData"].removeprefix("0x"))),
                gas_limit=int(document["gasLimit"], 16),
                timestamp=int(document["timestamp"], 16),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise VerificationError("genesis.unreadable", detail=str(error)) from error
        _check_rules(config)
        _check_fixed(document)
        return genesis


def _check_rules(config: Mapping[str, Any]) -> None:
    """Exactly London from block 0 under Clique, and no fork after it."""
    expected = {"chainId", "clique", *_FORKS}
    for name in expected ^ set(config):
        raise VerificationError("genesis.rule", name=name)
    for name in _FORKS:
        if config[name] != 0:
            raise VerificationError("genesis.rule", name=name)


def _check_fixed(document: Mapping[str, Any]) -> None:
    """Every field that has one value only has it, and nobody starts with a balance."""
    if document.get("alloc") != {}:
        raise VerificationError("genesis.alloc")
    for name, value in _FIXED.items():
        try:
            same = int(document[name], 16) == int(value, 16)
        except (KeyError, TypeError, ValueError):
            same = False
        if not same:
            raise VerificationError("genesis.field", name=name)
