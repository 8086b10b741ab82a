"""`qoima sign-in`, `qoima sign-out` and `qoima api-key`: who asks the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import Key
from cli.session import Session

__all__ = ["add"]

_Scope = Annotated[
    list[str],
    typer.Option(help="draft, relay, restricted:read or webhooks; may be repeated."),
]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""

    @command(program, "sign-in")
    def sign_in(session: Session, key: Key) -> None:
        """Sign in to the API with a key; other commands show the session from then on."""
        from cli.signing_in import sign_in

        session.show(sign_in(session, key))

    @command(program, "sign-out")
    def sign_out(session: Session) -> None:
        """End the session, and forget its tokens."""
        from cli.signing_in import sign_out

        session.show(sign_out(session))

    keys = group("api-key", "Keys for machines; QOIMA_API_KEY is what the commands show.")
    _add_keys(keys)
    program.add_typer(keys)


def _add_keys(keys: typer.Typer) -> None:
    @command(keys, "add")
    def add(
        session: Session,
        name: Annotated[str, typer.Argument(help="What to call the key.")],
        scope: _Scope,
        days: Annotated[int, typer.Option(min=1, max=366, help="Days until it ends.")] = 90,
    ) -> None:
        """Make a key for a machine; it is shown once. Sign in first."""
        from qoima.client.access import add_key

        with session.client() as client:
            session.show(asdict(add_key(client, name, scope, days)))

    @command(keys, "list")
    def list_(session: Session) -> None:
        """Show the keys of the account that signed in, and when each was last used."""
        from qoima.client.access import keys

        with session.client() as client:
            session.show({"data": [asdict(each) for each in keys(client)]})

    @command(keys, "remove")
    def remove(
        session: Session, key_id: Annotated[str, typer.Argument(help="Id of the key.")]
    ) -> None:
        """End a key at once."""
        from qoima.client.access import remove_key

        with session.client() as client:
            remove_key(client, key_id)
        session.show({"removed": key_id})
