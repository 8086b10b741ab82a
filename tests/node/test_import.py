"""A chain that was exported is executed anew elsewhere; one changed thing, and it is refused."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from eth_keys.datatypes import PrivateKey

from node.blocks import Block, body_of, encode_block
from node.chain import Chain
from node.clique.extra import NONCE_AUTH, extra
from node.clique.seal import seal
from node.deployment import Home
from node.errors import Conflict, NodeError, NotFound, VerificationError
from node.export import export_blocks, export_chain, import_chain
from node.headers import Header, changed, encode_header
from node.primitives import contract_address
from node.storage.store import Store
from node.transactions import Transaction
from tests.node.world import BEGINNING, OPERATOR, SEALER, World, opened
from tests.support.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OTHER = PrivateKey(b"\x0d" * 32)


@dataclass(frozen=True)
class Exported:
    """Three blocks of which the last holds two transactions."""

    genesis: bytes
    blocks: tuple[Block, ...]
    head_hash: bytes
    time: float

    def file(self, last: Block | None = None) -> io.BytesIO:
        """The chain file, the last block replaced."""
        blocks = [*self.blocks[:-1], last or self.blocks[-1]]
        return io.BytesIO(
            b"".join(encode_block(encode_header(b.header), body_of(b.transactions)) for b in blocks)
        )


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    with opened(tmp_path_factory.mktemp("exported")) as world:
        world.admit(OTHER, 16)
        world.act(OTHER, "depository", "deposit", b"\x01" * 32, 1, 3, 0, 0, bytes(32))
        world.act(OPERATOR, "depository", "accept", 1)
        world.seal()
        records = world.chain.records
        blocks = tuple(records.block(records.header_at(n)) for n in range(1, 4))
        return Exported(world.chain.genesis.as_file(), blocks, blocks[-1].hash, world.clock.at)


def imported(exported: Exported, home: Path, file: io.BytesIO) -> int:
    return import_chain(home, exported.genesis, file, clock=StandingClock(exported.time))


def refusal(exported: Exported, home: Path, last: Block) -> str:
    """The code with which the altered last block is refused; those before it must stay."""
    with pytest.raises(VerificationError) as caught:
        imported(exported, home, exported.file(last))
    store = Store(Home(home).chain)
    try:
        assert Chain(store, StandingClock(exported.time)).head.header.block_number == 2
    finally:
        store.close()
    return caught.value.code


def test_an_exported_chain_is_imported_to_the_same_head(exported: Exported, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    number = import_chain(
        tmp_path,
        exported.genesis,
        exported.file(),
        lambda *at: seen.append(at),
        StandingClock(exported.time),
    )
    assert number == 3
    assert seen == [(1, 0), (2, 0), (3, 0)]
    store = Store(Home(tmp_path).chain)
    try:
        chain = Chain(store, StandingClock(exported.time))
        assert chain.head.header.hash == exported.head_hash
        again = io.BytesIO()
        assert export_blocks(chain, again) == 3
        assert again.getvalue() == exported.file().getvalue()
    finally:
        store.close()


def test_a_home_is_exported_and_one_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    assert export_chain(tmp_path, io.BytesIO()) == 1
    with pytest.raises(NotFound) as missing:
        export_chain(tmp_path / "nowhere", io.BytesIO())
    assert missing.value.code == "home.missing"
    assert not (tmp_path / "nowhere").exists()


def test_a_chain_is_not_imported_over_another(exported: Exported, tmp_path: Path) -> None:
    imported(exported, tmp_path, exported.file())
    with pytest.raises(Conflict) as caught:
        imported(exported, tmp_path, exported.file())
    assert caught.value.code == "home.exists"


# Each field of the header is set to another value and the block is sealed again by the true
# signer, so that nothing but the rule in question can find it out.
ALTERED: list[tuple[str, dict[str, Any]]] = [
    ("block.state-root", {"state_root": b"\x11" * 32}),
    ("block.receipt-root", {"receipt_root": b"\x11" * 32}),
    ("block.transaction-root", {"transaction_root": b"\x11" * 32}),
    ("block.bloom", {"bloom": 1}),
    ("block.gas-used", {"gas_used": 1}),
    ("block.gas-used", {"gas_used": 400_000_001}),
    ("block.number", {"block_number": 7}),
    ("block.parent", {"parent_hash": b"\x11" * 32}),
    ("block.too-early", {"timestamp": BEGINNING}),
    ("block.in-future", {"timestamp": BEGINNING + 100}),
    ("block.gas-or-base-fee", {"base_fee_per_gas": 7}),
    ("block.gas-or-base-fee", {"gas_limit": 70_000_000}),
    ("clique.difficulty", {"difficulty": 1}),
    ("clique.mix-hash", {"mix_hash": b"\x11" * 32}),
    ("clique.uncles", {"uncles_hash": b"\x11" * 32}),
    ("clique.nonce", {"nonce": b"\x00" * 7 + b"\x01"}),
    ("clique.signer-list", {"extra_data": extra([b"\x11" * 20])}),  # type: ignore[list-item]  # bytes
    ("clique.signer-list", {"extra_data": extra([]) + b"\x00" * 20}),
    ("clique.extra-length", {"extra_data": b"\x00" * 70}),
    ("clique.extra-length", {"extra_data": b"\x00" * 33 + extra([])}),
]


@pytest.mark.parametrize(("code", "fields"), ALTERED)
def test_a_header_that_says_anything_else_is_refused(
    exported: Exported, tmp_path: Path, code: str, fields: dict[str, Any]
) -> None:
    last = exported.blocks[-1]
    header = seal(changed(last.header, **fields), SEALER)
    assert refusal(exported, tmp_path, Block(header, last.transactions)) == code


def test_a_vote_is_allowed_between_checkpoints(exported: Exported, tmp_path: Path) -> None:
    last = exported.blocks[-1]
    vote = seal(changed(last.header, coinbase=b"\x11" * 20, nonce=NONCE_AUTH), SEALER)
    assert imported(exported, tmp_path, exported.file(Block(vote, last.transactions))) == 3


def test_a_block_sealed_by_another_key_is_refused(exported: Exported, tmp_path: Path) -> None:
    last = exported.blocks[-1]
    header = seal(last.header, OTHER)
    assert refusal(exported, tmp_path, Block(header, last.transactions)) == "clique.signer"


@pytest.mark.parametrize("at", [32, 63, 96])
def test_a_spoilt_seal_is_refused(exported: Exported, tmp_path: Path, at: int) -> None:
    last = exported.blocks[-1]
    spoilt = bytearray(last.header.extra_data)
    spoilt[at] ^= 0x55
    header = changed(last.header, extra_data=bytes(spoilt))
    code = refusal(exported, tmp_path, Block(header, last.transactions))
    assert code in {"clique.seal", "clique.signer"}


def resealed(header: Header, transactions: tuple[Transaction, ...]) -> Block:
    return Block(seal(header, SEALER), transactions)


@pytest.mark.parametrize(
    "alter",
    [
        lambda both: both[:1],
        lambda both: (*both, both[0]),
        lambda both: (both[1], both[0]),
    ],
    ids=["one left out", "one twice", "in another order"],
)
def test_other_transactions_than_the_header_says_are_refused(
    exported: Exported, tmp_path: Path, alter: Callable[[Any], Any]
) -> None:
    last = exported.blocks[-1]
    code = refusal(exported, tmp_path, Block(last.header, alter(last.transactions)))
    assert code.startswith("block.")


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("transaction.wrong-chain-id", {"chainId": 1}),
        ("transaction.priority-fee", {"maxPriorityFeePerGas": 1}),
        ("transaction.gas-too-low", {"gas": 21_000, "data": "0x01"}),
        ("transaction.invalid", {"nonce": 9}),
        ("transaction.invalid", {"value": 1}),
        ("transaction.block-gas", {"gas": 400_000_001}),
    ],
)
def test_a_block_with_an_invalid_transaction_is_refused(
    exported: Exported, tmp_path: Path, reason: str, changes: dict[str, Any]
) -> None:
    """py-evm by itself would let the first three pass; other clients refuse them."""
    with opened(tmp_path / "maker") as maker:
        transaction = Transaction.decode(maker.transaction(OPERATOR, **{"nonce": 4, **changes}))
    last = exported.blocks[-1]
    with pytest.raises(VerificationError) as caught:
        imported(exported, tmp_path / "home", exported.file(resealed(last.header, (transaction,))))
    assert caught.value.code == "block.transaction"
    assert caught.value.facts["reason"] == reason


def test_one_changed_byte_anywhere_in_the_last_block_is_refused(
    exported: Exported, tmp_path: Path
) -> None:
    whole = exported.file().getvalue()
    start = len(whole) - len(exported.file().getvalue()[-1200:])
    for position in range(start, len(whole), 97):
        spoilt = bytearray(whole)
        spoilt[position] ^= 0x01
        with pytest.raises(NodeError):
            imported(exported, tmp_path / str(position), io.BytesIO(bytes(spoilt)))


@pytest.mark.parametrize("cut", [1, 400])
def test_a_file_that_ends_within_a_block_is_refused(
    exported: Exported, tmp_path: Path, cut: int
) -> None:
    whole = exported.file().getvalue()
    with pytest.raises(VerificationError) as caught:
        imported(exported, tmp_path, io.BytesIO(whole[:-cut]))
    assert caught.value.code == "chain-file.malformed"


def test_a_file_that_is_no_chain_is_refused(exported: Exported, tmp_path: Path) -> None:
    with pytest.raises(VerificationError) as caught:
        imported(exported, tmp_path, io.BytesIO(b"no chain at all"))
    assert caught.value.code == "chain-file.malformed"


def test_coinbase_is_the_signer_while_the_header_says_zero(tmp_path: Path) -> None:
    """The opcode's answer becomes state, so that builder and importer must agree on it."""
    with opened(tmp_path / "home") as world:
        coinbase_to_slot_0 = "0x41600055"
        world.admission.admit(world.transaction(OPERATOR, to=None, data=coinbase_to_slot_0))
        block = world.seal()
        assert world.statuses(block) == [1]
        assert block.header.coinbase == b"\x00" * 20
        genesis, blocks, now = world.chain.genesis.as_file(), io.BytesIO(), world.clock.at
        export_blocks(world.chain, blocks)
        created = world.chain.records.block(block.header).transactions[0]
        assert stored_word(world, created) == world.sealer.address
    blocks.seek(0)
    assert import_chain(tmp_path / "other", genesis, blocks, clock=StandingClock(now)) == 2


def stored_word(world: World, creation: Transaction) -> bytes:
    address = contract_address(creation.sender, creation.inner.nonce)
    with world.chain.reading(world.chain.head.header) as state:
        return state.get_storage(address, 0).to_bytes(20, "big")
