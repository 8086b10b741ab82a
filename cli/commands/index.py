"""`qoima index`: the index of final blocks in SQL."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import Supervised
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    index = group(
        "index", "The index of final blocks in SQL: run it, look at it, verify it, rebuild it."
    )

    @command(index, "run")
    def run(session: Session, supervised: Supervised = False) -> None:
        """Follow the chain until told to stop."""
        from cli.entries import run_indexer

        run_indexer(session.settings, supervised=supervised)

    @command(index, "status")
    def status(session: Session) -> None:
        """Show how far the index is behind the chain."""
        from cli.entries import index_status

        session.show(index_status(session.settings))

    @command(index, "rebuild")
    def rebuild(session: Session) -> None:
        """Drop the index and build it again from the chain."""
        from cli.entries import rebuild_index
        from cli.progress import count_bar

        with count_bar(session, "cli-indexing") as progress:
            answer = rebuild_index(session.settings, progress)
        session.show(answer)

    @command(index, "verify")
    def verify(
        session: Session,
        sample: Annotated[
            int, typer.Option(min=1, max=100_000, help="So many rows of each table, by chance.")
        ] = 1000,
        all_: Annotated[bool, typer.Option("--all", help="Every row instead.")] = False,
    ) -> None:
        """Compare the index with what the contracts answer at the same blocks."""
        from cli.entries import verify_index
        from cli.progress import count_bar

        with count_bar(session, "cli-verifying-index") as progress:
            answer = verify_index(
                session.settings, None if all_ else sample, lambda done: progress(done, 0)
            )
        session.show(answer)

    program.add_typer(index)
