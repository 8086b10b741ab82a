"""What the application is made of: the services that it serves and its settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.limits import Pace
from depository.fixity.report import Reports
from depository.fixity.store import Checks
from ledger.enforcement.store import EnforcementStore
from ledger.forms.model import Forms
from ledger.hooks.courier import Courier
from ledger.index.feed import Feed
from ledger.network.store import Network
from ledger.proofs.building import Prover
from ledger.proofs.keeping import Statements
from ledger.tallies.store import Tallies

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from api.uploads.model import UploadBounds
    from depository.access_log import AccessLog
    from depository.batches.service import Batches
    from depository.fixity.verification import Verifier
    from depository.service import Depository
    from ledger.assets.service import Assets
    from ledger.chain import Chain
    from ledger.decisions.service import Decisions
    from ledger.identities.service import Identities
    from ledger.index.moments import Moments
    from ledger.index.store import IndexStore
    from ledger.journal.service import Journal
    from ledger.participants.service import Participants
    from mining_registry.service import MiningRegistry

__all__ = ["ApiSettings", "Services"]

_MIB = 1_048_576


@dataclass(frozen=True)
class Services:
    """Everything that a request may ask of; `vault` keeps the answers under `Idempotency-Key`."""

    chain: Chain
    index: IndexStore
    moments: Moments
    participants: Participants
    identities: Identities
    decisions: Decisions
    assets: Assets
    depository: Depository
    batches: Batches
    accesses: AccessLog
    verifier: Verifier
    mining: MiningRegistry
    journal: Journal
    vault: Engine

    @property
    def prover(self) -> Prover:
        """What makes proofs."""
        return Prover(self.chain, Statements(self.vault))

    @property
    def checks(self) -> Checks:
        """When the content was last checked."""
        return Checks(self.vault)

    @property
    def feed(self) -> Feed:
        """Events in the order of the chain."""
        return Feed(self.index.engine)

    @property
    def network(self) -> Network:
        """The register of nodes."""
        return Network(self.index.engine)

    @property
    def enforcement(self) -> EnforcementStore:
        """The register of acts of force."""
        return EnforcementStore(self.index.engine)

    @property
    def forms(self) -> Forms:
        """The forms of the law that are taken."""
        return Forms((self.mining.forms, self.mining.report_forms))

    @property
    def tallies(self) -> Tallies:
        """Counts over time."""
        return Tallies(self.index.engine)

    @property
    def reports(self) -> Reports:
        """Reports of whole checks."""
        return Reports(self.vault)


@dataclass(frozen=True)
class ApiSettings:
    """Bounds of the HTTP edge.

    `spool` is the folder where uploads wait while they are read; `max_body_bytes` bounds every
    body but content, `max_content_bytes` bounds a deposit's or a verified file's body; `pace`
    bounds how slowly any of them may come;
    `uploads` bounds content that comes piece by piece; `max_wait_seconds` bounds how long a relayed
    transaction may be waited for; `max_listeners` bounds how many streams of events there are at a
    time, each for `stream_seconds`; `rate_of_address`, `rate_of_account` are tokens a minute (see
    `api/metering.py`), 0 for no bound; pages of `origins` may ask from a browser.
    `public_url` is where the public finds the pages, without a slash at its end: what a request
    says of that is not believed. `sign_in_for_writes` demands that whoever builds or relays an act
    has signed in or shows a key. `courier` brings dead letters of
    webhooks again.
    """

    spool: Path
    uploads: UploadBounds
    public_url: str = "http://127.0.0.1:8000"
    max_body_bytes: int = 2 * _MIB
    max_content_bytes: int = 4096 * _MIB
    pace: Pace = field(default_factory=Pace)
    max_wait_seconds: int = 30
    max_listeners: int = 100
    origins: tuple[str, ...] = ()
    rate_of_address: int = 60_000
    rate_of_account: int = 120_000
    stream_seconds: float = 3600.0
    sign_in_for_writes: bool = False
    courier: Courier = field(default_factory=Courier)
