"""`qoima api`: the HTTP interface and the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.command import command, group
from cli.commands.options import Supervised
from cli.session import Session

if TYPE_CHECKING:
    import typer

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the command under `program`."""
    api = group("api", "The HTTP interface and the explorer.")

    @api.callback()
    def about() -> None:
        """The HTTP interface and the explorer."""

    @command(api, "run")
    def run(session: Session, supervised: Supervised = False) -> None:
        """Serve HTTP until told to stop."""
        from cli.entries import run_api

        run_api(session.settings, supervised=supervised)

    program.add_typer(api)
