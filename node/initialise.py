"""Makes a new installation's chain: genesis, keys, and the contracts in the first blocks."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eth.constants import CREATE_CONTRACT_ADDRESS
from eth.vm.forks.london.transactions import UnsignedDynamicFeeTransaction
from eth_abi.abi import encode
from eth_typing import Address

from contracts.loader import CONTRACTS, Artifact, load, rules_digest
from node.admission import Admission
from node.chain import Chain
from node.clock import Clock, SystemClock
from node.deployment import Contract, Deployment, Home
from node.errors import Conflict, Rejected, VerificationError
from node.genesis import Genesis
from node.keys import new_key, write_key
from node.participants import Participants
from node.pool import Pool
from node.primitives import (
    address_of,
    as_checksummed,
    contract_address,
    hexed,
    keccak,
    parse_address,
)
from node.sealer import Sealer
from node.storage.store import Store

if TYPE_CHECKING:
    from eth_keys.datatypes import PrivateKey
    from eth_typing import Hash32

__all__ = ["DEFAULT_CHAIN_ID", "Keys", "Plan", "create", "initialise"]

DEFAULT_CHAIN_ID = 33012015
"""Article 33-1 of the law of 2015."""
_EPOCH = 30_000
_GAS_LIMIT = 400_000_000
_CREATION_GAS = 7_000_000  # a contract of the greatest size (EIP-170) takes 4.9 million to store


@dataclass(frozen=True)
class Keys:
    """The keys of a new chain; no `authority` when the authorised body keeps its own."""

    operator: PrivateKey = field(default_factory=new_key)
    sealer: PrivateKey = field(default_factory=new_key)
    authority: PrivateKey | None = None


@dataclass(frozen=True)
class Plan:
    """What is decided before a chain begins; `period` in seconds, `authority` as an address.

    The same plan with the same keys at the same time makes the same chain, byte by byte.
    """

    chain_id: int
    period: int
    authority: Address
    keys: Keys
    scrypt_n: int | None = None
    clock: Clock = field(default_factory=SystemClock)


def initialise(
    home: Path,
    password: str,
    *,
    chain_id: int = DEFAULT_CHAIN_ID,
    period: int = 1,
    authority: str | None = None,
    scrypt_n: int | None = None,
) -> Deployment:
    """Make a chain in a home folder that has none, with new keys under one password.

    `authority` is the address of the authorised body when it keeps its key itself; else a key
    is made for it. `scrypt_n` weakens the keystores for tests. Raises Conflict `home.exists`,
    Rejected `authority.malformed`.
    """
    if authority is None:
        own = new_key()
        keys, address = Keys(authority=own), address_of(own)
    else:
        keys, address = Keys(authority=None), _parsed(authority)
    return create(home, password, Plan(chain_id, period, address, keys, scrypt_n))


def _parsed(authority: str) -> Address:
    try:
        return parse_address(authority)
    except ValueError as error:
        raise Rejected("authority.malformed", found=authority) from error


def create(home: Path, password: str, plan: Plan) -> Deployment:
    """Make the chain of a plan; a failure or a kill leaves no half-made home behind.

    Raises Conflict `home.exists`, VerificationError `deployment.failed`, `genesis.*`.
    """
    target = Home(home)
    if target.folder.exists():
        raise Conflict("home.exists", path=str(target.folder))
    home.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".making-", dir=home))
    try:
        deployment = _fill(Home(staging), password, plan)
        Home(staging).folder.rename(target.folder)
        _settle(target.folder)
    finally:
        shutil.rmtree(staging)
    return deployment


def _settle(folder: Path) -> None:
    """Have everything below a folder, and its own name, on disk."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _fill(home: Home, password: str, plan: Plan) -> Deployment:
    genesis = Genesis(
        chain_id=plan.chain_id,
        period=plan.period,
        epoch=_EPOCH,
        signers=(address_of(plan.keys.sealer),),
        gas_limit=_GAS_LIMIT,
        timestamp=int(plan.clock.now()) - plan.period,  # so that the first block need not wait
    )
    _write_keys(home, password, plan)
    home.genesis.write_bytes(genesis.as_file())
    store = Store(home.chain)
    try:
        chain = Chain.create(store, genesis, plan.clock)
        deployment = _deployment(chain, plan, _deploy(chain, plan))
    finally:
        store.close()
    home.deployment.write_bytes(deployment.as_file())
    return deployment


def _write_keys(home: Home, password: str, plan: Plan) -> None:
    folder = home.key("operator").parent
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    keys = plan.keys
    named = {"operator": keys.operator, "sealer": keys.sealer, "authority": keys.authority}
    for name, key in named.items():
        if key is not None:
            write_key(home.key(name), key, password, plan.scrypt_n)


def _deploy(chain: Chain, plan: Plan) -> dict[str, Hash32]:
    """Send the contracts' creations through the door that every transaction takes; seal them."""
    operator = address_of(plan.keys.operator)
    participants = contract_address(operator, 0)
    pool = Pool(chain.store)
    admission = Admission(chain, pool, Participants(participants, operator))
    sent: dict[str, Hash32] = {}
    for nonce, name in enumerate(CONTRACTS):
        sent[name] = admission.admit(_creation(plan, nonce, load(name)))
    sealer = Sealer(chain, pool, plan.keys.sealer, plan.clock)
    while len(pool):
        plan.clock.wait(threading.Event(), sealer.wait_until_due())
        sealer.seal_next()
    return sent


def _arguments(plan: Plan, artifact: Artifact) -> dict[str, bytes]:
    """The constructor's arguments; each is known by its name in the source."""
    operator = address_of(plan.keys.operator)
    values: dict[str, bytes] = {
        "authority": plan.authority,
        "operator": operator,
        **{name: contract_address(operator, nonce) for nonce, name in enumerate(CONTRACTS)},
    }
    if any(each["name"] == "rules" for each in artifact.constructor):
        values["rules"] = rules_digest(artifact.name)
    return {each["name"]: values[each["name"]] for each in artifact.constructor}


def _creation(plan: Plan, nonce: int, artifact: Artifact) -> bytes:
    kinds = [each["type"] for each in artifact.constructor]
    unsigned = UnsignedDynamicFeeTransaction(
        chain_id=plan.chain_id,
        nonce=nonce,
        max_priority_fee_per_gas=0,
        max_fee_per_gas=0,
        gas=_CREATION_GAS,
        to=CREATE_CONTRACT_ADDRESS,
        value=0,
        data=artifact.bytecode + encode(kinds, list(_arguments(plan, artifact).values())),
        access_list=(),
    )
    return unsigned.as_signed_transaction(plan.keys.operator).encode()


def _written(value: bytes) -> str:
    return as_checksummed(Address(value)) if len(value) == 20 else hexed(value)


def _deployment(chain: Chain, plan: Plan, sent: dict[str, Hash32]) -> Deployment:
    """Look at what came of the creations. Raises VerificationError `deployment.failed`."""
    operator = address_of(plan.keys.operator)
    contracts = {}
    for nonce, (name, transaction) in enumerate(sent.items()):
        address = contract_address(operator, nonce)
        with chain.reading(chain.head.header) as state:
            code = state.get_code(address)
        place = chain.records.place(transaction)
        if place is None or not code:
            raise VerificationError("deployment.failed", contract=name)
        artifact = load(name)
        contracts[name] = Contract(
            address=as_checksummed(address),
            block=place[0],
            transaction=hexed(transaction),
            code_hash=hexed(keccak(code)),
            source_digest=artifact.source_digest,
            compiler=artifact.compiler,
            evm_version=artifact.evm_version,
            arguments={n: _written(v) for n, v in _arguments(plan, artifact).items()},
        )
    genesis = chain.genesis
    return Deployment(
        chain_id=genesis.chain_id,
        genesis_hash=hexed(genesis.hash),
        genesis_sha256=genesis.digest,
        period=genesis.period,
        signers=tuple(as_checksummed(each) for each in genesis.signers),
        operator=as_checksummed(operator),
        authority=as_checksummed(plan.authority),
        contracts=contracts,
    )
