"""What a process has read of a store does not stay in its memory for good."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from node.storage.resident import Mapped, resident
from node.storage.store import Changes, Store, Table

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20
COUNT, SIZE = 3_000, 16_000
READING = """
import json, sys
from pathlib import Path
from node.storage import resident
from node.storage.store import Store, Table
before, highest, sound = resident.resident(), 0, True
store = Store(Path(sys.argv[1]), writable=False, resident=int(sys.argv[2]))
for number in range(int(sys.argv[3])):
    key = number.to_bytes(8, "big")
    sound &= store.get(Table.STATE, key).startswith(key)
    highest = max(highest, resident.resident())
walked = sum(key == value[:8] for key, value in store.items(Table.STATE))
highest = max(highest, resident.resident())
print(json.dumps({"highest": highest - before, "before": before, "sound": sound, "walked": walked}))
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of some 48 MB."""
    path = tmp_path_factory.mktemp("large")
    store = Store(path)
    changes = Changes()
    for number in range(COUNT):
        key = number.to_bytes(8, "big")
        changes.put(Table.STATE, key, key + bytes(SIZE))
    store.write(changes)
    store.close()
    return path


def read(path: Path, most: int) -> dict[str, int]:
    """What a process that reads everything says, and how much of the file it held at most."""
    command = [sys.executable, "-c", READING, str(path), str(most), str(COUNT)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, int] = json.loads(done.stdout)
    assert (answer["sound"], answer["walked"]) == (True, COUNT)
    return answer


def test_a_process_that_reads_a_whole_store_keeps_little_of_it(large: Path) -> None:
    unbounded = read(large, 1 << 40)
    assert unbounded["highest"] > COUNT * SIZE * 9 // 10
    bounded = read(large, unbounded["before"] + 8 * MIB)
    assert bounded["highest"] < 24 * MIB


def test_pages_are_given_back_while_others_read(large: Path) -> None:
    store, mapped = Store(large), Mapped(large / "data.mdb")
    try:
        for number, (key, value) in enumerate(store.items(Table.STATE)):
            if number % 100 == 0:
                held = resident()
                mapped.give_back()
                assert number == 0 or resident() < held
            assert value == key + bytes(SIZE)
    finally:
        store.close()
    mapped.give_back()  # there is nothing to give back any more
