"""The store under the chain: whole batches, one process, an answer for what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from eth_typing import Hash32

from node.errors import Conflict, NotFound, VerificationError
from node.storage.records import Records
from node.storage.state import state_database
from node.storage.store import Changes, Store, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = b"k" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "chain")
    yield opened
    opened.close()


def test_a_batch_is_read_back_and_its_deletions_are_made(store: Store) -> None:
    changes = Changes()
    changes.put(Table.CHAIN, b"a", b"1")
    changes.put(Table.POOL, b"a", b"2")
    changes.delete(Table.POOL, b"never there")
    store.write(changes)
    assert (store.get(Table.CHAIN, b"a"), store.get(Table.POOL, b"a")) == (b"1", b"2")
    assert store.get(Table.STATE, b"a") is None
    gone = Changes()
    gone.delete(Table.CHAIN, b"a")
    store.write(gone)
    assert store.get(Table.CHAIN, b"a") is None
    assert list(store.items(Table.POOL)) == [(b"a", b"2")]


def test_a_batch_that_fails_leaves_nothing_behind(store: Store) -> None:
    changes = Changes()
    changes.put(Table.CHAIN, b"a", b"1")
    changes.put(Table.POOL, b"b" * 1000, b"the key is too long for the store")
    with pytest.raises(Exception, match="MDB_BAD_VALSIZE"):
        store.write(changes)
    assert store.get(Table.CHAIN, b"a") is None


def test_of_much_state_only_nodes_that_nothing_leads_to_go_ahead(store: Store) -> None:
    """The writing fails at its very end; the block is not there, and can be written once more."""
    changes = Changes()
    nodes = {number.to_bytes(32, "big"): bytes([number % 256]) for number in range(10_000)}
    for key, value in nodes.items():
        changes.put(Table.STATE, key, value)
    changes.put(Table.CHAIN, b"head", b"1")
    changes.put(Table.POOL, b"b" * 1000, b"the key is too long for the store")
    with pytest.raises(Exception, match="MDB_BAD_VALSIZE"):
        store.write(changes)
    assert store.get(Table.CHAIN, b"head") is None
    assert 0 < len(list(store.items(Table.STATE))) < len(nodes)
    del changes.tables[Table.POOL][b"b" * 1000]
    store.write(changes)
    assert store.get(Table.CHAIN, b"head") == b"1"
    assert dict(store.items(Table.STATE)) == nodes


def test_a_second_opening_is_refused_until_the_first_is_closed(tmp_path: Path) -> None:
    first = Store(tmp_path)
    with pytest.raises(Conflict) as caught:
        Store(tmp_path)
    assert caught.value.code == "chain.in-use"
    first.close()
    first.close()
    Store(tmp_path).close()


def test_a_dead_process_holds_no_lock(tmp_path: Path) -> None:
    die = (
        "import os, sys; from pathlib import Path; from node.storage.store import Store;"
        " Store(Path(sys.argv[1])); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", die, str(tmp_path)], env=os.environ, check=False)
    assert ended.returncode == 9
    Store(tmp_path).close()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.mdb").write_bytes(b"something else" * 1000)
    with pytest.raises(VerificationError) as caught:
        Store(tmp_path)
    assert caught.value.code == "store.unreadable"


def test_drafts_of_state_are_seen_by_their_block_only(store: Store) -> None:
    changes = Changes()
    draft = state_database(store, changes)
    with draft.atomic_batch() as batch:
        batch[KEY] = b"node"
    assert draft[KEY] == b"node"
    assert KEY not in state_database(store, Changes())
    with pytest.raises(KeyError):
        state_database(store, Changes())[KEY]
    store.write(changes)
    later = state_database(store, Changes())
    assert later[KEY] == b"node"
    with pytest.raises(KeyError):  # another block's state may lean on it
        del later[KEY]


def test_what_is_not_recorded_is_said_not_to_be_there(store: Store) -> None:
    records = Records(store)
    assert records.genesis() is None
    assert records.place(KEY) is None
    for missing in (lambda: records.header(Hash32(KEY)), lambda: records.hash_at(1)):
        with pytest.raises(NotFound) as caught:
            missing()
        assert caught.value.code == "block.unknown"
    with pytest.raises(VerificationError) as damaged:
        records.raw_transactions(Hash32(KEY))
    assert damaged.value.code == "store.record-missing"


def test_another_process_reads_and_copies_while_this_one_writes(
    store: Store, tmp_path: Path
) -> None:
    changes = Changes()
    changes.put(Table.CHAIN, b"a", b"1")
    store.write(changes)
    source = (
        "import sys; from pathlib import Path; from node.storage.store import Store, Table;"
        " store = Store(Path(sys.argv[1]), writable=False); store.copy(Path(sys.argv[2]));"
        " print(store.get(Table.CHAIN, b'a'))"
    )
    (tmp_path / "copy").mkdir()
    command = [sys.executable, "-c", source, str(tmp_path / "chain"), str(tmp_path / "copy")]
    done = subprocess.run(command, env=os.environ, check=True, capture_output=True, text=True)
    assert done.stdout == "b'1'\n"
    copied = Store(tmp_path / "copy")
    assert copied.get(Table.CHAIN, b"a") == b"1"
    copied.close()


def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(VerificationError) as caught:
        Store(tmp_path / "nowhere", writable=False)
    assert caught.value.code == "store.unreadable"
    assert not (tmp_path / "nowhere").exists()
