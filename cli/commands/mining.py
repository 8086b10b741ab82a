"""`qoima mining`: notifications of mining activity (A-9)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import DEFAULT_LIMIT, After, Basis, Key, Limit
from cli.session import Session

__all__ = ["add"]

_Number = Annotated[int, typer.Argument(min=1, help="Number of the notification.")]
_Form = Annotated[Path, typer.Argument(help="The form in YAML; see `qoima mining form`.")]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    mining = group("mining", "Mining notifications: notify, amend, acknowledge, cease, show.")
    _add_miner(mining)
    _add_authority(mining)
    _add_reading(mining)
    program.add_typer(mining)


def _add_miner(mining: typer.Typer) -> None:
    @command(mining, "notify")
    def notify(session: Session, form: _Form, key: Key) -> None:
        """File a notification (miner)."""
        from cli.client.acts import notify
        from cli.forms import read_form

        filled = read_form(form)
        with session.agent(key) as agent:
            session.show(notify(agent, filled).as_json())

    @command(mining, "amend")
    def amend(session: Session, number: _Number, form: _Form, key: Key) -> None:
        """Amend one's own notification with a whole new form (miner)."""
        from cli.client.acts import amend
        from cli.forms import read_form

        filled = read_form(form)
        with session.agent(key) as agent:
            session.show(amend(agent, number, filled).as_json())

    @command(mining, "cease")
    def cease(
        session: Session,
        number: _Number,
        ended_on: Annotated[str, typer.Option(help="Last day of mining, YYYY-MM-DD.")],
        key: Key,
    ) -> None:
        """Say when mining ended (miner)."""
        from cli.client.acts import cease
        from cli.commands.values import day

        ended = day(ended_on)
        with session.agent(key) as agent:
            session.show(cease(agent, number, ended).as_json())


def _add_authority(mining: typer.Typer) -> None:
    @command(mining, "acknowledge")
    def acknowledge(session: Session, number: _Number, basis: Basis, key: Key) -> None:
        """Acknowledge a notification (authority)."""
        from cli.client.acts import acknowledge
        from cli.digests import document_digest

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(acknowledge(agent, number, digest).as_json())


def _add_reading(mining: typer.Typer) -> None:
    @command(mining, "show")
    def show(session: Session, number: _Number) -> None:
        """Show the public part of a notification."""
        with session.client() as client:
            session.show(client.get(f"/v1/notifications/{number}"))

    @command(mining, "list")
    def list_notifications(
        session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """List notifications."""
        with session.client() as client:
            session.show(client.get("/v1/notifications", limit=limit, after=after))

    @command(mining, "form")
    def form(session: Session) -> None:
        """Print an example form to fill in; with --json, the form's JSON Schema."""
        if session.as_json:
            with session.client() as client:
                session.show(client.get("/v1/forms/mining-notification"))
            return
        import mining_registry

        folder = Path(mining_registry.__file__).parent / "examples"
        print((folder / "notification.yaml").read_text("utf-8"), end="")
