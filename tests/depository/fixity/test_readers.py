"""Reading a store range by range, threads ahead."""

from __future__ import annotations

import hashlib
from itertools import count, islice
from typing import TYPE_CHECKING

import pytest

from depository.blocks import EmbeddedStore
from depository.fixity.model import RANGES
from depository.fixity.readers import read_ranges
from depository.fixity.shelves import Shelves, leaf
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _of_range(number: int) -> Iterator[bytes]:
    """Blocks whose digests begin with the same byte."""
    for each in count():
        data = b"%d" % each
        if hashlib.sha256(data).digest()[0] == number:
            yield data


@pytest.mark.parametrize("blocks", [1, 15, 16, 17, 32, 100])
def test_each_range_ends_once_however_many_blocks_it_holds(tmp_path: Path, blocks: int) -> None:
    store = EmbeddedStore(tmp_path / "store")
    held = {number: list(islice(_of_range(number), blocks)) for number in (0, 7, RANGES - 1)}
    with store.batch() as batch:
        for data in (each for some in held.values() for each in some):
            batch.put(leaf(Digest(hashlib.sha256(data).digest())), data)
        batch.sync()
    spoilt = Digest(hashlib.sha256(held[7][-1]).digest())
    (tmp_path / "store" / "blocks" / "07" / f"1220{spoilt.hex()}").write_bytes(b"spoilt")
    spent: list[int] = []
    ranges = list(read_ranges(Shelves(store), 0, spent.append))
    assert len(ranges) == RANGES
    assert {at: each.checked for at, each in enumerate(ranges) if each.checked} == dict.fromkeys(
        held, blocks
    )
    assert [each.damaged for each in ranges if each.damaged] == [[spoilt]]
    assert sum(spent) == sum(each.size for each in ranges)
    assert [each.checked for each in read_ranges(Shelves(store), RANGES - 1, spent.append)] == [
        blocks
    ]


def test_a_block_that_is_too_large_is_damaged(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    large = bytes((2 << 20) + 2)
    digest = Digest(hashlib.sha256(large).digest())
    (tmp_path / "store" / "blocks" / digest[:1].hex() / f"1220{digest.hex()}").write_bytes(large)
    (found,) = (each for each in read_ranges(Shelves(store), 0, lambda _: None) if each.checked)
    assert found.damaged == [digest]
