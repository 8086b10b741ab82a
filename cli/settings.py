"""The settings of an installation, read once from the environment (prefix `QOIMA_`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from cli.places import Places
from cli.proxies import networks

__all__ = ["PREFIX", "Settings"]

PREFIX = "QOIMA_"


def _named(proxies: str) -> str:
    networks(proxies)
    return proxies


class Settings(Places, BaseSettings):
    """What an operator may set; every field is a line of `docs/settings.md`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    home: Path = Field(
        default=Path(".qoima"),
        description="Folder of the installation: chain, keys, databases, content, logs.",
    )
    rpc_url: str = Field(
        default="",
        description="JSON-RPC address of the chain. Empty: the node at the host and port below.",
    )
    database_url: str = Field(
        default="",
        description="Index database, rebuildable from the chain. Empty: SQLite file `index.db` "
        "in the home.",
    )
    vault_url: str = Field(
        default="",
        description="Database of what exists nowhere else: drafts, forms, subjects, salts. "
        "Empty: SQLite file `vault.db` in the home.",
    )
    content_url: str = Field(
        default="",
        description="Content store: `file:///folder` puts the embedded store elsewhere; "
        "`http://host:port`, `https://host:port` or a multiaddr is the RPC of a kubo. "
        "Empty: in the home.",
    )
    content_secret_file: Path | None = Field(
        default=None,
        description="File whose first line is what the RPC of a kubo asks for, in the words of its "
        "`API.Authorizations`: `bearer:TOKEN` or `basic:USER:PASSWORD`. Unset: nothing.",
    )
    replica_url: str = Field(
        default="",
        description="Second content store, from which damaged blocks are repaired: "
        "`file:///folder`, or a kubo as above. Empty: none.",
    )
    scrub_hours: int = Field(
        default=0,
        ge=0,
        description="Hours from the end of a check of the whole content store to the next, which "
        "`qoima up` then makes in a process of its own. 0: none; `qoima fixity scrub` makes one.",
    )
    scrub_rate: int = Field(
        default=32, ge=0, description="Most MiB that a check reads in a second; 0: no bound."
    )
    grace_days: int = Field(
        default=30,
        ge=1,
        description="Days after which content that nobody recorded may be collected; a draft is "
        "good for as long.",
    )
    node_host: str = Field(default="127.0.0.1", description="Address the node listens on.")
    node_port: int = Field(
        default=8545, ge=0, le=65535, description="Port of the node; 0 takes a free one."
    )
    node_origins: str = Field(
        default="",
        description="Web origins whose pages may talk to the node, with commas between them; "
        "`*` is any. Empty: none.",
    )
    node_call_seconds: float = Field(
        default=5.0, gt=0, description="Seconds that a call or a trace of the node may run."
    )
    node_call_gas: int = Field(
        default=50_000_000, ge=100_000, description="Most gas of a call that the node tries out."
    )
    node_transaction_gas: int = Field(
        default=1 << 24,
        ge=100_000,
        description="Most gas that a transaction may ask for (EIP-7825). However much it asks for, "
        "one that runs longer than 10 seconds is left out of the chain.",
    )
    api_host: str = Field(default="127.0.0.1", description="Address the HTTP API listens on.")
    api_port: int = Field(
        default=8000, ge=0, le=65535, description="Port of the HTTP API; 0 takes a free one."
    )
    api_url: str = Field(
        default="",
        description="HTTP API that the commands talk to. Empty: the API at the host and port "
        "above.",
    )
    api_key: SecretStr = Field(
        default=SecretStr(""),
        description="API key that the commands show to the API, over TLS or on this machine only. "
        "Empty: the session of `qoima sign-in`, if there is one.",
    )
    patience_seconds: float = Field(
        default=60.0,
        ge=0,
        le=3600,
        description="Seconds for which commands ask an API again that is busy or asks for fewer "
        "questions (429, 503), as it says itself. 0: they do not.",
    )
    public_url: str = Field(
        default="",
        description="Where the public finds the pages, as `https://depository.example`: the codes "
        "on certificates lead there. Empty: the API at the host and port above.",
    )
    hook_private: bool = Field(
        default=False,
        description="Whether webhooks that accounts make over the API may go to private addresses, "
        "by http and to any port. Unset: https to public addresses, port 443 or 8443.",
    )
    identity_anchors: Path | None = Field(
        default=None,
        description="Folder of root certificates (PEM or DER): organisations whose certificates "
        "stand under one may bind accounts to themselves. Unset: none may.",
    )
    identity_crls: Path | None = Field(
        default=None,
        description="Folder of lists of revocations (CRL, PEM or DER), read at each binding; what "
        "is not known not to be revoked is refused. Unset: those that come with a signature.",
    )
    identity_fetch: bool = Field(
        default=False,
        description="Whether lists and answers of OCSP are also fetched from where a chain that "
        "holds names them: by http or https, from public addresses alone.",
    )
    api_origins: str = Field(
        default="",
        description="Web origins whose pages may ask the API, commas between them; `*` is any. "
        "Cookies are never taken from them. Empty: none.",
    )
    rate_of_address: int = Field(
        default=60_000,
        ge=0,
        description="Requests a minute that the API takes from one network address (of IPv6: from "
        "one /64), in each of its processes; costly ones count for several. 0: no bound.",
    )
    rate_of_account: int = Field(
        default=120_000,
        ge=0,
        description="The same of who is signed in, in place of the address's for what costs more "
        "than a read. 0: no bound.",
    )
    trusted_proxies: Annotated[str, AfterValidator(_named)] = Field(
        default="127.0.0.1",
        description="Addresses and networks, with commas between them, of the proxies whose "
        "`X-Forwarded-For` the API believes: without it, all their clients are one. `none`: none.",
    )
    max_connections: int = Field(
        default=500,
        ge=8,
        description="Most connections to the API at a time, in each of its processes; the system "
        "must let it open twice as many files. When all are taken, the idle ones are closed.",
    )
    max_connections_of_address: int = Field(
        default=200,
        ge=1,
        description="Most of them from one network address (of IPv6: from one /64) that is no "
        "trusted proxy.",
    )
    sign_in: Literal["optional", "required-for-writes"] = Field(
        default="optional",
        description="Whether building and relaying an act needs a sign-in or a key: `optional`, or "
        "`required-for-writes`. Public reads never do.",
    )
    deployment: Path | None = Field(
        default=None,
        description="`deployment.json` that the commands trust: they sign nothing for another "
        "chain or contract. Unset: `node/deployment.json` in the home.",
    )
    password_file: Path | None = Field(
        default=None,
        description="File whose first line encrypts and opens keystores. Unset: the node's keys "
        "get a generated password, and a command asks for that of your own.",
    )
    chain_id: int = Field(
        default=33012015, ge=1, lt=2**63, description="Chain id that `qoima node init` writes."
    )
    max_content_bytes: int = Field(
        default=4 * 1024**3,
        ge=1,
        description="Largest body with content that the API takes, in bytes.",
    )
    max_body_bytes: int = Field(
        default=2 * 1024**2, ge=1, description="Largest other body that the API takes, in bytes."
    )
    max_upload_bytes: int = Field(
        default=18 * 1024**3,
        ge=1,
        description="Largest upload that the API takes piece by piece (`/v1/uploads`), in bytes.",
    )
    max_uploads_bytes: int = Field(
        default=64 * 1024**3, ge=1, description="Most bytes of all such uploads together."
    )
    max_uploads: int = Field(default=200, ge=1, description="Most such uploads at a time.")
    max_uploads_of_sender: int = Field(
        default=8,
        ge=1,
        description="Most such uploads in the name of one depositor from one network address.",
    )
    max_uploads_of_address: int = Field(
        default=20,
        ge=1,
        description="Most such uploads from one network address (of IPv6: from one /64).",
    )
    max_address_bytes: int = Field(
        default=36 * 1024**3,
        ge=1,
        description="Most bytes of all such uploads from one network address; a single one may be "
        "larger.",
    )
    upload_hours: int = Field(
        default=72, ge=1, description="Hours after which such an upload is removed, whole or not."
    )
    max_total_bytes: int = Field(
        default=16 * 1024**3, ge=1, description="Largest payload of one deposit, in bytes."
    )
    max_file_bytes: int = Field(
        default=4 * 1024**3, ge=1, description="Largest single file of a deposit, in bytes."
    )
    max_files: int = Field(default=200_000, ge=1, description="Most files in one deposit.")
    max_depth: int = Field(default=64, ge=1, description="Deepest folder in a deposit.")
    max_name_bytes: int = Field(
        default=1024, ge=1, description="Longest path inside a deposit, in bytes of UTF-8."
    )
    max_ratio: int = Field(
        default=250, ge=1, description="Most bytes that one byte of an archive may unpack to."
    )
    max_batch_records: int = Field(
        default=20_000,
        ge=1,
        le=100_000,
        description="Most records of one batch that the API makes of drafts.",
    )
    metrics_host: str = Field(
        default="127.0.0.1",
        description="Address at which API and indexer show their figures to Prometheus.",
    )
    api_metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Port of the figures of the API. 0: none are shown."
    )
    index_metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port of the figures of the indexer. 0: none are shown.",
    )
    shutdown_seconds: int = Field(
        default=10,
        ge=1,
        le=14,
        description="Seconds that a request under way has left when the API is told to stop.",
    )
    language: Literal["", "kk", "ru", "en"] = Field(
        default="",
        description="Language of the commands: kk, ru or en. Empty: that of the system, else en.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much the processes log."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Form of the log lines: for people, or one JSON object each."
    )
