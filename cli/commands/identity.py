"""`qoima identity`: whose an account is, shown by an organisation's certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.command import command, group
from cli.commands.options import Key
from cli.exits import UsageError
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    identity = group("identity", "Whose an account is, by an organisation's certificate.")
    _add_binding(identity)
    _add_keeping(identity)
    program.add_typer(identity)


def _add_binding(identity: typer.Typer) -> None:
    @command(identity, "challenge")
    def challenge(
        session: Session,
        out: Annotated[Path, typer.Argument(help="File to write the text to.")],
        key: Key,
        purpose: Annotated[
            Literal["admission", "confirmation"],
            typer.Option(help="Confirmation is of a participant who is admitted."),
        ] = "admission",
    ) -> None:
        """Ask for a text that the organisation signs with the key of its certificate."""
        from cli.identifying import ask

        session.show(ask(session, key, purpose, out))

    @command(identity, "bind")
    def bind(
        session: Session,
        text: Annotated[Path, typer.Argument(help="The text as it was written.")],
        signature: Annotated[
            Path, typer.Argument(help="The organisation's detached signature: CMS, DER or PEM.")
        ],
        key: Key,
    ) -> None:
        """Bind the account of a key to the organisation that signed the text; the key signs too."""
        from cli.identifying import bind

        session.show(bind(session, key, text, signature))


def _add_keeping(identity: typer.Typer) -> None:
    @command(identity, "show")
    def show(
        session: Session,
        binding: Annotated[str | None, typer.Argument(help="Id of the binding.")] = None,
        participant: Annotated[
            str | None, typer.Option(help="Or the address or number of a participant.")
        ] = None,
    ) -> None:
        """Show what is kept (the account itself, authority, operator). Sign in first."""
        from qoima.client.identities import read

        if (binding is None) == (participant is None):
            raise UsageError("settings.identity-or-participant")
        with session.client() as client:
            session.show(read(client, binding, participant))

    @command(identity, "withdraw")
    def withdraw(
        session: Session,
        binding: Annotated[str, typer.Argument(help="Id of the binding.")],
        key: Key,
    ) -> None:
        """Withdraw consent: what is kept of a binding is erased."""
        from cli.identifying import withdraw

        session.show(withdraw(session, key, binding))
