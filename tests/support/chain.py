"""A ledger over a real node: the gateway, databases of its own, and hands that sign."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.addresses import parse_address
from ledger.assets.projection import AssetsProjection
from ledger.assets.service import Assets
from ledger.chain import Chain
from ledger.database import IndexRow, VaultRow, open_database
from ledger.deployment import read_deployment
from ledger.enforcement.projection import EnforcementProjection
from ledger.index.indexer import Indexer
from ledger.index.store import IndexStore
from ledger.localized import Localized
from ledger.network.projection import NetworkProjection
from ledger.participants.model import Subject, SubjectKind
from ledger.participants.projection import ParticipantsProjection
from ledger.participants.service import Participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eth_account.signers.local import LocalAccount
    from sqlalchemy import Engine

    from ledger.chain import Receipt
    from ledger.index.projection import Projection
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address
    from tests.support.node import RunningNode

__all__ = [
    "COMPANY",
    "PERSON",
    "Ledger",
    "address",
    "connect",
    "dump",
    "open_ledger",
    "opened",
    "projections",
]

COMPANY = Subject(
    kind=SubjectKind.LEGAL,
    names=Localized(kk="«Қазақтелеком» АҚ", ru="АО «Казахтелеком»", en="Kazakhtelecom JSC"),
    bin_or_iin="941240000193",
)
PERSON = Subject(
    kind=SubjectKind.INDIVIDUAL,
    names=Localized(kk="Сынақ Адам", ru="Проба Человек", en="Trial Person"),
    bin_or_iin="940825300000",
)


@dataclass(frozen=True)
class Ledger:
    """Everything of the ledger over one node, with an index and a vault of its own."""

    node: RunningNode
    chain: Chain
    index: Engine
    vault: Engine

    @property
    def participants(self) -> Participants:
        return Participants(self.chain, self.index, self.vault)

    @property
    def assets(self) -> Assets:
        return Assets(self.chain, self.index)

    @property
    def store(self) -> IndexStore:
        return IndexStore(self.index)

    def indexer(self, *more: Projection, range_size: int = 50) -> Indexer:
        return Indexer(self.chain, self.index, projections(*more), range_size)

    def act(self, account: LocalAccount, unsigned: UnsignedTransaction) -> Receipt:
        """Sign, send and wait; the act must succeed."""
        signed = account.sign_transaction(unsigned.as_json())  # type: ignore[arg-type]  # plain JSON
        receipt = self.chain.wait(self.chain.send(bytes(signed.raw_transaction)), 30)
        assert receipt.succeeded
        return receipt

    def admit(self, roles: int = 0) -> LocalAccount:
        """Have the authority admit a new account with these roles."""
        return self.node.admit(roles)


def address(account: LocalAccount) -> Address:
    """The address of an account as our own type."""
    return parse_address(account.address)


def projections(*more: Projection) -> list[Projection]:
    """What is projected: the ledger's own, and what a test adds."""
    own = (ParticipantsProjection(), AssetsProjection())
    return [*own, NetworkProjection(), EnforcementProjection(), *more]


def connect(node: RunningNode) -> Chain:
    """The gateway to a running node."""
    return Chain.connect(node.url, read_deployment(node.deployment_path))


@contextlib.contextmanager
def opened(path: Path, base: type[IndexRow | VaultRow]) -> Iterator[Engine]:
    """A database in a file, closed at the end."""
    engine = open_database(f"sqlite:///{path}", base)
    try:
        yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def open_ledger(node: RunningNode, chain: Chain, folder: Path) -> Iterator[Ledger]:
    """A ledger with databases in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        opened(folder / "index.db", IndexRow) as index,
        opened(folder / "vault.db", VaultRow) as vault,
    ):
        yield Ledger(node, chain, index, vault)


def dump(engine: Engine) -> dict[str, list[Any]]:
    """All rows of an index, to compare two of them."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in IndexRow.metadata.sorted_tables
        }
