"""`qoima node check`, `backup`, `restore`: the stored chain kept whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command
from cli.session import Session

__all__ = ["add"]


def add(node: typer.Typer) -> None:
    """Put the commands under `qoima node`."""
    _add_check(node)
    _add_backup(node)


def _add_check(node: typer.Typer) -> None:
    @command(node, "check")
    def check(
        session: Session,
        everything: Annotated[
            bool, typer.Option("--all", help="Also execute every block anew.")
        ] = False,
    ) -> None:
        """Check the stored chain of a stopped node: headers, seals, bodies, receipts, state, pool.

        Nothing is changed. What is damaged is listed, and the exit code is 4 then.
        """
        from cli.keeping import check_home
        from cli.progress import count_bar

        home = session.settings.home
        with (
            count_bar(session, "cli-checking") as progress,
            check_home(home, progress, execute=everything) as answer,
        ):
            session.show(answer)


def _add_backup(node: typer.Typer) -> None:
    @command(node, "backup")
    def backup(
        session: Session,
        to: Annotated[Path, typer.Argument(help="New folder for the copy.")],
        keys: Annotated[
            bool, typer.Option("--keys", help="Also the encrypted keys; never their password.")
        ] = False,
    ) -> None:
        """Copy the chain, running or not, with genesis, deployment and witnesses' signatures."""
        from cli.keeping import backup_home
        from cli.progress import count_bar

        with count_bar(session, "cli-copying") as progress:
            answer = backup_home(session.settings.home, to, progress, keys=keys)
        session.show(answer)

    @command(node, "restore")
    def restore(
        session: Session,
        source: Annotated[Path, typer.Argument(help="Folder that `qoima node backup` made.")],
    ) -> None:
        """Make the chain of a home that has none from a backup, held to its digests."""
        from cli.keeping import restore_home
        from cli.progress import count_bar

        with count_bar(session, "cli-copying") as progress:
            answer = restore_home(source, session.settings.home, progress)
        session.show(answer)
