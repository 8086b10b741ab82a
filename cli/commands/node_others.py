"""`qoima node follow`, `witness`, `compare`: the chain checked by those who do not seal it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.command import command
from cli.commands.options import Supervised
from cli.session import Session

if TYPE_CHECKING:
    from cli.settings import Settings

__all__ = ["add"]

_Url = Annotated[str, typer.Argument(help="JSON-RPC address of a node that serves raw blocks.")]
_Home = Annotated[Path | None, typer.Option(help="Home of its own. Default: QOIMA_HOME.")]
_Genesis = Annotated[
    Path | None, typer.Option(help="The chain's genesis file; needed for a new home.")
]
_Sha256 = Annotated[
    str | None, typer.Option("--sha256", help="Published SHA-256 of the genesis file.")
]
_Deployment = Annotated[
    Path | None, typer.Option(help="deployment.json, which also holds that SHA-256.")
]
_Port = Annotated[int | None, typer.Option(help="Port to serve on. Default: QOIMA_NODE_PORT.")]
_Once = Annotated[bool, typer.Option("--once", help="End when the source has no more blocks.")]
_Forward = Annotated[
    bool, typer.Option("--forward", help="Pass transactions on to the source; else refuse them.")
]


def add(node: typer.Typer) -> None:
    """Put the commands under `qoima node`."""
    _add_follow(node)
    _add_witness(node)
    _add_compare(node)


def _add_follow(node: typer.Typer) -> None:
    @command(node, "follow")
    def follow(
        session: Session,
        url: _Url,
        home: _Home = None,
        genesis: _Genesis = None,
        sha256: _Sha256 = None,
        deployment: _Deployment = None,
        port: _Port = None,
        once: _Once = False,
        forward: _Forward = False,
        supervised: Supervised = False,
    ) -> None:
        """Check and execute every block of another node, keep them, and serve them read-only.

        A new home needs the genesis file and its SHA-256, got from elsewhere than the node.
        """
        from cli.following import Manner, Trust, follow_node
        from cli.progress import count_bar

        settings = _changed(session.settings, home=home, node_port=port)
        trust = Trust(genesis, sha256, deployment)
        manner = Manner(once=once, forward=forward, supervised=supervised)
        with count_bar(session, "cli-following") as progress:
            answer = follow_node(settings, url, trust, manner, progress)
        if answer is not None:
            session.show(answer)


def _add_witness(node: typer.Typer) -> None:
    @command(node, "witness")
    def witness(
        session: Session,
        url: _Url,
        key: Annotated[str, typer.Option(help="The witness's key: name, address, or keystore.")],
        home: _Home = None,
        genesis: _Genesis = None,
        sha256: _Sha256 = None,
        deployment: _Deployment = None,
        port: _Port = None,
        once: _Once = False,
        supervised: Supervised = False,
    ) -> None:
        """Follow another node, sign each block that was verified, and publish the signatures."""
        from cli.following import Manner, Trust, witness_key, witness_node

        settings = _changed(session.settings, home=home, node_port=port)
        opened = witness_key(session.settings, key)
        trust = Trust(genesis, sha256, deployment)
        manner = Manner(once=once, supervised=supervised)
        answer = witness_node(settings, url, trust, manner, opened)
        if answer is not None:
            session.show(answer)


def _changed(settings: Settings, **changes: Path | int | None) -> Settings:
    given = {name: value for name, value in changes.items() if value is not None}
    return settings.model_copy(update=given)


def _add_compare(node: typer.Typer) -> None:
    @command(node, "compare")
    def compare(
        session: Session,
        urls: Annotated[list[str], typer.Argument(help="JSON-RPC addresses, two or more.")],
        full: Annotated[
            bool, typer.Option("--full", help="Look at every height, not only at the last.")
        ] = False,
    ) -> None:
        """Say whether all nodes hold the same hash at each height, and where they part."""
        from cli.following import compare_nodes
        from cli.progress import count_bar

        with (
            count_bar(session, "cli-comparing") as progress,
            compare_nodes(urls, progress, full=full) as answer,
        ):
            session.show(answer)
