"""Everything is put together here: settings in, services, processes and their parts out."""

from __future__ import annotations

import datetime as dt
import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from api.identifying import signer_of_challenge
from api.services import ApiSettings, Services
from api.uploads.model import UploadBounds
from cli.anchors import trust
from cli.bounds import limits
from cli.exits import UsageError
from depository.access_log import AccessLog
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
from depository.projection import DepositProjection
from depository.service import Depository
from depository.vault import Term
from ledger.assets.projection import AssetsProjection
from ledger.assets.service import Assets
from ledger.chain import Chain
from ledger.database import IndexRow, VaultRow, open_database
from ledger.decisions.service import Decisions
from ledger.deployment import read_deployment
from ledger.enforcement.projection import EnforcementProjection
from ledger.hooks.courier import Courier
from ledger.hooks.reaching import Reach
from ledger.identities.service import Identities
from ledger.index.indexer import Indexer
from ledger.index.moments import Moments
from ledger.index.store import IndexStore
from ledger.journal.log import Log
from ledger.journal.model import FIXITY
from ledger.journal.projection import JournalProjection
from ledger.journal.service import Journal
from ledger.network.projection import NetworkProjection
from ledger.participants.projection import ParticipantsProjection
from ledger.participants.service import Participants
from ledger.proofs.keeping import Keeper, Statements
from ledger.types import BatchId, DepositId, NotificationId
from mining_registry.projection import NotificationProjection
from mining_registry.service import MiningRegistry

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cli.settings import Settings
    from depository.fixity.scrubber import Checked
    from depository.kubo import KuboStore, Secret

__all__ = [
    "access_log",
    "api_settings",
    "care",
    "care_gate",
    "connect",
    "content_store",
    "index_engine",
    "indexer",
    "journal",
    "keeper",
    "log_to_stderr",
    "replica_store",
    "services",
    "vault_engine",
]

_LONGEST_SECRET = 4096


def services(settings: Settings) -> Services:
    """What the API serves; the chain must answer."""
    chain = connect(settings)
    index = index_engine(settings)
    vault = vault_engine(settings)
    content = content_store(settings)
    term = Term(settings.grace_days * 24 * 3600)
    depository = Depository(chain, index, vault, content, limits(settings), term)
    return Services(
        chain=chain,
        index=IndexStore(index),
        moments=Moments(index, _now),
        participants=Participants(chain, index, vault),
        identities=Identities(vault, trust(settings), signer_of_challenge, time.time),
        decisions=Decisions(chain),
        assets=Assets(chain, index),
        depository=depository,
        batches=Batches(chain, index, vault, content, settings.max_batch_records, term),
        accesses=AccessLog(vault, _now),
        verifier=Verifier(care(settings, settings.scrub_rate), chain, depository.acts),
        mining=MiningRegistry(chain, index, vault, _now),
        journal=Journal(chain, index, vault),
        vault=vault,
    )


def indexer(settings: Settings) -> Indexer:
    """What follows the chain into SQL; the chain must answer."""
    content, index = content_store(settings), index_engine(settings)
    projections = (
        ParticipantsProjection(),
        AssetsProjection(),
        DepositProjection(content),
        BatchProjection(),
        NotificationProjection(),
        JournalProjection(),
        NetworkProjection(),
        EnforcementProjection(),
    )
    return Indexer(connect(settings), index, projections, later=(Settling(index, content),))


def keeper(settings: Settings) -> Keeper:
    """What keeps the statements of records; the chain must answer."""
    found = services(settings)
    return Keeper(
        found.prover,
        Statements(found.vault),
        {
            "deposit": lambda number: found.depository.deposit(DepositId(number)).recorded,
            "record": lambda number: found.batches.store.batch(BatchId(number)).recorded,
            "notification": lambda n: found.mining.notification(NotificationId(n)).submitted,
        },
    )


def connect(settings: Settings) -> Chain:
    """The chain of the settings, checked to be the deployment's."""
    return Chain.connect(settings.node_url, read_deployment(settings.deployment_file))


def index_engine(settings: Settings) -> Engine:
    """The index database with its tables."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return open_database(settings.index_database, IndexRow)


def vault_engine(settings: Settings) -> Engine:
    """The vault database with its tables."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return open_database(settings.vault_database, VaultRow)


def journal(settings: Settings) -> Journal:
    """The logs of this installation; the chain must answer."""
    return Journal(connect(settings), index_engine(settings), vault_engine(settings))


def content_store(settings: Settings) -> EmbeddedStore | KuboStore:
    """The embedded store, in the home or in the folder of a `file:` URL (RFC 8089), or a kubo.

    Raises UsageError `settings.content-store` (url, without what stands before an @) for a URL of
    another kind, `settings.content-secret` (path) for a secret that cannot be read.
    """
    if not settings.content_url:
        return EmbeddedStore(settings.content_folder)
    return _store(settings, settings.content_url)


def replica_store(settings: Settings) -> EmbeddedStore | KuboStore | None:
    """The second content store, if there is one; raises as `content_store`."""
    return _store(settings, settings.replica_url) if settings.replica_url else None


def care(settings: Settings, rate: int) -> Care:
    """Whole checks of the content store, each at `rate` MiB a second at most (0: no bound)."""
    index, vault = index_engine(settings), vault_engine(settings)
    scrubber = Scrubber(
        shelves=_shelves(content_store(settings)),
        replica=replica_store(settings),
        holdings=Holdings(index, vault),
        checks=Checks(vault),
        log=Log(vault, FIXITY),
        checkpoint=Checkpoint(settings.scrub_file),
        pace=Pace(rate << 20),
        clock=_now,
    )
    deployment = read_deployment(settings.deployment_file)
    return Care(scrubber, index, deployment, access_log(settings), care_gate(settings))


def care_gate(settings: Settings) -> Gate:
    """Closed while the content store is checked or collected."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return Gate(settings.home / "care.lock")


def _shelves(store: EmbeddedStore | KuboStore) -> Checked:
    if isinstance(store, EmbeddedStore):
        return Shelves(store)
    from depository.kubo.shelves import KuboShelves

    return KuboShelves(store)


def access_log(settings: Settings) -> AccessLog:
    """The log of access to content."""
    return AccessLog(vault_engine(settings), _now)


def _store(settings: Settings, named: str) -> EmbeddedStore | KuboStore:
    url = urlsplit(named)
    if url.scheme in {"http", "https"} or named.startswith("/"):
        return _kubo(settings, named)
    folder = Path(unquote(url.path))
    if url.scheme != "file" or url.netloc not in {"", "localhost"} or not folder.is_absolute():
        raise _other_store(named)
    return EmbeddedStore(folder)


def _kubo(settings: Settings, named: str) -> KuboStore:
    from depository.kubo import KuboStore, parse_address

    try:
        address = parse_address(named)
    except ValueError:
        raise _other_store(named) from None  # its text may hold a password
    return KuboStore(address, settings.home / "spool", _secret(settings.content_secret_file))


def _secret(path: Path | None) -> Secret | None:
    from depository.kubo import Secret

    if path is None:
        return None
    try:
        with path.open(encoding="utf-8") as file:
            return Secret.parse(file.readline(_LONGEST_SECRET).rstrip("\r\n"))
    except (OSError, ValueError):
        raise UsageError("settings.content-secret", path=str(path)) from None  # as above


def _other_store(named: str) -> UsageError:
    before, _, rest = named.rpartition("@")
    scheme = before.partition("//")[0]
    shown = f"{scheme}//…@{rest}" if before else rest
    return UsageError("settings.content-store", url=shown)


def api_settings(settings: Settings) -> ApiSettings:
    """Bounds of the HTTP edge."""
    return ApiSettings(
        spool=settings.home / "spool",
        public_url=settings.shown_url,
        uploads=UploadBounds(
            folder=settings.home / "uploads",
            max_bytes=settings.max_upload_bytes,
            total_bytes=settings.max_uploads_bytes,
            most=settings.max_uploads,
            most_of_sender=settings.max_uploads_of_sender,
            most_of_address=settings.max_uploads_of_address,
            bytes_of_address=settings.max_address_bytes,
            seconds=settings.upload_hours * 3600,
        ),
        max_body_bytes=settings.max_body_bytes,
        max_content_bytes=settings.max_content_bytes,
        origins=settings.allowed_api_origins,
        rate_of_address=settings.rate_of_address,
        rate_of_account=settings.rate_of_account,
        sign_in_for_writes=settings.sign_in == "required-for-writes",
        courier=Courier(Reach(settings.hook_private)),
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def log_to_stderr(settings: Settings) -> None:
    """Log lines of a process: time, level, room, sentence; never a key, a form or a name."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        from node.logs import JsonFormatter

        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
