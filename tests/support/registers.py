"""The registers over a real chain and real databases, and one way to sign for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from depository.archive.model import Limits
from depository.batches.projection import BatchProjection
from depository.batches.settling import Settling
from depository.blocks import EmbeddedStore
from depository.projection import DepositProjection
from depository.service import Depository
from ledger.chain import Chain
from ledger.database import IndexRow, VaultRow, open_database
from ledger.deployment import read_deployment
from ledger.index.indexer import Indexer
from ledger.participants.projection import ParticipantsProjection
from mining_registry.projection import NotificationProjection
from mining_registry.service import MiningRegistry

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from ledger.chain.model import Event, Receipt
    from ledger.transactions import UnsignedTransaction
    from tests.support.node import RunningNode

__all__ = ["Registers", "open_registers"]

_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class Registers:
    """A chain's node, an index and a vault of one test module, and the services over them."""

    node: RunningNode
    chain: Chain
    indexer: Indexer
    depository: Depository
    mining: MiningRegistry

    def sign(self, account: LocalAccount, transaction: UnsignedTransaction) -> Receipt:
        """Sign as a wallet does, send, wait until it is sealed and indexed; it must succeed."""
        receipt = self.sent(account, transaction)
        assert receipt.succeeded
        return receipt

    def sent(self, account: LocalAccount, transaction: UnsignedTransaction) -> Receipt:
        """As `sign`, whether it succeeds or not."""
        fields: dict[str, Any] = {**transaction.as_json()}
        raw = account.sign_transaction(fields).raw_transaction
        receipt = self.chain.wait(self.chain.send(bytes(raw)), _WAIT_SECONDS)
        self.indexer.catch_up()
        return receipt

    def event(self, account: LocalAccount, transaction: UnsignedTransaction) -> Event:
        """Sign and send; return the first event."""
        return self.sign(account, transaction).events[0]

    def without_forms(self, vault: Path) -> Registers:
        """The same chain and index beside a vault that holds nothing."""
        empty = open_database(f"sqlite:///{vault}", VaultRow)
        return replace(self, mining=replace(self.mining, vault_engine=empty))


def open_registers(node: RunningNode, folder: Path) -> Registers:
    """Services over new databases and a new content store in `folder`; time is the chain's."""
    chain = Chain.connect(node.url, read_deployment(node.deployment_path))
    index = open_database(f"sqlite:///{folder / 'index.db'}", IndexRow)
    vault = open_database(f"sqlite:///{folder / 'vault.db'}", VaultRow)
    content = EmbeddedStore(folder / "content")
    projections = (
        ParticipantsProjection(),
        DepositProjection(content),
        BatchProjection(),
        NotificationProjection(),
    )
    indexer = Indexer(chain, index, projections, later=(Settling(index, content),))
    indexer.catch_up()

    def now() -> dt.datetime:
        return dt.datetime.fromtimestamp(chain.head().timestamp, dt.UTC)

    return Registers(
        node=node,
        chain=chain,
        indexer=indexer,
        depository=Depository(chain, index, vault, content, Limits()),
        mining=MiningRegistry(chain, index, vault, now),
    )
