"""A new home: what it holds, what is refused, and that a plan makes one chain only."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from eth_keys.datatypes import PrivateKey

from contracts.loader import CONTRACTS, load, rules_digest
from node.clock import SystemClock
from node.deployment import Deployment, Home
from node.errors import Conflict, NodeError, NotFound, Rejected, VerificationError
from node.genesis import Genesis
from node.initialise import Plan, create, initialise
from node.keys import read_key, write_key
from node.primitives import address_of, as_checksummed, hexed, keccak, parse_address
from node.running import open_node
from node.storage.store import Store
from tests.node.world import AUTHORITY, BEGINNING, KEYS, OPERATOR, SEALER, opened
from tests.support.clocks import StandingClock
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path


def test_a_home_holds_what_the_other_parts_read(tmp_path: Path) -> None:
    made = initialise(tmp_path, PASSWORD, scrypt_n=2)
    paths = Home(tmp_path)
    assert Deployment.read(paths.deployment) == made
    assert made.chain_id == 33012015
    assert made.period == 1
    assert made.genesis_sha256 == hashlib.sha256(paths.genesis.read_bytes()).hexdigest()
    assert tuple(made.contracts) == CONTRACTS
    assert all(made.contracts[n].source_digest == load(n).source_digest for n in CONTRACTS)
    for name, address in (("operator", made.operator), ("authority", made.authority)):
        key = read_key(paths.key(name), PASSWORD)
        assert as_checksummed(address_of(key)) == address
        assert paths.key(name).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["node"]


def test_a_contract_is_recorded_with_all_that_its_code_was_made_of(tmp_path: Path) -> None:
    with opened(tmp_path) as world:
        operator = as_checksummed(address_of(OPERATOR))
        for name, contract in world.deployment.contracts.items():
            artifact = load(name)
            assert contract.compiler == artifact.compiler
            assert contract.evm_version == artifact.evm_version == "london"
            assert list(contract.arguments) == [each["name"] for each in artifact.constructor]
        given = world.deployment.contracts["participants"].arguments
        assert given["authority"] == as_checksummed(address_of(AUTHORITY))
        assert given["operator"] == operator
        assert given["rules"] == hexed(rules_digest("participants"))
        register = world.deployment.contracts["participants"].address
        assert world.deployment.contracts["depository"].arguments["participants"] == register


def test_the_same_plan_at_another_time_gives_the_same_addresses_and_code(tmp_path: Path) -> None:
    made = []
    for name, clock in (("one", StandingClock(BEGINNING)), ("two", StandingClock(BEGINNING + 9))):
        plan = Plan(7, 1, address_of(AUTHORITY), KEYS, scrypt_n=2, clock=clock)
        made.append(create(tmp_path / name, PASSWORD, plan))
    one, two = ({n: (c.address, c.code_hash) for n, c in m.contracts.items()} for m in made)
    assert one == two
    assert made[0].genesis_hash != made[1].genesis_hash
    other = Plan(7, 1, address_of(SEALER), KEYS, scrypt_n=2, clock=StandingClock(BEGINNING))
    third = create(tmp_path / "three", PASSWORD, other).contracts
    assert {n: (c.address, c.code_hash) for n, c in third.items()} == one
    assert third["participants"].arguments != made[0].contracts["participants"].arguments


def test_the_code_hash_is_that_of_the_code_on_the_chain(tmp_path: Path) -> None:
    with opened(tmp_path) as world, world.chain.reading(world.chain.head.header) as state:
        for contract in world.deployment.contracts.values():
            code = state.get_code(parse_address(contract.address))
            assert hexed(keccak(code)) == contract.code_hash


def test_the_genesis_file_has_geths_form_and_no_value_in_it(tmp_path: Path) -> None:
    with opened(tmp_path) as world:
        document = json.loads(Home(tmp_path).genesis.read_bytes())
        assert document["alloc"] == {}
        assert document["config"]["clique"] == {"period": 1, "epoch": 30000}
        assert document["config"]["londonBlock"] == 0
        assert not {"shanghaiTime", "mergeNetsplitBlock"} & set(document["config"])
        sealer = address_of(SEALER).hex()
        assert document["extraData"] == "0x" + "00" * 32 + sealer + "00" * 65
        assert Genesis.parse(Home(tmp_path).genesis.read_bytes()) == world.chain.genesis


def test_an_authority_with_its_own_key_leaves_none_here(tmp_path: Path) -> None:
    address = as_checksummed(address_of(AUTHORITY))
    made = initialise(tmp_path, PASSWORD, authority=address, scrypt_n=2)
    assert made.authority == address
    assert not Home(tmp_path).key("authority").exists()


def test_an_authority_that_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Rejected) as caught:
        initialise(tmp_path, PASSWORD, authority="0x12", scrypt_n=2)
    assert caught.value.code == "authority.malformed"


def test_a_home_is_never_made_over_another(tmp_path: Path) -> None:
    initialise(tmp_path, PASSWORD, scrypt_n=2)
    before = Home(tmp_path).deployment.read_bytes()
    with pytest.raises(Conflict) as caught:
        initialise(tmp_path, PASSWORD, scrypt_n=2)
    assert caught.value.code == "home.exists"
    assert Home(tmp_path).deployment.read_bytes() == before


def test_a_failure_leaves_no_half_made_home(tmp_path: Path) -> None:
    with pytest.raises(VerificationError) as caught:
        initialise(tmp_path, PASSWORD, period=0, scrypt_n=2)
    assert caught.value.code == "genesis.period"
    assert list(tmp_path.iterdir()) == []


def test_one_plan_makes_one_chain(tmp_path: Path) -> None:
    heads = []
    for name in ("one", "two"):
        clock = StandingClock(BEGINNING)
        plan = Plan(7, 1, address_of(AUTHORITY), KEYS, scrypt_n=2, clock=clock)
        made = create(tmp_path / name, PASSWORD, plan)
        heads.append((made, (tmp_path / name / "node" / "genesis.json").read_bytes()))
    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("genesis.alloc", {"alloc": {"11" * 20: {"balance": "0x1"}}}),
        ("genesis.alloc", {"alloc": None}),
        ("genesis.field", {"difficulty": "0x2"}),
        ("genesis.field", {"baseFeePerGas": "0x7"}),
        ("genesis.field", {"coinbase": "0x" + "11" * 20}),
        ("genesis.signers", {"extraData": "0x" + "00" * 97}),
        ("genesis.signers", {"extraData": "0x" + "00" * 32 + "22" * 20 + "11" * 20 + "00" * 65}),
        ("clique.extra-length", {"extraData": "0x" + "00" * 33}),
        ("genesis.gas-limit", {"gasLimit": "0x10"}),
        ("genesis.unreadable", {"timestamp": None}),
    ],
)
def test_a_genesis_file_of_another_kind_is_refused(
    tmp_path: Path, code: str, change: dict[str, object]
) -> None:
    genesis = Genesis(1, 1, 30_000, (address_of(SEALER),), 60_000_000, BEGINNING)
    document = json.loads(genesis.as_file())
    with pytest.raises(VerificationError) as caught:
        Genesis.parse(json.dumps({**document, **change}).encode())
    assert caught.value.code == code


@pytest.mark.parametrize("rule", [{"shanghaiTime": 0}, {"londonBlock": 5}, {"ethash": {}}])
def test_a_genesis_file_with_other_rules_is_refused(rule: dict[str, object]) -> None:
    genesis = Genesis(1, 1, 30_000, (address_of(SEALER),), 60_000_000, BEGINNING)
    document = json.loads(genesis.as_file())
    document["config"].update(rule)
    with pytest.raises(VerificationError) as caught:
        Genesis.parse(json.dumps(document).encode())
    assert caught.value.code == "genesis.rule"


def test_a_key_opens_with_its_password_only(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    write_key(path, OPERATOR, "right", scrypt_n=2)
    assert read_key(path, "right") == OPERATOR
    with pytest.raises(Rejected) as wrong:
        read_key(path, "wrong")
    assert wrong.value.code == "key.password"
    with pytest.raises(NotFound) as missing:
        read_key(tmp_path / "none.json", "right")
    assert missing.value.code == "key.missing"
    path.write_text("{}")
    with pytest.raises(VerificationError) as unreadable:
        read_key(path, "right")
    assert unreadable.value.code == "key.unreadable"
    with pytest.raises(FileExistsError):
        write_key(path, PrivateKey(b"\x01" * 32), "right", scrypt_n=2)


def refusal(home: Path, password: str = PASSWORD) -> str:
    with pytest.raises(NodeError) as caught, open_node(home, password, SystemClock()):
        raise AssertionError("opened")
    return caught.value.code


def test_a_node_opens_its_own_home_with_its_password_and_alone(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "home.missing"
    initialise(tmp_path, PASSWORD, scrypt_n=2)
    assert refusal(tmp_path, "wrong") == "key.password"
    with open_node(tmp_path, PASSWORD, SystemClock()) as (backend, _):
        assert backend.chain.head.header.block_number == 1
        assert refusal(tmp_path) == "chain.in-use"
    with open_node(tmp_path, PASSWORD, SystemClock()):
        pass


def test_a_node_refuses_a_chain_that_its_deployment_does_not_name(tmp_path: Path) -> None:
    initialise(tmp_path, PASSWORD, scrypt_n=2)
    path = Home(tmp_path).deployment
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps({**document, "genesis_hash": "0x" + "11" * 32}))
    assert refusal(tmp_path) == "deployment.other-chain"
    path.write_text("{}")
    assert refusal(tmp_path) == "deployment.unreadable"


def test_an_empty_store_is_no_chain(tmp_path: Path) -> None:
    initialise(tmp_path, PASSWORD, scrypt_n=2)
    Home(tmp_path).chain.rename(tmp_path / "elsewhere")
    Store(Home(tmp_path).chain).close()
    assert refusal(tmp_path) == "store.empty"
