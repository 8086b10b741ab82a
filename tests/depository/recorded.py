"""An index without a node: events written into real SQL, as the indexer would."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from depository.archive.model import Entry
from depository.batches.model import list_cid_of, record_list, tree_over
from depository.batches.projection import BatchProjection
from depository.batches.settling import Settling
from depository.batches.store import BatchStore
from depository.blocks import EmbeddedStore
from depository.metadata import Access, Metadata, PackageKind
from depository.package import pack
from depository.projection import DepositProjection
from depository.store import DepositStore
from depository.unixfs.builder import FileBuilder
from ledger.chain.model import Block, Event, SealedBlock
from ledger.database import IndexRow, open_database, writing
from ledger.index.writer import write_blocks
from ledger.localized import Localized
from ledger.participants.projection import ParticipantsProjection
from ledger.records import BlockRef
from ledger.types import Address, BlockHash, BlockNumber, Timestamp, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depository.batches.model import Record
    from depository.cid import Cid
    from depository.package import Package
    from ledger.index.projection import Projection
    from ledger.types import Digest

__all__ = ["KEY", "OPERATOR", "Recording", "metadata", "packed"]

KEY = Address("0x" + "11" * 20)
OPERATOR = Address("0x" + "22" * 20)


def metadata(**changes: Any) -> Metadata:
    """A description of a small product."""
    facts: dict[str, Any] = {
        "titles": Localized(kk="Есеп", ru="Расчёт", en="Reckoning"),
        "version": "1.0",
        "license": "Apache-2.0",
        "kind": PackageKind.PROGRAM_CODE,
    }
    return Metadata(**(facts | changes))


def packed(store: EmbeddedStore, files: Mapping[str, bytes], **changes: Any) -> Package:
    """A package of files in a store."""
    entries = [Entry(path, len(data), io.BytesIO(data)) for path, data in sorted(files.items())]
    return pack(entries, metadata(**changes), store)


@dataclass
class Recording:
    """One participant (number 1) and the events of the depository, a block for each."""

    folder: Path
    content: EmbeddedStore = field(init=False)
    store: DepositStore = field(init=False)
    batches: BatchStore = field(init=False)

    def __post_init__(self) -> None:
        self.content = EmbeddedStore(self.folder / "content")
        self.engine = open_database(f"sqlite:///{self.folder / 'index.db'}", IndexRow)
        self.store = DepositStore(self.engine)
        self.batches = BatchStore(self.engine)
        self.settling = Settling(self.engine, self.content)
        self.projections: tuple[Projection, ...] = (
            DepositProjection(self.content),
            BatchProjection(),
        )
        self.events: list[Event] = []
        self.sealed: list[SealedBlock] = []
        self.emit("participants", "Admitted", number=1, account=KEY, roles=16, subject=bytes(32))

    def emit(self, contract: str, name: str, **args: Any) -> None:
        """Write one block with one event."""
        number = len(self.events) + 1
        reference = BlockRef(
            BlockNumber(number), BlockHash(f"0x{number:064x}"), Timestamp(1_800_000_000 + number)
        )
        event = Event(contract, name, args, reference, TxHash(f"0x{number:064x}"), 0, 0)
        self.events.append(event)
        block = Block(
            number=reference.number,
            hash=reference.hash,
            parent_hash=BlockHash(f"0x{number - 1:064x}"),
            timestamp=reference.timestamp,
            sealer=None,
            state_root="0x" + "00" * 32,
            gas_used=0,
            gas_limit=0,
            transactions=(),
        )
        self.sealed.append(SealedBlock(block, ()))
        with writing(self.engine) as session:
            write_blocks(session, self.sealed[-1:])
            for projection in (ParticipantsProjection(), *self.projections):
                projection.apply(session, event)

    def deposited(self, number: int, root: Digest, size: int = 1, **changes: Any) -> None:
        """Record a deposit of the participant."""
        facts = {"kind": 3, "access": int(Access.PUBLIC), "previous": 0, "possessor": 1}
        state = {"origin": 0, "conclusion": bytes(32)}
        self.emit(
            "depository",
            "Deposited",
            **{
                "number": number,
                "root": root,
                "size": size,
                "account": KEY,
                **facts,
                **state,
                **changes,
            },
        )

    def rebuild(self) -> None:
        """Derive the rows anew from the same events."""
        with writing(self.engine) as session:
            for projection in self.projections:
                projection.clear(session)
            for event in self.events:
                for projection in self.projections:
                    projection.apply(session, event)
        self.settle()

    def batch(self, number: int, records: Sequence[Record], **changes: Any) -> bytes:
        """Record a batch of the participant; return the bytes of its list, which nobody has yet."""
        data = record_list(records)
        facts = {
            "batch": number,
            "root": tree_over(data).root,
            "size": len(records),
            "content": list_cid_of(data).digest,
            "possessor": 1,
            "account": KEY,
        }
        self.emit("depository", "DepositedMany", **(facts | changes))
        return data

    def keep(self, data: bytes) -> Cid:
        """Put a file into the store, as the list of a batch is put."""
        with self.content.batch() as batch, FileBuilder(batch) as builder:
            built = builder.build(io.BytesIO(data))
            batch.sync()
        return built.cid

    def settle(self) -> None:
        """Read from the store all that there is to read."""
        while self.settling.settle():
            pass
