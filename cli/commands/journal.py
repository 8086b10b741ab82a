"""`qoima journal`: logs of this installation and their heads on the chain."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import DEFAULT_LIMIT, Key, Limit
from cli.session import Session

__all__ = ["add"]

_Name = Annotated[str, typer.Argument(help="Name of the log: access, fixity, identities.")]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    journal = group("journal", "Logs that are kept off the chain, and their heads on it.")
    _add_acts(journal)
    _add_reading(journal)
    program.add_typer(journal)


def _add_acts(journal: typer.Typer) -> None:
    @command(journal, "open")
    def open_(
        session: Session,
        name: _Name,
        purpose: Annotated[
            str, typer.Option(help="What says what is logged, and why: a file, or its SHA-256.")
        ],
        key: Key,
    ) -> None:
        """Open a log, which the signer keeps (operator)."""
        from qoima.client.digests import document_digest
        from qoima.client.journal import open_stream

        digest = document_digest(purpose)
        with session.agent(key) as agent:
            session.show(open_stream(agent, name, digest).as_json())

    @command(journal, "append")
    def append(session: Session, name: _Name, key: Key) -> None:
        """Record on the chain how many entries a log has, and their digest (its keeper)."""
        from cli.logbook import append

        session.show(append(session, name, key))


def _add_reading(journal: typer.Typer) -> None:
    @command(journal, "status")
    def status(session: Session) -> None:
        """Show each log: its last head, and how many entries it has by now."""
        from cli.logbook import status

        session.show(status(session.settings))

    @command(journal, "verify")
    def verify(session: Session, name: _Name) -> None:
        """Reckon every recorded head of a log anew from its entries."""
        from cli.logbook import verify

        session.show(verify(session.settings, name))

    @command(journal, "entries")
    def entries(
        session: Session,
        name: _Name,
        first: Annotated[
            int, typer.Option("--from", min=0, help="Place of the first, from 0.")
        ] = 0,
        limit: Limit = DEFAULT_LIMIT,
    ) -> None:
        """Show entries of a log, as they lie in this installation's vault."""
        from cli.logbook import entries

        session.show(entries(session.settings, name, first, limit))
