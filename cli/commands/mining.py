"""`qoima mining`: notifications of mining activity (A-9)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.mining_assets import add_assets, add_reports
from cli.commands.options import DEFAULT_LIMIT, After, Basis, Key, Limit
from cli.commands.proofs import add_notification_proof
from cli.session import Session

__all__ = ["add"]

_Number = Annotated[int, typer.Argument(min=1, help="Number of the notification.")]
_Form = Annotated[Path, typer.Argument(help="The form in YAML; see `qoima mining form`.")]
_Decided = Annotated[
    str, typer.Option("--form", help="Digest of the form that is decided on, as it was seen.")
]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    mining = group("mining", "Mining: notifications, quarterly reports, mined assets.")
    _add_miner(mining)
    _add_authority(mining)
    _add_reading(mining)
    _add_forms(mining)
    add_notification_proof(mining)
    add_reports(mining)
    add_assets(mining)
    program.add_typer(mining)


def _add_miner(mining: typer.Typer) -> None:
    @command(mining, "notify")
    def notify(session: Session, form: _Form, key: Key) -> None:
        """File a notification (miner)."""
        from cli.forms import read_form
        from qoima.client.acts import notify

        filled = read_form(form)
        with session.agent(key) as agent:
            session.show(notify(agent, filled).as_json())

    @command(mining, "amend")
    def amend(session: Session, number: _Number, form: _Form, key: Key) -> None:
        """Amend one's own notification with a whole new form (miner)."""
        from cli.forms import read_form
        from qoima.client.acts import amend

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
        from cli.commands.values import day
        from qoima.client.acts import cease

        ended = day(ended_on)
        with session.agent(key) as agent:
            session.show(cease(agent, number, ended).as_json())


def _add_authority(mining: typer.Typer) -> None:
    @command(mining, "acknowledge")
    def acknowledge(
        session: Session, number: _Number, form: _Decided, basis: Basis, key: Key
    ) -> None:
        """Acknowledge the version of a notification that was seen (authority)."""
        from qoima.client.acts import acknowledge
        from qoima.client.digests import document_digest

        decided, digest = document_digest(form), document_digest(basis)
        with session.agent(key) as agent:
            session.show(acknowledge(agent, number, decided, digest).as_json())

    @command(mining, "return")
    def return_(
        session: Session,
        number: _Number,
        form: _Decided,
        reason: Annotated[str, typer.Option(help="Why it is returned.")],
        basis: Basis,
        key: Key,
    ) -> None:
        """Return the version that was seen with a reason; the miner is to amend it (authority)."""
        from qoima.client.acts import return_notification
        from qoima.client.digests import document_digest

        decided, digest = document_digest(form), document_digest(basis)
        with session.agent(key) as agent:
            done = return_notification(agent, number, decided, reason, digest)
            session.show(done.as_json())


def _add_reading(mining: typer.Typer) -> None:
    @command(mining, "show")
    def show(session: Session, number: _Number) -> None:
        """Show the public part of a notification, its reports and mined assets."""
        path = f"/v1/notifications/{number}"
        with session.client() as client:
            shown = client.get(path)
            reports = client.get(f"{path}/reports")["data"]
            mined = client.get("/v1/mined-assets", notification=number)["data"]
        session.show(
            {**shown, "data": {**shown["data"], "reports": reports, "mined_assets": mined}}
        )

    @command(mining, "list")
    def list_notifications(
        session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """List notifications."""
        with session.client() as client:
            session.show(client.get("/v1/notifications", limit=limit, after=after))


def _add_forms(mining: typer.Typer) -> None:
    @command(mining, "forms")
    def forms(session: Session) -> None:
        """List the forms that are taken, their editions and from which day each is in force."""
        with session.client() as client:
            session.show(client.get("/v1/forms"))

    @command(mining, "form")
    def form(
        session: Session,
        report: Annotated[bool, typer.Option("--report", help="Of the quarterly report.")] = False,
        at: Annotated[
            str | None,
            typer.Option(help="A day (2027-01-31): the edition in force on it, asked of the API."),
        ] = None,
    ) -> None:
        """Print an example form to fill in; with --json, the form's JSON Schema."""
        if session.as_json or at is not None:
            from cli.commands.values import day
            from cli.forms import written

            name = "mining-report" if report else "mining-notification"
            on = None if at is None else day(at).isoformat()
            with session.client() as client:
                schema = client.get(f"/v1/forms/{name}", at=on)
            if session.as_json:
                session.show(schema)
            else:
                print(written(schema["examples"][0]), end="")
            return
        import mining_registry

        folder = Path(mining_registry.__file__).parent / "examples"
        name = "report.yaml" if report else "notification.yaml"
        print((folder / name).read_text("utf-8"), end="")
