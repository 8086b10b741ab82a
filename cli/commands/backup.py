"""`qoima backup` and `qoima restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""

    @command(program, "backup")
    def backup(
        session: Session,
        to: Annotated[Path, typer.Argument(help="New folder for the copy.")],
        keys: Annotated[
            bool, typer.Option("--keys", help="Also the node's encrypted keys; never a password.")
        ] = False,
    ) -> None:
        """Copy chain, vault and content while all runs: what could not be made again (P-3)."""
        from cli.backing_up import backup as take

        session.show(take(session, to, keys=keys))

    @command(program, "restore")
    def restore(
        session: Session,
        source: Annotated[Path, typer.Argument(help="Folder that `qoima backup` made.")],
    ) -> None:
        """Make an installation from a backup, every byte held to its digest; replaces nothing."""
        from cli.backing_up import restore as make

        session.show(make(session, source))
