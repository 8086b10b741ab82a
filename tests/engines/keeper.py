"""A kubo with the register of what ought to lie in it, for the tests of its care."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from depository.archive import Entry
from depository.blocks import EmbeddedStore
from depository.cid import Cid
from depository.fixity.checkpoint import Checkpoint
from depository.fixity.pace import Pace
from depository.fixity.scrubber import Scrubber
from depository.fixity.store import Checks, Holdings
from depository.kubo.collector import KuboCollector
from depository.kubo.shelves import KuboShelves
from depository.package import Package, pack
from depository.tables import BlockOfDepositRow
from ledger.database import IndexRow, VaultRow, writing
from ledger.journal.log import Log
from ledger.types import DepositId
from tests.support.chain import opened
from tests.support.packages import KeyStream, description
from tests.support.rows import deposit_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.blocks import BlockStore
    from depository.fixity.model import Scrub
    from depository.kubo import KuboStore
    from ledger.types import Digest
    from tests.engines.kubo import Kubo

__all__ = ["LATER", "MIB", "PUT", "Keeper", "keeping"]

MIB = 1 << 20
PUT, LATER = 1_000_000, 2_000_000
"""When packages are put here, and a time after it, in seconds since 1970."""

_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@dataclass
class Keeper:
    """A kubo, the register of what ought to lie in it, and a second store."""

    kubo: Kubo
    store: KuboStore
    scrubber: Scrubber
    replica: EmbeddedStore
    deposits: int = 0
    now: int = PUT

    @property
    def collector(self) -> KuboCollector:
        return KuboCollector(self.store, self.scrubber.holdings, lambda: self.deposits)

    def packed(self, seed: str, *stores: BlockStore) -> Package:
        """A package of a large file and a small one in kubo, and in the second store too."""
        size = 2 * MIB + 3
        data = KeyStream(seed, size).read(size)
        for store in (*stores, self.store):
            entries = [Entry("large", size, io.BytesIO(data)), Entry("small", 2, io.BytesIO(b"42"))]
            package = pack(entries, description(), store)
        return package

    def record(self, package: Package) -> DepositId:
        """Enter a deposit of a package as the indexer does."""
        number = DepositId(self.deposits + 1)
        self.deposits = number
        blocks = self.blocks(package.cid)
        with writing(self.scrubber.holdings.index) as session:
            session.add(deposit_row(number, package.root, codemeta="{}"))
            session.add_all(BlockOfDepositRow(deposit=number, digest=each) for each in blocks)
        return number

    def blocks(self, root: Cid) -> list[Digest]:
        """All below a root, itself included."""
        listed = self.kubo.ipfs("refs", "--recursive", "--unique", str(root)).split()
        return [root.digest, *{Cid.parse(each).digest for each in listed}]

    def leaf(self, package: Package) -> Cid:
        """The first block of the large file."""
        first = self.kubo.ipfs("refs", f"/ipfs/{package.cid}/data/large").split()[0]
        return Cid.parse(first)

    def damage(self, cid: Cid) -> None:
        """Flip a bit of a block while kubo does not run, and run it."""
        self.kubo.stop()
        path = self.kubo.path_of(cid)
        path.chmod(0o600)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        self.kubo.start()

    def checked(self, *, repairing: bool = True) -> Scrub:
        replica = self.replica if repairing else None
        done = replace(self.scrubber, replica=replica).run(lambda _: False)
        assert done is not None
        return done

    def events(self) -> list[tuple[str, str | None]]:
        said: list[dict[str, Any]] = [
            json.loads(each.text) for each in self.scrubber.log.entries(0, 200)
        ]
        return [(each["event"], each.get("block")) for each in said]

    def pinned(self) -> dict[str, str]:
        """The names of the recursive pins by their roots."""
        lines = self.kubo.ipfs("pin", "ls", "--type=recursive", "--names").splitlines()
        return {words[0]: " ".join(words[2:]) for words in map(str.split, lines)}


@contextlib.contextmanager
def keeping(kubo: Kubo, folder: Path) -> Iterator[Keeper]:
    """A keeper over a running kubo; all but the kubo lies in a folder."""
    with (
        opened(folder / "index.db", IndexRow) as index,
        opened(folder / "vault.db", VaultRow) as vault,
    ):
        made: list[Keeper] = []
        store = kubo.store(folder / "spool", clock=lambda: made[0].now)
        scrubber = Scrubber(
            shelves=KuboShelves(store),
            replica=None,
            holdings=Holdings(index, vault),
            checks=Checks(vault),
            log=Log(vault, "fixity"),
            checkpoint=Checkpoint(folder / "scrub.json"),
            pace=Pace(0),
            clock=lambda: _AT,
        )
        made.append(Keeper(kubo, store, scrubber, EmbeddedStore(folder / "replica")))
        yield made[0]
