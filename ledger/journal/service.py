"""What can be done with logs: open them, record their heads, prove their entries (D-6, D-8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledger.errors import NotFound, Rejected, VerificationError
from ledger.journal.log import Log
from ledger.journal.model import Consistency, Inclusion
from ledger.journal.store import JournalStore

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.chain import Chain
    from ledger.journal.model import Head, Stream
    from ledger.paging import Page
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest

__all__ = ["Journal"]

_CONTRACT = "journal"


@dataclass(frozen=True)
class Journal:
    """Logs in the vault and their heads on the chain.

    Drafts raise what `Chain.build` raises, above all Rejected("contract.refused").
    """

    chain: Chain
    index_engine: Engine
    vault_engine: Engine
    _store: JournalStore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Open the store over the index."""
        object.__setattr__(self, "_store", JournalStore(self.index_engine))

    def log(self, name: str) -> Log:
        """The log of a name, whether the chain knows it or not."""
        return Log(self.vault_engine, name)

    def draft_opening(self, sender: Address, name: str, purpose: Digest) -> UnsignedTransaction:
        """Build the opening of a stream, which its sender keeps; signed by the operator."""
        return self.chain.build(sender, _CONTRACT, "open_stream", name, purpose)

    def draft_head(self, sender: Address, name: str, size: int) -> UnsignedTransaction:
        """Build the record of the head of a log that has its first `size` entries.

        Before anything is signed, the log is found to continue what the last head recorded.
        Raises NotFound("journal.no-such-stream" | "journal.no-such-entry"),
        VerificationError("journal.head-differs", name, index).
        """
        number = self.number_of(name)
        log = self.log(name)
        root = log.root(size)
        last: dict[str, Any] = self.chain.call(_CONTRACT, "head", number)
        if 0 < last["size"] <= size and log.root(last["size"]) != last["root"]:
            index = self.chain.call(_CONTRACT, "count", number)
            raise VerificationError("journal.head-differs", name=name, index=index)
        return self.chain.build(sender, _CONTRACT, "append", number, size, root)

    def number_of(self, name: str) -> int:
        """A stream's number at the chain's head; NotFound("journal.no-such-stream", name)."""
        number: int = self.chain.call(_CONTRACT, "stream_named", name) if len(name) <= 32 else 0
        if not number:
            raise NotFound("journal.no-such-stream", name=name[:32])
        return number

    def stream(self, name: str) -> Stream:
        """One stream; NotFound("journal.no-such-stream", name)."""
        return self._store.stream(name)

    def streams(self, limit: int, after: str | None = None) -> Page[Stream]:
        """A page of streams by number."""
        return self._store.streams(limit, after)

    def heads(self, name: str, limit: int, after: str | None = None) -> Page[Head]:
        """A page of the heads of a stream, the newest first; NotFound as `stream`."""
        return self._store.heads(name, limit, after)

    def inclusion(self, name: str, place: int, index: int | None = None) -> Inclusion:
        """The proof that an entry stands under a head: the one asked for, or the first that has it.

        Raises NotFound("journal.no-such-stream" | "journal.no-such-head" |
        "journal.not-yet-recorded" | "journal.no-such-entry").
        """
        found = self._store.holding if index is None else self._store.head
        head = found(name, place if index is None else index)
        if place >= head.size:
            raise NotFound("journal.no-such-entry", log=name, place=place)
        log = self.log(name)
        return Inclusion(place, log.entry(place).digest, head, log.inclusion(place, head.size))

    def consistency(self, name: str, old: int, new: int) -> Consistency:
        """The proof that the head `new` continues the head `old`.

        Raises as `inclusion`, Rejected("journal.heads-in-reverse") when `old` is the later one.
        """
        if old > new:
            raise Rejected("journal.heads-in-reverse", old=old, new=new)
        first, last = self._store.head(name, old), self._store.head(name, new)
        proof = self.log(name).consistency(first.size, last.size)
        return Consistency(first, last, proof)

    def verify(self, name: str) -> int:
        """Reckon every recorded head anew from the bytes of all entries; how many there are.

        The heads are read from the chain itself. Raises NotFound("journal.no-such-stream" |
        "journal.no-such-entry"), VerificationError("journal.entry-differs", log, place),
        VerificationError("journal.head-differs", name, index).
        """
        number = self.number_of(name)
        count: int = self.chain.call(_CONTRACT, "count", number)
        heads = [self.chain.call(_CONTRACT, "head_at", number, each + 1) for each in range(count)]
        roots = self.log(name).recomputed([head["size"] for head in heads])
        for index, (head, (_, root)) in enumerate(zip(heads, roots, strict=True), 1):
            if head["root"] != root:
                raise VerificationError("journal.head-differs", name=name, index=index)
        return count
