"""`qoima key`: the keys of the person who signs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command, group
from cli.session import Session

__all__ = ["add"]

_Name = Annotated[str, typer.Argument(help="Name, address, or path of a keystore.")]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    keys = group("key", "Keys to sign with: encrypted files that never leave this machine.")

    @command(keys, "new")
    def new(
        session: Session,
        name: Annotated[str, typer.Argument(help="What to call the key.")],
        password_file: Annotated[
            Path | None, typer.Option(help="File whose first line encrypts the key.")
        ] = None,
    ) -> None:
        """Make a key and print its address."""
        from cli.keys import create, read_password

        file = password_file or session.settings.password_file
        password = read_password(file, name, twice=True)
        key = create(session.settings, name, password)
        session.show({"name": key.name, "address": key.address, "path": str(key.path)})

    @command(keys, "recipient")
    def recipient(
        session: Session,
        name: Annotated[str, typer.Argument(help="What to call the identity.")],
        password_file: Annotated[
            Path | None, typer.Option(help="File whose first line encrypts the identity.")
        ] = None,
    ) -> None:
        """Make an age identity and print its recipient: what is encrypted to it only you read."""
        from cli.identities import create_identity
        from cli.keys import read_password

        file = password_file or session.settings.password_file
        made = create_identity(session.settings, name, read_password(file, name, twice=True))
        session.show({"name": made.name, "recipient": made.recipient, "path": str(made.path)})

    @command(keys, "show")
    def show(session: Session, name: _Name) -> None:
        """Show the address of a key."""
        from cli.keys import find

        key = find(session.settings, name)
        session.show({"name": key.name, "address": key.address, "path": str(key.path)})

    @command(keys, "list")
    def list_keys(session: Session) -> None:
        """List the keys of this machine."""
        from cli.keys import listed

        session.show(
            [
                {"name": key.name, "address": key.address, "path": str(key.path)}
                for key in listed(session.settings)
            ]
        )

    program.add_typer(keys)
