"""`qoima node`: the embedded chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command, group
from cli.commands import node_keeping, node_others
from cli.commands.options import Supervised
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    node = group("node", "The embedded chain: make it, run it, follow and check it.")
    _add_running(node)
    _add_files(node)
    node_others.add(node)
    node_keeping.add(node)
    program.add_typer(node)


def _add_running(node: typer.Typer) -> None:
    @command(node, "init")
    def init(
        session: Session,
        password_file: Annotated[
            Path | None,
            typer.Option(help="File whose first line encrypts the keys. Default: one is made."),
        ] = None,
        authority: Annotated[
            str | None,
            typer.Option(help="Address of the authorised body, if it keeps its own key."),
        ] = None,
    ) -> None:
        """Make a chain: genesis, keys of operator, sealer and authority, contracts."""
        import json

        from cli.installation import initialise
        from cli.keys import read_password

        file = password_file or session.settings.password_file
        password = read_password(file, "node") if file else None
        initialise(session.settings, password, authority)
        deployment = session.settings.node_folder / "deployment.json"
        session.show(json.loads(deployment.read_text("utf-8")))

    @command(node, "run")
    def run(session: Session, supervised: Supervised = False) -> None:
        """Run the chain until it is told to stop."""
        from cli.entries import run_node

        run_node(session.settings, supervised=supervised)


def _add_files(node: typer.Typer) -> None:
    @command(node, "export")
    def export(
        session: Session, file: Annotated[Path, typer.Argument(help="Where to write.")]
    ) -> None:
        """Write the chain as block RLP, one after the other, for any Ethereum client."""
        from cli.entries import export_chain
        from cli.progress import count_bar

        with count_bar(session, "cli-exporting") as progress:
            answer = export_chain(session.settings, file, progress)
        session.show(answer)

    @command(node, "import")
    def import_(
        session: Session,
        file: Annotated[Path, typer.Argument(help="Block RLP to read.")],
        genesis: Annotated[Path, typer.Option(help="The genesis file of the chain.")],
    ) -> None:
        """Check and execute every block of a file in a home that has no chain; no keys are made."""
        from cli.entries import import_chain
        from cli.progress import count_bar

        with count_bar(session, "cli-importing") as progress:
            answer = import_chain(session.settings, file, genesis, progress)
        session.show(answer)
