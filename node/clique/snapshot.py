"""Who may seal the next block: signers, votes in progress, recent signers (EIP-225)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from eth_typing import Address
from rlp.sedes import (  # type: ignore[import-untyped]  # has no types
    Binary,
    CountableList,
    List,
    big_endian_int,
)

from node.clique.extra import NONCE_AUTH
from node.primitives import rlp_decode, rlp_encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from node.headers import Header

__all__ = ["Snapshot", "Vote"]

_address = Binary.fixed_length(20)
_sedes = List(
    [
        big_endian_int,
        CountableList(_address),
        CountableList(List([big_endian_int, _address])),
        CountableList(List([_address, _address, big_endian_int])),
    ]
)


class Vote(NamedTuple):
    """One signer's standing wish to admit (`authorize`) or to drop `subject`."""

    signer: Address
    subject: Address
    authorize: bool


@dataclass(frozen=True)
class Snapshot:
    """The state of Clique after block `number`.

    `signers` ascend; `recents` are (block number, signer) pairs of the last blocks, oldest first;
    `votes` are those that are still counted, oldest first.
    """

    number: int
    signers: tuple[Address, ...]
    recents: tuple[tuple[int, Address], ...] = ()
    votes: tuple[Vote, ...] = ()

    @property
    def limit(self) -> int:
        """A signer seals at most one of so many consecutive blocks."""
        return len(self.signers) // 2 + 1

    def difficulty_of(self, signer: Address, number: int) -> int:
        """2 when it is the signer's turn at this height, else 1."""
        return 2 if self.signers[number % len(self.signers)] == signer else 1

    def signed_recently(self, signer: Address, number: int) -> bool:
        """Whether the signer must leave the block at this height to another."""
        return any(who == signer and seen + self.limit > number for seen, who in self.recents)

    def apply(self, header: Header, signer: Address, epoch: int) -> Snapshot:
        """The snapshot after a valid header that `signer` sealed; checkpoints forget votes."""
        number = header.block_number
        kept = () if number % epoch == 0 else self.votes
        after = replace(
            self,
            number=number,
            recents=_recent((*self.recents, (number, signer)), number, self.limit),
            votes=tuple(v for v in kept if (v.signer, v.subject) != (signer, header.coinbase)),
        )
        return after.voted(Vote(signer, header.coinbase, header.nonce == NONCE_AUTH))

    def voted(self, vote: Vote) -> Snapshot:
        """Count the vote, unless it asks for what is so already; let the majority have its way."""
        if vote.authorize == (vote.subject in self.signers):
            return self
        votes = (*self.votes, vote)
        wishes = sum(v.subject == vote.subject for v in votes)
        if wishes <= len(self.signers) // 2:
            return replace(self, votes=votes)
        if vote.authorize:
            signers = tuple(sorted((*self.signers, vote.subject)))
        else:
            signers = tuple(each for each in self.signers if each != vote.subject)
            votes = tuple(v for v in votes if v.signer != vote.subject)
        after = replace(
            self, signers=signers, votes=tuple(v for v in votes if v.subject != vote.subject)
        )
        return replace(after, recents=_recent(self.recents, self.number, after.limit))

    def encode(self) -> bytes:
        """The form in which it is stored."""
        parts = [self.number, list(self.signers), [list(r) for r in self.recents]]
        votes = [[v.signer, v.subject, int(v.authorize)] for v in self.votes]
        return rlp_encode([*parts, votes], _sedes)

    @classmethod
    def decode(cls, encoded: bytes) -> Snapshot:
        """Read back what `encode` wrote."""
        number, signers, recents, votes = rlp_decode(encoded, _sedes)
        return cls(
            number=number,
            signers=tuple(Address(each) for each in signers),
            recents=tuple((seen, Address(who)) for seen, who in recents),
            votes=tuple(Vote(Address(a), Address(b), bool(c)) for a, b, c in votes),
        )


def _recent(
    recents: Sequence[tuple[int, Address]], number: int, limit: int
) -> tuple[tuple[int, Address], ...]:
    return tuple((seen, who) for seen, who in recents if seen + limit > number)
