"""`qoima fixity` and `qoima content`: the care of the content store."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import Basis, Key, Supervised
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    fixity = group("fixity", "Whether the content is as it was recorded: check it, repair it.")
    _add_checking(fixity)
    program.add_typer(fixity)
    content = group("content", "The space that the content takes, and what nobody recorded.")
    _add_space(content)
    program.add_typer(content)


def _add_checking(fixity: typer.Typer) -> None:
    @command(fixity, "scrub")
    def scrub(
        session: Session,
        rate: Annotated[
            int | None, typer.Option(min=0, help="Most MiB read in a second; 0: no bound.")
        ] = None,
        limit: Annotated[
            int | None, typer.Option(min=1, help="Stop after so many MiB; the next goes on there.")
        ] = None,
    ) -> None:
        """Hash every block again; set damaged ones aside and repair what can be."""
        from cli.caring import scrub

        session.show(scrub(session.settings, rate, limit))

    @command(fixity, "verify")
    def verify(
        session: Session,
        basis: Basis,
        key: Key,
    ) -> None:
        """Verify the whole depository: check it, write the report, record it (authority, D-8)."""
        from cli.yearly import verify

        session.show(verify(session, key, basis))

    @command(fixity, "status")
    def status(session: Session) -> None:
        """Show the last whole check, and how far one has come that is not over."""
        from cli.caring import fixity_status

        session.show(fixity_status(session.settings))

    @command(fixity, "run")
    def run(session: Session, supervised: Supervised = False) -> None:
        """Check the store again and again until told to stop."""
        from cli.caring import run_scrubber

        run_scrubber(session.settings, supervised=supervised)


def _add_space(content: typer.Typer) -> None:
    @command(content, "status")
    def status(session: Session) -> None:
        """Show how much there is, and how much of it nobody recorded."""
        from cli.caring import space

        session.show(space(session.settings))

    @command(content, "collect")
    def collect(session: Session) -> None:
        """Take away what nobody recorded and nobody has uploaded of late."""
        from cli.caring import collect

        session.show(collect(session.settings))
