"""A whole installation for tests: a running node, databases, content, services, people with keys.

    with open_world(chain_node, tmp_path) as world:
        issuer = world.admit(Role.ISSUER)
        world.sign(issuer, world.services.assets.draft_class(...))

Two worlds over one node see each other's records: tests admit accounts of their own and do not
count on being alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.app import create_app
from api.identifying import signer_of_challenge
from api.services import ApiSettings, Services
from api.uploads.model import UploadBounds
from depository.access_log import AccessLog
from depository.archive.model import Limits
from depository.batches.projection import BatchProjection
from depository.batches.service import Batches
from depository.batches.settling import Settling
from depository.blocks import EmbeddedStore
from depository.fixity.care import Care
from depository.fixity.checkpoint import Checkpoint
from depository.fixity.pace import Pace
from depository.fixity.scrubber import Scrubber
from depository.fixity.shelves import Shelves
from depository.fixity.store import Checks, Holdings
from depository.fixity.verification import Verifier
from depository.gate import Gate
from depository.kubo.shelves import KuboShelves
from depository.projection import DepositProjection
from depository.service import Depository
from ledger.addresses import parse_address
from ledger.assets.projection import AssetsProjection
from ledger.assets.service import Assets
from ledger.chain import Chain
from ledger.database import IndexRow, VaultRow
from ledger.decisions.service import Decisions
from ledger.deployment import read_deployment
from ledger.enforcement.projection import EnforcementProjection
from ledger.identities.service import Identities
from ledger.index.indexer import Indexer
from ledger.index.moments import Moments
from ledger.index.store import IndexStore
from ledger.journal.log import Log
from ledger.journal.model import FIXITY
from ledger.journal.projection import JournalProjection
from ledger.journal.service import Journal
from ledger.network.projection import NetworkProjection
from ledger.participants.model import Role
from ledger.participants.projection import ParticipantsProjection
from ledger.participants.service import Participants
from ledger.types import Digest
from mining_registry.projection import NotificationProjection
from mining_registry.service import MiningRegistry
from tests.support.chain import COMPANY, opened
from tests.support.node import BASIS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eth_account.signers.local import LocalAccount
    from fastapi import FastAPI

    from depository.kubo import KuboStore
    from ledger.chain import Receipt
    from ledger.identities.trust import Trust
    from ledger.participants.model import Subject
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address
    from tests.support.node import RunningNode

__all__ = ["Role", "World", "open_world", "signature"]

_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class World:
    """An installation in `folder` over a running node; its clock is the chain's."""

    node: RunningNode
    folder: Path
    services: Services
    indexer: Indexer

    @property
    def authority(self) -> LocalAccount:
        """Who admits participants and acknowledges notifications."""
        return self.node.authority

    @property
    def operator(self) -> LocalAccount:
        """Who accepts and returns deposits."""
        return self.node.operator

    def app(self, **settings: Any) -> FastAPI:
        """The application over this world; `settings` as ApiSettings has them."""
        given = {"uploads": UploadBounds(self.folder / "uploads"), **settings}
        return create_app(self.services, ApiSettings(spool=self.folder / "spool", **given))

    def admit(self, roles: int = 0) -> LocalAccount:
        """Make a key and have the authority admit it, without a subject's document."""
        account = self.node.admit(roles)
        self.indexer.catch_up()
        return account

    def admit_subject(
        self, account: LocalAccount, roles: Role, subject: Subject = COMPANY
    ) -> Receipt:
        """Have the authority admit a key whose subject the vault keeps."""
        draft = self.services.participants.draft_admission(
            self.address(self.authority), self.address(account), roles, subject, Digest(BASIS)
        )
        return self.sign(self.authority, draft.transaction)

    def address(self, account: LocalAccount) -> Address:
        """The address of an account as our own type."""
        return parse_address(account.address)

    def sign(self, account: LocalAccount, transaction: UnsignedTransaction) -> Receipt:
        """Sign as a wallet does, send, wait until it is sealed and indexed; it must succeed."""
        chain = self.services.chain
        sent = chain.send(signature(account, transaction.as_json()))
        receipt = chain.wait(sent, _WAIT_SECONDS)
        assert receipt.succeeded
        self.indexer.catch_up()
        return receipt


def signature(account: LocalAccount, transaction: Mapping[str, str]) -> bytes:
    """The raw signed transaction for an unsigned one in its JSON form."""
    fields: dict[str, Any] = dict(transaction)
    return bytes(account.sign_transaction(fields).raw_transaction)


@contextlib.contextmanager
def open_world(
    node: RunningNode,
    folder: Path,
    content: EmbeddedStore | KuboStore | None = None,
    trust: Trust | None = None,
) -> Iterator[World]:
    """An installation with new databases in `folder`, caught up; its content there or elsewhere.

    `trust` says whose certificates bind accounts.
    """
    chain = Chain.connect(node.url, read_deployment(node.deployment_path))

    def now() -> dt.datetime:
        return dt.datetime.fromtimestamp(chain.head().timestamp, dt.UTC)

    with (
        opened(folder / "index.db", IndexRow) as index,
        opened(folder / "vault.db", VaultRow) as vault,
    ):
        content = content or EmbeddedStore(folder / "content")
        indexer = Indexer(
            chain,
            index,
            (
                ParticipantsProjection(),
                AssetsProjection(),
                DepositProjection(content),
                BatchProjection(),
                NotificationProjection(),
                JournalProjection(),
                NetworkProjection(),
                EnforcementProjection(),
            ),
            later=(Settling(index, content),),
        )
        indexer.catch_up()
        depository = Depository(chain, index, vault, content, Limits())
        accesses = AccessLog(vault, now)
        shelves = Shelves(content) if isinstance(content, EmbeddedStore) else KuboShelves(content)
        scrubber = Scrubber(
            shelves=shelves,
            replica=None,
            holdings=Holdings(index, vault),
            checks=Checks(vault),
            log=Log(vault, FIXITY),
            checkpoint=Checkpoint(folder / "scrub.json"),
            pace=Pace(0),
            clock=now,
        )
        care = Care(scrubber, index, chain.deployment, accesses, Gate(folder / "care.lock"))
        services = Services(
            chain=chain,
            index=IndexStore(index),
            moments=Moments(index, now),
            participants=Participants(chain, index, vault),
            identities=Identities(vault, trust, signer_of_challenge, time.time),
            decisions=Decisions(chain),
            assets=Assets(chain, index),
            depository=depository,
            batches=Batches(chain, index, vault, content),
            accesses=accesses,
            verifier=Verifier(care, chain, depository.acts),
            mining=MiningRegistry(chain, index, vault, now),
            journal=Journal(chain, index, vault),
            vault=vault,
        )
        yield World(node, folder, services, indexer)
