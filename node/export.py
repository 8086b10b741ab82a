"""A chain as a file that any Ethereum client imports, and the way back, all executed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from node.blocks import decode_block
from node.chain import Chain
from node.clock import SystemClock
from node.deployment import Home
from node.errors import Conflict, NotFound, VerificationError
from node.genesis import Genesis
from node.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from node.clock import Clock

__all__ = ["Progress", "export_blocks", "export_chain", "import_blocks", "import_chain"]

Progress = Callable[[int, int], object]
"""Called with the blocks done and the blocks in all, 0 where their number is not known yet."""

_LONGEST_BLOCK = 1 << 26


def export_chain(home: Path, file: BinaryIO, progress: Progress | None = None) -> int:
    """Write blocks 1 to the head of a home, whose node may run; return how many.

    The head is that of the moment of the call. Raises NotFound `home.missing`, VerificationError
    `store.*`.
    """
    paths = Home(home)
    if not paths.genesis.exists():
        raise NotFound("home.missing", path=str(paths.folder))
    store = Store(paths.chain, writable=False)
    try:
        return export_blocks(Chain(store, SystemClock()), file, progress)
    finally:
        store.close()


def export_blocks(chain: Chain, file: BinaryIO, progress: Progress | None = None) -> int:
    """Write the RLP of each block after genesis, one after the other, nothing between."""
    total = chain.head.header.block_number
    for number in range(1, total + 1):
        file.write(chain.records.encoded_block(chain.records.hash_at(number)))
        if progress is not None:
            progress(number, total)
    return total


def import_chain(
    home: Path,
    genesis: bytes,
    file: BinaryIO,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> int:
    """Make the chain of a genesis file in an empty home and import blocks into it.

    Every block is checked and executed; the first that does not hold ends the import, those before
    it stay. The home gets the genesis file and the store, but no keys: it can follow, not seal.
    Returns the head's number. Raises Conflict `home.exists`, VerificationError `genesis.*`,
    `block.*`, `clique.*`.
    """
    paths = Home(home)
    if paths.folder.exists():
        raise Conflict("home.exists", path=str(paths.folder))
    parsed = Genesis.parse(genesis)
    paths.folder.mkdir(parents=True)
    paths.genesis.write_bytes(genesis)
    store = Store(paths.chain)
    try:
        chain = Chain.create(store, parsed, clock or SystemClock())
        return import_blocks(chain, file, progress)
    finally:
        store.close()


def import_blocks(chain: Chain, file: BinaryIO, progress: Progress | None = None) -> int:
    """Import the blocks of a file on top of the head; return the head's number."""
    for encoded in _blocks(file):
        chain.import_block(decode_block(encoded))
        if progress is not None:
            progress(chain.head.header.block_number, 0)
    return chain.head.header.block_number


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Cut a file into RLP lists. Raises VerificationError `chain-file.malformed`."""
    while head := file.read(1):
        if head[0] < 0xF8:  # RLP: a list of at most 55 bytes, which no block is
            raise VerificationError("chain-file.malformed", position=file.tell() - 1)
        length = _exactly(file, head[0] - 0xF7)
        size = int.from_bytes(length, "big")
        if size > _LONGEST_BLOCK:
            raise VerificationError("chain-file.malformed", position=file.tell())
        yield head + length + _exactly(file, size)


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise VerificationError("chain-file.malformed", position=file.tell())
    return content
