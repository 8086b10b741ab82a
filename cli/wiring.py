"""Everything is put together here: settings in, services, processes and their parts out."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from api.services import ApiSettings, Services
from api.uploads.model import UploadBounds
from cli.bounds import limits
from cli.exits import UsageError
from depository.blocks import EmbeddedStore
from depository.projection import DepositProjection
from depository.service import Depository
from ledger.assets.projection import AssetsProjection
from ledger.assets.service import Assets
from ledger.chain import Chain
from ledger.database import IndexRow, VaultRow, open_database
from ledger.decisions.service import Decisions
from ledger.deployment import read_deployment
from ledger.index.indexer import Indexer
from ledger.index.store import IndexStore
from ledger.participants.projection import ParticipantsProjection
from ledger.participants.service import Participants
from mining_registry.projection import NotificationProjection
from mining_registry.service import MiningRegistry

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cli.settings import Settings
    from depository.blocks import BlockStore

__all__ = [
    "api_settings",
    "connect",
    "content_store",
    "index_engine",
    "indexer",
    "log_to_stderr",
    "services",
]


def services(settings: Settings) -> Services:
    """What the API serves; the chain must answer."""
    chain = connect(settings)
    index = index_engine(settings)
    vault = open_database(settings.vault_database, VaultRow)
    content = content_store(settings)
    return Services(
        chain=chain,
        index=IndexStore(index),
        participants=Participants(chain, index, vault),
        decisions=Decisions(chain),
        assets=Assets(chain, index),
        depository=Depository(chain, index, vault, content, limits(settings)),
        mining=MiningRegistry(chain, index, vault, lambda: dt.datetime.now(dt.UTC)),
        vault=vault,
    )


def indexer(settings: Settings) -> Indexer:
    """What follows the chain into SQL; the chain must answer."""
    projections = (
        ParticipantsProjection(),
        AssetsProjection(),
        DepositProjection(content_store(settings)),
        NotificationProjection(),
    )
    return Indexer(connect(settings), index_engine(settings), projections)


def connect(settings: Settings) -> Chain:
    """The chain of the settings, checked to be the deployment's."""
    return Chain.connect(settings.node_url, read_deployment(settings.deployment_file))


def index_engine(settings: Settings) -> Engine:
    """The index database with its tables."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return open_database(settings.index_database, IndexRow)


def content_store(settings: Settings) -> BlockStore:
    """The embedded store: in the home, or in the folder that a `file:` URL names (RFC 8089).

    Raises UsageError `settings.content-store` (url) for a URL of another kind.
    """
    if not settings.content_url:
        return EmbeddedStore(settings.content_folder)
    url = urlsplit(settings.content_url)
    folder = Path(unquote(url.path))
    if url.scheme != "file" or url.netloc not in {"", "localhost"} or not folder.is_absolute():
        raise UsageError("settings.content-store", url=settings.content_url)
    return EmbeddedStore(folder)


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
            seconds=settings.upload_hours * 3600,
        ),
        max_body_bytes=settings.max_body_bytes,
        max_content_bytes=settings.max_content_bytes,
    )


def log_to_stderr(settings: Settings) -> None:
    """Log lines of a process: time, level, room, sentence; never a key, a form or a name."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        from node.logs import JsonFormatter

        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
