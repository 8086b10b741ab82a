"""What lies on the disk is set aside only if it is damaged still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.blocks import EmbeddedStore
from depository.cid import RAW, cid_of
from depository.fixity.shelves import Shelves

if TYPE_CHECKING:
    from pathlib import Path


def test_a_block_that_a_writer_repairs_meanwhile_is_not_set_aside(tmp_path: Path) -> None:
    store, cid = EmbeddedStore(tmp_path), cid_of(RAW, b"block")
    with store.batch() as batch:
        batch.put(cid, b"block")
        batch.sync()
    shelves = Shelves(store)
    assert not shelves.set_aside(cid.digest)
    assert shelves.read(cid.digest) == b"block"
    (file,) = tmp_path.rglob(f"1220{cid.digest.hex()}")
    file.unlink()
    assert not shelves.set_aside(cid.digest)
    assert not shelves.is_aside(cid.digest)
