"""A witness: a follower that signs what it has verified and tells the sealing side."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from node.errors import VerificationError
from node.follow.follower import Verified
from node.primitives import address_of, hexed
from node.rpc.errors import RpcError
from node.witness.registry import identity_of
from node.witness.rpc import signed_object
from node.witness.statement import Statement
from node.witness.store import Signed

if TYPE_CHECKING:
    from eth_keys.datatypes import PrivateKey

    from node.blocks import Block
    from node.chain import Chain
    from node.follow.source import Source
    from node.headers import Header
    from node.witness.store import WitnessStore

__all__ = ["Witness"]

_log = logging.getLogger(__name__)
_AT_ONCE = 50
_QUIET = 2.0
"""Seconds until a statement that was not taken is offered again."""
_AGAIN = ("witness.busy", "witness.full", "witness.too-many", "witness.not-admitted")
"""Refusals after which the same statement may be taken later."""


class Witness(Verified):
    """Signs each verified block once and publishes in order; signs nothing twice, ever.

    A statement is on disk before it leaves, so that even after a kill no other one about the same
    height can be made from this home.
    """

    def __init__(self, chain: Chain, source: Source, store: WitnessStore, key: PrivateKey) -> None:
        self._chain = chain
        self._source = source
        self._store = store
        self._key = key
        self._identity = identity_of(chain)
        self._complaint = ""
        self._quiet_until = 0.0
        self.address = address_of(key)

    def verified(self, block: Block) -> None:
        """Sign a block that was verified just now."""
        self._sign(block.header)

    def settled(self) -> None:
        """Publish what has not been taken yet, from the beginning if need be.

        Raises VerificationError `witness.refused` when the sealing side says that this witness
        is false, Unavailable `source.*`.
        """
        if time.monotonic() < self._quiet_until:
            return
        head = self._chain.head.header.block_number
        number = self._store.published() + 1
        while number <= head:
            last = min(head, number + _AT_ONCE - 1)
            taken = self._publish(number, last)
            if taken:
                self._store.set_published(number + taken - 1)
            if number + taken <= last:
                self._quiet_until = time.monotonic() + _QUIET
                return
            number += taken

    def _publish(self, first: int, last: int) -> int:
        """Send statements; return how many in a row were taken."""
        signed = [self._sign(self._chain.records.header_at(n)) for n in range(first, last + 1)]
        requests = [("qoima_publishWitness", (signed_object(each),)) for each in signed]
        for taken, answer in enumerate(self._source.ask(requests)):
            if isinstance(answer, RpcError):
                self._complain(answer, first + taken)
                return taken
        self._complaint = ""
        return len(signed)

    def _complain(self, error: RpcError, number: int) -> None:
        code = error.data.get("code") if isinstance(error.data, dict) else None
        said = f"{error.message}"[:200]
        if code is not None and code.startswith("witness.") and code not in _AGAIN:
            raise VerificationError("witness.refused", number=number, detail=said)
        if said != self._complaint:
            _log.warning("the statement about block %d was not taken: %s", number, said)
            self._complaint = said

    def _sign(self, header: Header) -> Signed:
        """Our statement about a block, made now or before."""
        statement = Statement.about(header)
        earlier = self._store.of(self.address, statement.number)
        if earlier is None:
            signature = statement.sign(self._identity, self._key)
            earlier = Signed(self.address, statement, signature)
            self._store.add(earlier)
        if earlier.statement != statement:
            raise VerificationError(
                "witness.own-contradiction",
                number=statement.number,
                signed=hexed(earlier.statement.hash),
                found=hexed(statement.hash),
            )
        return earlier
