"""Several nodes side by side: whether all hold the same hash at each height (A-7)."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.errors import Unavailable
from node.follow.source import Source
from node.rpc.codec import quantity
from node.rpc.errors import RpcError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from node.export import Progress

__all__ = ["Comparison", "Difference", "compare", "first_difference"]

_AT_ONCE = 200


@dataclass(frozen=True)
class Difference:
    """The first height at which not all say the same, and what each says, by URL."""

    number: int
    said: Mapping[str, str]


@dataclass(frozen=True)
class Comparison:
    """Heads by URL, the heights from genesis on that all have, how many were looked at."""

    heads: Mapping[str, int]
    common: int
    looked_at: int
    difference: Difference | None

    def as_json(self) -> dict[str, Any]:
        """What the command shows."""
        answer: dict[str, Any] = {
            "same": self.difference is None,
            "common_height": self.common,
            "heights_compared": self.looked_at,
            "nodes": [{"url": url, "head": head} for url, head in self.heads.items()],
        }
        if self.difference is not None:
            answer["first_difference"] = self.difference.number
            answer["hashes"] = [
                {"url": url, "hash": said} for url, said in self.difference.said.items()
            ]
        return answer


def first_difference(is_same: Callable[[int], bool], same: int, other: int) -> int:
    """The first height that differs, between one that is the same and one that is not.

    Blocks name their parents by hash: above a difference everything differs.
    """
    while other - same > 1:
        middle = (same + other) // 2
        if is_same(middle):
            same = middle
        else:
            other = middle
    return other


def compare(
    urls: Sequence[str], *, full: bool = False, progress: Progress | None = None
) -> Comparison:
    """Compare nodes from genesis to the lowest of their heads.

    By default only as many heights as a search needs: the highest that all have, genesis, and
    between them only if these differ. With `full` every height: a node that answers falsely about
    a single old block is found too. Raises Unavailable `source.*`.
    """
    with ExitStack() as stack:
        sources = [Source(url) for url in dict.fromkeys(urls)]
        for source in sources:
            stack.callback(source.close)
        heads = {source.url: source.head() for source in sources}
        look = _Look(sources)
        common = min(heads.values())
        difference = look.walk(common, progress) if full else look.search(common)
        return Comparison(heads, common, look.looked_at, difference)


class _Look:
    """Asks all the nodes for the hash at a height."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self.looked_at = 0

    def search(self, common: int) -> Difference | None:
        for number in (0, common):
            if (found := self._difference([number])) is not None:
                break
        else:
            return None
        if found.number == 0:
            return found
        at = first_difference(lambda n: self._difference([n]) is None, same=0, other=common)
        return self._difference([at]) or found

    def walk(self, common: int, progress: Progress | None) -> Difference | None:
        for first in range(0, common + 1, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, common + 1))
            if (found := self._difference(numbers)) is not None:
                return found
            if progress is not None:
                progress(numbers[-1], common)
        return None

    def _difference(self, numbers: Sequence[int]) -> Difference | None:
        hashes = {source.url: _hashes(source, numbers) for source in self._sources}
        self.looked_at += len(numbers)
        for place, number in enumerate(numbers):
            said = {url: listed[place] for url, listed in hashes.items()}
            if len(set(said.values())) > 1:
                return Difference(number, said)
        return None


def _hashes(source: Source, numbers: Sequence[int]) -> list[str]:
    """What a node of any make says; at height 0 its chain id as well, which no hash holds."""
    requests = [("eth_getBlockByNumber", (quantity(number), False)) for number in numbers]
    hashes = []
    for number, answer in zip(numbers, source.ask(requests), strict=True):
        if isinstance(answer, RpcError):
            raise Unavailable("source.refused", url=source.url, detail=answer.message[:200])
        try:
            said = str(answer["hash"]).lower()
        except (TypeError, KeyError) as error:
            detail = f"no block {number}"
            raise Unavailable("source.strange-answer", url=source.url, detail=detail) from error
        hashes.append(f"{said} (chain {source.chain_id()})" if number == 0 else said)
    return hashes
