"""Which blocks of a DAG a reader asks for, in the order in which they are met."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from depository.cid import RAW
from depository.unixfs.node import Kind
from depository.unixfs.reader import parse_node, trail
from ledger.errors import Rejected, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.unixfs.node import Node
    from ledger.types import Digest

__all__ = ["Scope", "Selection", "Span", "select"]

_MOST_BLOCKS = 4_000_000
_SPAN = re.compile(r"(-?[0-9]{1,18}):(-?[0-9]{1,18}|\*)")


class Scope(StrEnum):
    """How much below the end of a path (Trustless Gateway Specification, `dag-scope`)."""

    ALL = "all"
    """Everything."""

    ENTITY = "entity"
    """A file whole, or what lists a directory without what is in it."""

    BLOCK = "block"
    """The one block."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file, both ends included: below zero from its end, `last` None for its end."""

    first: int
    last: int | None

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `from:to` (Trustless Gateway Specification, `entity-bytes`).

        Raises Rejected("gateway.malformed-span", span=…).
        """
        found = _SPAN.fullmatch(text)
        if found is None:
            raise Rejected("gateway.malformed-span", span=text[:64])
        first, last = found.groups()
        return cls(int(first), None if last == "*" else int(last))

    def __str__(self) -> str:
        """Return the text that `parse` reads."""
        return f"{self.first}:{'*' if self.last is None else self.last}"

    def within(self, size: int) -> range:
        """The part of it that a file of `size` bytes has; empty for none."""
        first = self.first if self.first >= 0 else max(0, size + self.first)
        last = size - 1 if self.last is None else self.last
        last = last if last >= 0 or self.last is None else size + last
        return range(first, min(last, size - 1) + 1)


@dataclass(frozen=True, slots=True)
class Selection:
    """Blocks on the way to `path`, then what `scope` says below its end.

    `span` narrows a file to the blocks that hold these bytes; a directory is not narrowed.
    `repeats` gives a block each time it is met, not only the first.
    """

    path: str = ""
    scope: Scope = Scope.ALL
    span: Span | None = None
    repeats: bool = False


def select(store: BlockStore, root: Cid, wanted: Selection) -> Iterator[tuple[Cid, bytes]]:
    """Find the blocks of a selection, parents first, depth first.

    The path is followed and the block at its end read at once; the others while they are taken.
    Raises NotFound("content.no-such-path", cid=…, path=…) at once; at once and later
    VerificationError("content.malformed", cid=…) and what the store raises.
    """
    *passed, end = trail(store, root, wanted.path)
    block = store.get(end)
    return _Walk(store, wanted).run(passed, end, block)


@dataclass(frozen=True, slots=True)
class _Step:
    """A block to visit; `part` are the bytes asked for of a file, counted from its own first."""

    cid: Cid
    part: range | None = None


class _Walk:
    def __init__(self, store: BlockStore, wanted: Selection) -> None:
        self._store = store
        self._repeats = wanted.repeats
        self._span = wanted.span
        self._scope = Scope.ENTITY if wanted.span is not None else wanted.scope
        self._given: set[Digest] = set()
        self._visited: set[tuple[Digest, range | None]] = set()

    def run(self, passed: list[Cid], end: Cid, block: bytes) -> Iterator[tuple[Cid, bytes]]:
        for cid in passed:
            yield from self._give(cid, self._store.get(cid))
        yield from self._give(end, block)
        waiting = self._first(end, block)
        for _ in range(_MOST_BLOCKS):
            if not waiting:
                return
            step = waiting.pop()
            if self._is_known(step):
                continue
            block = self._store.get(step.cid)
            yield from self._give(step.cid, block)
            waiting.extend(reversed(self._below(step, block)))
        raise VerificationError("content.malformed", cid=str(end))

    def _give(self, cid: Cid, block: bytes) -> Iterator[tuple[Cid, bytes]]:
        if self._repeats or cid.digest not in self._given:
            if not self._repeats:
                self._given.add(cid.digest)
            yield cid, block

    def _is_known(self, step: _Step) -> bool:
        """Whether neither the block nor anything below it would be given any more."""
        if self._repeats:
            return False
        key = (step.cid.digest, step.part)
        if key in self._visited:
            return True
        self._visited.add(key)
        return False

    def _first(self, end: Cid, block: bytes) -> list[_Step]:
        if self._scope is Scope.BLOCK or end.codec == RAW:
            return []
        node, part = parse_node(end, block), None
        if self._span is not None and node.kind is Kind.FILE:
            part = self._span.within(node.size)
            if not part:
                return []
        return self._children(node, part)[::-1]

    def _below(self, step: _Step, block: bytes) -> list[_Step]:
        if step.cid.codec == RAW:
            return []
        return self._children(parse_node(step.cid, block), step.part)

    def _children(self, node: Node, part: range | None) -> list[_Step]:
        if node.kind is Kind.FILE:
            return _parts(node, part)
        links = node.links
        if self._scope is Scope.ENTITY:
            # Of a directory only its own shards, whose names are two digits and nothing more.
            links = tuple(link for link in links if node.kind is Kind.SHARD and len(link.name) == 2)
        return [_Step(link.cid) for link in links]


def _parts(node: Node, part: range | None) -> list[_Step]:
    """The children of a file that hold some of `part`, each with its own share of it."""
    if part is None:
        return [_Step(link.cid) for link in node.links]
    steps, begin = [], 0
    for link, size in zip(node.links, node.sizes, strict=True):
        share = range(max(0, part.start - begin), min(size, part.stop - begin))
        if share:
            steps.append(_Step(link.cid, None if len(share) == size else share))
        begin += size
    return steps
