"""The namespace `clique`: who may seal, who has sealed, and who wants whom in or out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from node.clique.extra import NONCE_AUTH
from node.primitives import as_checksummed, hexed
from node.rpc.codec import BlockId, as_block, quantity
from node.rpc.errors import INVALID_PARAMS, LIMIT, RpcError
from node.rpc.eth.blocks import as_hash_id
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_typing import Address

    from node.clique.snapshot import Snapshot, Vote
    from node.headers import Header
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["MOST_BLOCKS", "methods"]

MOST_BLOCKS = 10_000
"""The most blocks that one question about the sealers' work may span."""
_LATEST = BlockId(tag="latest")
_USUAL: Final = 100  # blocks that Besu looks at when no range is given
_STATUS: Final = 64  # blocks that geth looks at
Json = dict[str, Any]


@dataclass
class _Work:
    """What one signer has done in a range of blocks."""

    sealed: int = 0
    missed: int = 0
    last: int = 0


@dataclass(frozen=True)
class _Clique:
    backend: Backend
    most: int

    def signers(self, block: BlockId) -> list[str]:
        """Who may seal after a block."""
        snapshot = self.backend.chain.snapshot(self.backend.header(block))
        return [as_checksummed(each) for each in snapshot.signers]

    def snapshot(self, block: BlockId) -> Json:
        """The state of the votes after a block, in geth's shape."""
        header = self.backend.header(block)
        snapshot = self.backend.chain.snapshot(header)
        tally: dict[str, Json] = {}
        for vote in snapshot.votes:
            subject = as_checksummed(vote.subject)
            entry = tally.setdefault(subject, {"authorize": vote.authorize, "votes": 0})
            entry["votes"] += 1
        return {
            "number": header.block_number,
            "hash": hexed(header.hash),
            "signers": {as_checksummed(each): {} for each in snapshot.signers},
            "recents": {str(number): as_checksummed(who) for number, who in snapshot.recents},
            "votes": [
                {
                    "signer": as_checksummed(vote.signer),
                    "block": self._block_of(vote, header),
                    "address": as_checksummed(vote.subject),
                    "authorize": vote.authorize,
                }
                for vote in snapshot.votes
            ],
            "tally": tally,
        }

    def _block_of(self, vote: Vote, header: Header) -> int:
        """The block in which a vote was cast that still counts after `header`."""
        chain = self.backend.chain
        while header.block_number:
            is_it = header.coinbase == vote.subject and chain.signer_of(header) == vote.signer
            if is_it and (header.nonce == NONCE_AUTH) == vote.authorize:
                break
            header = chain.records.header(header.parent_hash)
        return header.block_number

    def metrics(self, first: BlockId | None, last: BlockId) -> list[Json]:
        """What each signer has sealed in a range and which turns it missed, in Besu's shape.

        A turn is missed when another seals the block at whose height it was (EIP-225: in-turn).
        """
        end = self.backend.header(last).block_number
        usual = max(1, end - _USUAL + 1)
        start = usual if first is None else max(1, self.backend.header(first).block_number)
        if start > end + 1:
            raise RpcError(INVALID_PARAMS, "invalid block range params")
        if end - start >= self.most:
            data = {"code": "range-too-wide", "limit": self.most}
            raise RpcError(LIMIT, f"exceed maximum block range: {self.most}", data)
        work = self._work(start, end)
        return [
            {
                "address": as_checksummed(signer),
                "proposedBlockCount": quantity(done.sealed),
                "lastProposedBlockNumber": quantity(done.last),
                "missedTurnCount": quantity(done.missed),
            }
            for signer, done in sorted(work.items())
        ]

    def status(self) -> Json:
        """How the last blocks were sealed, in geth's shape."""
        end = self.backend.chain.head.header.block_number
        start = max(1, end - _STATUS + 1)
        work = self._work(start, end)
        blocks = end + 1 - start
        in_turn = blocks - sum(done.missed for done in work.values())
        return {
            "inturnPercent": 100 * in_turn / blocks if blocks else 100,
            "sealerActivity": {as_checksummed(who): done.sealed for who, done in work.items()},
            "numBlocks": blocks,
        }

    def _work(self, start: int, end: int) -> dict[Address, _Work]:
        """What was sealed and missed from block `start` to `end`, by all who could."""
        work: dict[Address, _Work] = {}
        for header, signer, before in self._sealed(start, end):
            for each in (*before.signers, signer):
                work.setdefault(each, _Work())
            work[signer].sealed += 1
            work[signer].last = header.block_number
            turn = before.signers[header.block_number % len(before.signers)]
            if turn != signer:
                work[turn].missed += 1
        return work

    def _sealed(self, start: int, end: int) -> Iterator[tuple[Header, Address, Snapshot]]:
        """Blocks with who sealed them, and the snapshot before."""
        chain = self.backend.chain
        if start > end:
            return
        snapshot = chain.snapshot(chain.records.header_at(start - 1))
        for number in range(start, end + 1):
            header = chain.records.header_at(number)
            signer = chain.signer_of(header)
            yield header, signer, snapshot
            snapshot = snapshot.apply(header, signer, chain.genesis.epoch)


def methods(backend: Backend, most: int = MOST_BLOCKS) -> Methods:
    """All methods that begin with `clique_`; none of them casts a vote."""
    room = _Clique(backend, most)
    return {
        "clique_getSigners": Method(room.signers, (as_block,), (_LATEST,)),
        "clique_getSignersAtHash": Method(room.signers, (as_hash_id,)),
        "clique_getSnapshot": Method(room.snapshot, (as_block,), (_LATEST,)),
        "clique_getSnapshotAtHash": Method(room.snapshot, (as_hash_id,)),
        "clique_getSignerMetrics": Method(room.metrics, (as_block, as_block), (None, _LATEST)),
        "clique_status": Method(room.status),
    }
