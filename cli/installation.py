"""A whole installation on this machine: made on first use, its three processes kept together."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import httpx

from cli.keys import password_file, read_password
from cli.processes import Processes, check_port, free_ports
from cli.settings import PREFIX
from ledger.errors import (
    Conflict,
    NotFound,
    QoimaError,
    Rejected,
    Unavailable,
    VerificationError,
)

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

    from cli.settings import Settings

__all__ = ["initialise", "node_errors", "node_password", "running", "settle_password", "with_ports"]

_PENDING: Final = ".node-password"
"""Where a generated password is until the keys that it opens are there."""


_RULES: Final = {
    "block": "node.bad-block",
    "clique": "node.bad-block",
    "genesis": "node.bad-genesis",
    "store": "node.bad-store",
}
"""The node's many rules of blocks, genesis files and its store are told as one error each."""


@contextmanager
def node_errors() -> Iterator[None]:
    """Errors of the node, which has a tree of its own, as errors of ours.

    Facts of `node.bad-block`, `node.bad-genesis` and `node.bad-store` are `rule` and `detail`.
    """
    from node import errors

    kinds: dict[type[errors.NodeError], type[QoimaError]] = {
        errors.NotFound: NotFound,
        errors.Conflict: Conflict,
        errors.Rejected: Rejected,
        errors.Unavailable: Unavailable,
        errors.VerificationError: VerificationError,
    }
    try:
        yield
    except errors.NodeError as error:
        kind = next((ours for theirs, ours in kinds.items() if isinstance(error, theirs)), Rejected)
        whole = _RULES.get(error.code.partition(".")[0])
        if whole is None:
            raise kind(error.code, **error.facts) from error
        detail = ", ".join(f"{name}: {value}" for name, value in error.facts.items())
        raise kind(whole, rule=error.code, detail=detail) from error


def initialise(settings: Settings, password: str | None, authority: str | None = None) -> None:
    """Make the chain of a home that has none.

    Without a password one is made and kept in `node/keys/password`, readable by the owner only.
    It is written before the keys that it opens, so that a crash between loses nothing.
    """
    from node.initialise import initialise as make

    settings.home.mkdir(parents=True, exist_ok=True)
    pending = settings.home / _PENDING
    with node_errors():
        make(
            settings.home,
            password or _generated(pending),
            chain_id=settings.chain_id,
            authority=authority,
        )
    settle_password(settings)


def settle_password(settings: Settings) -> None:
    """Put a generated password beside the keys that it opens, if a crash left it undone."""
    pending = settings.home / _PENDING
    if pending.exists():
        pending.rename(settings.node_folder / "keys" / "password")


def node_password(settings: Settings) -> str:
    """What opens the node's keys: the generated password, that of the settings, or asked for."""
    return read_password(password_file(settings, settings.node_folder / "keys"), "node")


def with_ports(settings: Settings) -> Settings:
    """The same settings with free ports in place of 0, and an absolute home."""
    node_port, api_port = free_ports(settings.node_host, settings.api_host)
    return settings.model_copy(
        update={
            "home": settings.home.absolute(),
            "node_port": settings.node_port or node_port,
            "api_port": settings.api_port or api_port,
        }
    )


@contextmanager
def running(settings: Settings, stopping: threading.Event) -> Iterator[Processes]:
    """Node, indexer and API as three processes, all ready; all stopped in the end.

    A fourth checks the content store where the settings say how often.

    `stopping` is set from outside to give up waiting for them (KeyboardInterrupt).

    With `QOIMA_RPC_URL` set the chain is elsewhere and no node is started. Raises Unavailable
    `port.in-use`, `process.ended`, `process.not-ready`, and what `initialise` raises.
    """
    own_node = not settings.rpc_url
    if own_node:
        check_port(settings.node_host, settings.node_port)
    check_port(settings.api_host, settings.api_port)
    if own_node and not settings.node_folder.exists():
        given = settings.password_file
        initialise(settings, read_password(given, "node") if given else None)
    processes = Processes(settings.logs_folder, _environment(settings), stopping)
    try:
        if own_node:
            processes.start("node", "node", "run")
            processes.wait_until("node", lambda: _node_answers(settings))
        processes.start("indexer", "index", "run")
        processes.start("api", "api", "run")
        url = f"http://{settings.api_host}:{settings.api_port}/readyz"
        processes.wait_until("api", lambda: _answers(url))
        if settings.scrub_hours:
            processes.start("fixity", "fixity", "run")
        yield processes
    finally:
        processes.stop()


def _environment(settings: Settings) -> dict[str, str]:
    """These very settings for the children, whatever stands in the environment."""
    values = settings.model_dump(mode="json").items()
    return {PREFIX + name.upper(): "" if value is None else str(value) for name, value in values}


def _generated(path: Path) -> str:
    """A new password, kept in `path`; the one that is kept there already, after a crash."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return path.read_text("ascii").strip()


def _node_answers(settings: Settings) -> bool:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
    try:
        response = httpx.post(settings.node_url, json=asked, timeout=5, trust_env=False)
        return response.is_success and "result" in response.json()
    except (httpx.TransportError, ValueError):
        return False


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False
