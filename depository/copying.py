"""Copies packages from one store into another, block by block, each hashed on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.cid import RAW
from depository.unixfs.node import decode
from ledger.errors import NotFound, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from ledger.types import Digest

__all__ = ["Copied", "copy_packages"]

_BLOCKS_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class Copied:
    """Packages that were copied, their blocks and bytes, and the roots of those not whole."""

    packages: int
    blocks: int
    size: int
    broken: tuple[Cid, ...]


def copy_packages(
    roots: Iterable[Cid],
    source: BlockStore,
    target: BlockStore,
    progress: Callable[[int], None],
) -> Copied:
    """Copy everything under each root; what is missing or damaged is left out, and told.

    A block that several packages share is copied once. When this returns all is on the disk of
    `target`. `progress` is told of each block: its bytes.
    Raises Unavailable as the stores do.
    """
    copied: set[Digest] = set()
    packages = blocks = size = 0
    broken: list[Cid] = []
    for root in roots:
        faults: list[Cid] = []
        for some in _portions(_under(root, source, copied, faults)):
            with target.batch() as batch:
                for cid, data in some:
                    batch.put(cid, data)
                    blocks, size = blocks + 1, size + len(data)
                    progress(len(data))
                batch.sync()
        packages += 1
        if faults:
            broken.append(root)
    return Copied(packages, blocks, size, tuple(broken))


def _under(
    root: Cid, source: BlockStore, copied: set[Digest], faults: list[Cid]
) -> Iterator[tuple[Cid, bytes]]:
    """Yield the blocks under a root that were not copied before; note those that are not good.

    Nodes are read again in each package that has them, so that each knows what it lacks.
    """
    seen: set[Digest] = set()
    waiting = [root]
    while waiting:
        cid = waiting.pop()
        if cid.digest in seen or (cid.codec == RAW and cid.digest in copied):
            continue
        seen.add(cid.digest)
        try:
            data = source.get(cid)
            links = () if cid.codec == RAW else decode(data).links
        except (NotFound, VerificationError, ValueError):
            faults.append(cid)
            continue
        waiting.extend(link.cid for link in links)
        if cid.digest not in copied:
            copied.add(cid.digest)
            yield cid, data


def _portions(
    blocks: Iterator[tuple[Cid, bytes]],
) -> Iterator[Iterator[tuple[Cid, bytes]]]:
    """Yield the blocks some thousands at once, none of them held longer than it is used."""
    for first in blocks:
        yield _portion(first, blocks)


def _portion(
    first: tuple[Cid, bytes], blocks: Iterator[tuple[Cid, bytes]]
) -> Iterator[tuple[Cid, bytes]]:
    yield first
    for _, block in zip(range(_BLOCKS_AT_ONCE - 1), blocks, strict=False):
        yield block
