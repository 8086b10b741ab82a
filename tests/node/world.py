"""A chain in this process, its time standing still until a test moves it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth_account import Account
from eth_keys.datatypes import PrivateKey
from web3 import Web3

from contracts.loader import CONTRACTS, load
from node.admission import Admission
from node.chain import Chain
from node.deployment import Deployment, Home
from node.initialise import DEFAULT_CHAIN_ID, Keys, Plan, create
from node.participants import Participants
from node.pool import Pool, PoolLimits
from node.primitives import address_of, parse_address
from node.sealer import Sealer
from node.storage.store import Store
from tests.support.clocks import StandingClock
from tests.support.node import PASSWORD, signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from node.blocks import Block

__all__ = [
    "AUTHORITY",
    "BASIS",
    "BEGINNING",
    "FIRST_NONCE",
    "KEYS",
    "OPERATOR",
    "SEALER",
    "World",
    "call_data",
    "opened",
]

BASIS = b"\x0e" * 32
FIRST_NONCE = len(CONTRACTS)
"""The operator's next nonce on a new chain: each contract took one."""
BEGINNING = 1_800_000_000
AUTHORITY = PrivateKey(b"\x0a" * 32)
OPERATOR = PrivateKey(b"\x0b" * 32)
SEALER = PrivateKey(b"\x0c" * 32)
KEYS = Keys(operator=OPERATOR, sealer=SEALER, authority=AUTHORITY)


@dataclass
class World:
    """An open chain with all that works on it."""

    home: Path
    clock: StandingClock
    chain: Chain
    pool: Pool
    admission: Admission
    sealer: Sealer
    deployment: Deployment

    def address(self, contract: str) -> str:
        return self.deployment.contracts[contract].address

    def nonce(self, key: PrivateKey) -> int:
        with self.chain.reading(self.chain.head.header) as state:
            nonce = state.get_nonce(address_of(key))
        return self.pool.next_nonce(address_of(key), nonce)

    def transaction(self, key: PrivateKey, **changes: Any) -> bytes:
        """A signed transaction of type 2 that would be admitted, but for the changes."""
        fields = {
            "chainId": DEFAULT_CHAIN_ID,
            "nonce": self.nonce(key),
            "to": self.address("participants"),
            "value": 0,
            "gas": 1_000_000,
            "maxFeePerGas": 0,
            "maxPriorityFeePerGas": 0,
            "data": "0x",
            **changes,
        }
        return signed(account(key), {k: v for k, v in fields.items() if v is not None})

    def act(self, key: PrivateKey, contract: str, function: str, *arguments: Any) -> bytes:
        """Admit a call; it waits for the next block."""
        data = call_data(contract, function, *arguments)
        return self.admission.admit(self.transaction(key, to=self.address(contract), data=data))

    def decree(
        self, contract: str, function: str, *arguments: Any, key: PrivateKey = AUTHORITY
    ) -> bytes:
        """Admit a proposal of the authority, who decides alone; it waits for the next block."""
        data = self.decree_data(contract, function, *arguments)
        to = self.address("participants")
        return self.admission.admit(self.transaction(key, to=to, data=data))

    def decree_data(self, contract: str, function: str, *arguments: Any) -> str:
        """The data of a proposal to call a contract's function."""
        data = call_data(contract, function, *arguments)
        return call_data("participants", "propose", self.address(contract), data, BASIS)

    def admit(self, key: PrivateKey, roles: int = 0) -> None:
        """Have the authority admit a key and seal that."""
        self.decree("participants", "admit", account(key).address, roles, b"\x01" * 32)
        self.seal()

    def seal(self) -> Block:
        """Let the time pass and seal what waits."""
        self.clock.at += self.sealer.wait_until_due()
        block = self.sealer.seal_next()
        assert block is not None
        return block

    def statuses(self, block: Block) -> list[int]:
        """1 for each transaction of a block that succeeded, else 0."""
        receipts = self.chain.records.receipts(block.hash)
        return [receipt.status for receipt in receipts]


def account(key: PrivateKey) -> LocalAccount:
    local: LocalAccount = Account.from_key(key.to_bytes())
    return local


def call_data(contract: str, function: str, *arguments: Any) -> str:
    """The data of a call of a contract's function."""
    interface = Web3().eth.contract(abi=load(contract).abi)
    return str(interface.encode_abi(function, list(arguments)))


@contextlib.contextmanager
def opened(
    home: Path, clock: StandingClock | None = None, limits: PoolLimits | None = None
) -> Iterator[World]:
    """The chain of the fixed keys in a home, made when the home is empty."""
    clock = clock or StandingClock(BEGINNING)
    paths = Home(home)
    if not paths.folder.exists():
        plan = Plan(DEFAULT_CHAIN_ID, 1, address_of(AUTHORITY), KEYS, scrypt_n=2, clock=clock)
        create(home, PASSWORD, plan)
    deployment = Deployment.read(paths.deployment)
    store = Store(paths.chain)
    try:
        chain = Chain(store, clock)
        pool = Pool(store, limits)
        participants = Participants(deployment.participants, parse_address(deployment.operator))
        yield World(
            home=home,
            clock=clock,
            chain=chain,
            pool=pool,
            admission=Admission(chain, pool, participants),
            sealer=Sealer(chain, pool, SEALER, clock),
            deployment=deployment,
        )
    finally:
        store.close()
