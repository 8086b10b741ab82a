"""Where the parts of an installation are, as its settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Places"]


class Places:
    """Derived from settings: addresses, databases, folders and files."""

    if TYPE_CHECKING:
        api_host: str
        api_origins: str
        api_port: int
        api_url: str
        database_url: str
        deployment: Path | None
        home: Path
        node_host: str
        node_origins: str
        node_port: int
        public_url: str
        rpc_url: str
        vault_url: str

    @property
    def node_url(self) -> str:
        """JSON-RPC address of the chain in use."""
        return self.rpc_url or f"http://{self.node_host}:{self.node_port}"

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins that the node lets in."""
        return _listed(self.node_origins)

    @property
    def allowed_api_origins(self) -> tuple[str, ...]:
        """The origins whose pages the API lets in."""
        return _listed(self.api_origins)

    @property
    def server_url(self) -> str:
        """Address of the HTTP API in use, without a slash at its end."""
        return (self.api_url or f"http://{self.api_host}:{self.api_port}").rstrip("/")

    @property
    def shown_url(self) -> str:
        """Address of the pages as others know it, without a slash at its end."""
        return (self.public_url or f"http://{self.api_host}:{self.api_port}").rstrip("/")

    @property
    def index_database(self) -> str:
        """SQLAlchemy URL of the index."""
        return self.database_url or f"sqlite:///{self.home / 'index.db'}"

    @property
    def vault_database(self) -> str:
        """SQLAlchemy URL of the vault."""
        return self.vault_url or f"sqlite:///{self.home / 'vault.db'}"

    @property
    def node_folder(self) -> Path:
        """Folder of the node: genesis, deployment, chain, keys."""
        return self.home / "node"

    @property
    def deployment_file(self) -> Path:
        """The deployment that the commands trust."""
        return self.deployment or self.node_folder / "deployment.json"

    @property
    def keys_folder(self) -> Path:
        """Keystores of the person who runs the commands."""
        return self.home / "keys"

    @property
    def content_folder(self) -> Path:
        """Folder of the embedded content store."""
        return self.home / "content"

    @property
    def scrub_file(self) -> Path:
        """How far a check of the content store has come."""
        return self.home / "scrub.json"

    @property
    def logs_folder(self) -> Path:
        """Where the processes started by `qoima up` log."""
        return self.home / "logs"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())
