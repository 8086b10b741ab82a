"""One byte of a store is flipped: the check finds it and names it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from eth_keys.datatypes import PrivateKey

from contracts.loader import CONTRACTS
from node.check import Report, check
from node.deployment import Home
from node.errors import Conflict, NotFound, VerificationError
from node.storage.store import Changes, Store, Table
from tests.node.world import OPERATOR, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEPOSITOR = PrivateKey(b"\x31" * 32)


@dataclass(frozen=True)
class Stopped:
    """A home whose node is stopped, and what was in it."""

    home: Path
    head: int
    hashes: tuple[bytes, ...]
    state_roots: tuple[bytes, ...]

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.home, to)
        return to


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    """Four blocks, and a transaction that waits."""
    home = tmp_path_factory.mktemp("checked") / "home"
    with opened(home) as world:
        world.admit(DEPOSITOR, 16)
        world.act(DEPOSITOR, "depository", "deposit", b"\x01" * 32, 1, 3, 0, 0, bytes(32))
        world.act(OPERATOR, "depository", "accept", 1)
        world.seal()
        world.admit(PrivateKey(b"\x32" * 32))
        world.decree("participants", "admit", "0x" + "77" * 20, 0, b"\x01" * 32)
        records = world.chain.records
        headers = [records.header_at(n) for n in range(5)]
        return Stopped(
            home,
            4,
            tuple(bytes(header.hash) for header in headers),
            tuple(bytes(header.state_root) for header in headers),
        )


def alter(home: Path, table: Table, key: bytes, change: Callable[[bytes], bytes | None]) -> None:
    store = Store(Home(home).chain)
    try:
        value = store.get(table, key)
        assert value is not None
        changes = Changes()
        changes.tables[table][key] = change(value)
        store.write(changes)
    finally:
        store.close()


def flip(place: int) -> Callable[[bytes], bytes]:
    def flipped(value: bytes) -> bytes:
        spoilt = bytearray(value)
        spoilt[place] ^= 0x01
        return bytes(spoilt)

    return flipped


def parts(report: Report) -> list[tuple[str, int | None]]:
    return [(each.part, each.at) for each in report.damages]


def test_a_whole_store_passes_and_is_counted(stopped: Stopped) -> None:
    seen: list[tuple[int, int]] = []
    report = check(stopped.home, execute=True, progress=lambda *at: seen.append(at))
    assert report.damages == []
    assert (report.head, report.head_hash) == (4, "0x" + stopped.hashes[4].hex())
    assert (report.blocks, report.transactions, report.executed) == (5, 4 + len(CONTRACTS), 4)
    assert (report.waiting, report.unchecked_seals, report.found) == (1, 0, 0)
    assert report.state_nodes > report.accounts > 4
    assert seen[0] == (0, 4)
    assert seen[-1] == (4, 4)


@pytest.mark.parametrize("block", [1, 2, 4])
@pytest.mark.parametrize("place", [6, 40, 200, -3])
def test_a_flipped_byte_in_a_header_is_named(
    stopped: Stopped, tmp_path: Path, block: int, place: int
) -> None:
    home = stopped.copy(tmp_path / "home")
    alter(home, Table.CHAIN, b"h" + stopped.hashes[block], flip(place))
    report = check(home)
    assert ("header", block) in parts(report)
    assert {each.part for each in report.damages} <= {"header", "head"}
    assert report.unchecked_seals == 4 - block


@pytest.mark.parametrize(
    ("kind", "part"),
    [(b"b", "body"), (b"r", "receipts"), (b"d", "index"), (b"f", "index"), (b"n", "header")],
)
@pytest.mark.parametrize("place", [0, -1])
def test_a_flipped_byte_in_a_record_of_a_block_is_named(
    stopped: Stopped, tmp_path: Path, kind: bytes, part: str, place: int
) -> None:
    home = stopped.copy(tmp_path / "home")
    key = (3).to_bytes(8, "big") if kind == b"n" else stopped.hashes[3]
    alter(home, Table.CHAIN, kind + key, flip(place))
    assert (part, 3) in parts(check(home))


@pytest.mark.parametrize("kind", [b"b", b"r", b"d", b"h"])
def test_a_record_that_is_missing_is_named(stopped: Stopped, tmp_path: Path, kind: bytes) -> None:
    home = stopped.copy(tmp_path / "home")
    alter(home, Table.CHAIN, kind + stopped.hashes[2], lambda _: None)
    assert parts(check(home))[0][1] == 2


def test_a_transaction_that_is_found_elsewhere_is_named(stopped: Stopped, tmp_path: Path) -> None:
    home = stopped.copy(tmp_path / "home")
    store = Store(Home(home).chain)
    key = next(key for key, _ in store.items(Table.CHAIN) if key[:1] == b"t" and len(key) == 33)
    store.close()
    alter(home, Table.CHAIN, key, flip(-1))
    (damage,) = check(home).damages
    assert (damage.part, damage.key) == ("index", "0x" + key[1:].hex())


@pytest.mark.parametrize("key", [b"head", b"snapshot"])
def test_a_spoilt_head_is_named(stopped: Stopped, tmp_path: Path, key: bytes) -> None:
    home = stopped.copy(tmp_path / "home")
    alter(home, Table.CHAIN, key, flip(-1))
    assert "head" in [each.part for each in check(home).damages]


def test_every_state_node_of_the_head_matters(stopped: Stopped, tmp_path: Path) -> None:
    store = Store(Home(stopped.home).chain)
    keys = [key for key, _ in store.items(Table.STATE)]
    store.close()
    named = 0
    for number, key in enumerate(keys[:: max(1, len(keys) // 12)]):
        home = stopped.copy(tmp_path / str(number))
        alter(home, Table.STATE, key, flip(5))
        damages = check(home).damages
        named += bool(damages)
        assert {each.part for each in damages} <= {"state", "code"}
        assert {each.key for each in damages} <= {"0x" + key.hex()}
    assert named >= 3  # the others belong to older states


def test_the_root_of_the_state_may_not_be_missing(stopped: Stopped, tmp_path: Path) -> None:
    home = stopped.copy(tmp_path / "home")
    alter(home, Table.STATE, stopped.state_roots[4], lambda _: None)
    (damage,) = check(home).damages
    assert (damage.part, damage.detail) == ("state", "missing")


def test_an_older_state_is_looked_at_only_by_executing_everything(
    stopped: Stopped, tmp_path: Path
) -> None:
    home = stopped.copy(tmp_path / "home")
    alter(home, Table.STATE, stopped.state_roots[1], lambda _: None)
    assert check(home).damages == []
    report = check(home, execute=True)
    assert parts(report) == [("execution", 2)]


def test_a_spoilt_waiting_transaction_is_named(stopped: Stopped, tmp_path: Path) -> None:
    home = stopped.copy(tmp_path / "home")
    store = Store(Home(home).chain)
    ((key, _),) = list(store.items(Table.POOL))
    store.close()
    alter(home, Table.POOL, key, flip(20))
    (damage,) = check(home).damages
    assert (damage.part, damage.key) == ("pool", "0x" + key.hex())


def test_another_genesis_file_is_named(stopped: Stopped, tmp_path: Path) -> None:
    home = stopped.copy(tmp_path / "home")
    genesis = Home(home).genesis
    genesis.write_text(genesis.read_text().replace('"period": 1', '"period": 2'))
    assert ("genesis", 0) in parts(check(home))


def test_only_a_stopped_home_with_a_chain_is_checked(stopped: Stopped, tmp_path: Path) -> None:
    home = stopped.copy(tmp_path / "home")
    with opened(home), pytest.raises(Conflict) as used:
        check(home)
    assert used.value.code == "chain.in-use"
    with pytest.raises(NotFound) as missing:
        check(tmp_path / "nowhere")
    assert missing.value.code == "home.missing"
    (Home(home).chain / "data.mdb").write_bytes(b"no store" * 1000)
    with pytest.raises(VerificationError) as unreadable:
        check(home)
    assert unreadable.value.code == "store.unreadable"
