"""What the index says held against the contracts, each row at the end of its own block."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import func, select

from ledger.database import reading
from ledger.errors import Unavailable, VerificationError
from ledger.index.streaming import stream
from ledger.index.translate import indexed_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.chain import Chain
    from ledger.chain.gateway import Question
    from ledger.index.keyset import Keyset
    from ledger.records import BlockRef

__all__ = ["Claim", "Source", "Verified", "verify"]

_AT_ONCE: Final = 250


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row says a view answers."""

    question: Question
    answer: Any


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose rows, each of a block, make claims."""

    table: Any
    keyset: Keyset
    claims: Callable[[Session, Sequence[Any]], Iterable[Claim]]

    def read(self, engine: Engine, until: BlockRef, sample: int | None) -> Iterator[Claim]:
        """The claims of all rows up to a block, or of so many of them by chance."""
        query = select(self.table).where(self.table.block <= until.number)
        if sample is None:
            return stream(engine, self.keyset, [query], until, self.claims)
        with reading(engine) as session:
            rows = session.exec(query.order_by(func.random()).limit(sample)).all()
            return iter(list(self.claims(session, rows)))


@dataclass(frozen=True, slots=True)
class Verified:
    """How many answers of contracts were compared with the index up to a block."""

    block: BlockRef
    compared: int


def verify(
    chain: Chain,
    engine: Engine,
    sources: Sequence[Source],
    sample: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Verified:
    """Compare all rows, or a sample of each table, with `eth_call` at the same block.

    1. The indexed head is the chain's block. 2. Each claim is what the contract answers.
    Raises VerificationError("index.differs", what=, block=, index=, chain=) for the first that is
    not, Unavailable("index.empty"), and what `Chain.ask` and `stream` raise: the node must have the
    state of every block.
    """
    with reading(engine) as session:
        head = indexed_head(session)
    if head is None:
        raise Unavailable("index.empty")
    # 1.
    _compare("block", head.number, head.hash, chain.block(head.number).hash)
    # 2.
    compared = 0
    for source in sources:
        claims = source.read(engine, head, sample)
        while some := list(islice(claims, _AT_ONCE)):
            answers = chain.ask([claim.question for claim in some])
            for claim, answer in zip(some, answers, strict=True):
                contract, function, args, block = claim.question
                what = f"{contract}.{function}({', '.join(map(str, args))})"
                _compare(what, block, claim.answer, answer)
            compared += len(some)
            progress(compared)
    return Verified(head, compared)


def _compare(what: str, block: int, indexed: Any, told: Any) -> None:
    if indexed != told:
        raise VerificationError(
            "index.differs",
            what=what,
            block=str(block),
            index=str(indexed)[:200],
            chain=str(told)[:200],
        )
