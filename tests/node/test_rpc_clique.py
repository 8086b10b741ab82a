"""clique_*: three signers take turns, miss some, and vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth.constants import BLANK_ROOT_HASH, ZERO_ADDRESS
from eth_keys.datatypes import PrivateKey
from eth_typing import Address

from node.blocks import Block
from node.chain import Chain
from node.clique.extra import NONCE_AUTH, NONCE_DROP, extra
from node.clique.seal import seal
from node.errors import NotFound
from node.genesis import Genesis
from node.headers import Header
from node.pool import Pool
from node.primitives import address_of, as_checksummed, hexed
from node.rpc import clique
from node.rpc.backend import Backend
from node.rpc.errors import INVALID_PARAMS, LIMIT, RpcError
from node.storage.store import Store
from tests.node.world import BEGINNING
from tests.support.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Ascending by address, so that the signer of a height is KEYS[height % 3].
KEYS = sorted((PrivateKey(bytes([n]) * 32) for n in (1, 2, 3)), key=address_of)
NAMES = [as_checksummed(address_of(key)) for key in KEYS]
NEW = Address(b"\x77" * 20)
# Who seals block 1, 2, 3 …; the turns would be 1, 2, 0, 1, 2, 0.
SEALED = [1, 2, 0, 2, 1, 0]
VOTE_AT = 5


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    """A chain of three signers and six empty blocks, a vote for a fourth in the fifth."""
    clock = StandingClock(BEGINNING + 1_000)
    store = Store(tmp_path / "chain")
    signers = tuple(address_of(key) for key in KEYS)
    genesis = Genesis(33, 1, 30_000, signers, 60_000_000, BEGINNING)
    try:
        chain = Chain.create(store, genesis, clock)
        for number, signer in enumerate(SEALED, 1):
            chain.import_block(sealed(chain, KEYS[signer], NEW if number == VOTE_AT else None))
        yield Backend(chain, Pool(store), None)
    finally:
        store.close()


def sealed(chain: Chain, key: PrivateKey, vote: Address | None) -> Block:
    """An empty block on the head."""
    head = chain.head
    number = head.header.block_number + 1
    header = Header(
        difficulty=head.snapshot.difficulty_of(address_of(key), number),
        block_number=number,  # type: ignore[arg-type]  # py-evm's NewType for a plain number
        gas_limit=head.header.gas_limit,
        timestamp=head.header.timestamp + 1,
        coinbase=vote or ZERO_ADDRESS,
        parent_hash=head.header.hash,
        state_root=BLANK_ROOT_HASH,
        extra_data=extra(()),
        nonce=NONCE_AUTH if vote else NONCE_DROP,
        base_fee_per_gas=0,
    )
    return Block(seal(header, key), ())


def ask(backend: Backend, method: str, *parameters: Any) -> Any:
    return clique.methods(backend)[method].call(list(parameters))


def test_the_signers_are_known_at_any_block(backend: Backend) -> None:
    assert ask(backend, "clique_getSigners") == NAMES
    assert ask(backend, "clique_getSigners", "0x0") == NAMES
    head = hexed(backend.chain.head.header.hash)
    assert ask(backend, "clique_getSignersAtHash", head) == NAMES
    with pytest.raises(NotFound):
        ask(backend, "clique_getSignersAtHash", "0x" + "99" * 32)


def test_sealed_blocks_and_missed_turns_are_counted(backend: Backend) -> None:
    counted = {each["address"]: each for each in ask(backend, "clique_getSignerMetrics")}
    assert counted == {
        NAMES[0]: metrics(NAMES[0], sealed=2, last=6, missed=0),
        NAMES[1]: metrics(NAMES[1], sealed=2, last=5, missed=1),
        NAMES[2]: metrics(NAMES[2], sealed=2, last=4, missed=1),
    }
    few = ask(backend, "clique_getSignerMetrics", "0x1", "0x2")
    assert [int(each["proposedBlockCount"], 16) for each in few] == [0, 1, 1]
    assert ask(backend, "clique_getSignerMetrics", "0x0", "0x0") == []
    status = ask(backend, "clique_status")
    assert status["numBlocks"] == 6
    assert status["sealerActivity"] == dict.fromkeys(NAMES, 2)
    assert round(status["inturnPercent"]) == 67


def metrics(name: str, sealed: int, last: int, missed: int) -> dict[str, str]:
    return {
        "address": name,
        "proposedBlockCount": hex(sealed),
        "lastProposedBlockNumber": hex(last),
        "missedTurnCount": hex(missed),
    }


def test_a_range_that_makes_no_sense_is_refused(backend: Backend) -> None:
    with pytest.raises(RpcError) as caught:
        ask(backend, "clique_getSignerMetrics", "0x6", "0x2")
    assert caught.value.code == INVALID_PARAMS
    narrow = clique.methods(backend, most=2)["clique_getSignerMetrics"]
    assert len(narrow.call(["0x1", "0x2"])) == 3
    with pytest.raises(RpcError) as caught:
        narrow.call(["0x1", "0x3"])
    assert caught.value.code == LIMIT
    assert caught.value.data == {"code": "range-too-wide", "limit": 2}


def test_the_snapshot_tells_of_votes_and_of_recent_signers(backend: Backend) -> None:
    snapshot = ask(backend, "clique_getSnapshot")
    new = as_checksummed(NEW)
    assert snapshot["number"] == 6
    assert snapshot["signers"] == {name: {} for name in NAMES}
    assert snapshot["recents"] == {"5": NAMES[1], "6": NAMES[0]}
    assert snapshot["votes"] == [
        {"signer": NAMES[1], "block": VOTE_AT, "address": new, "authorize": True}
    ]
    assert snapshot["tally"] == {new: {"authorize": True, "votes": 1}}
    head = hexed(backend.chain.head.header.hash)
    assert ask(backend, "clique_getSnapshotAtHash", head) == snapshot
    before = ask(backend, "clique_getSnapshot", hex(VOTE_AT - 1))
    assert before["votes"] == []
    assert before["tally"] == {}
