"""`qoima hook`: webhooks, which bring events to other systems."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.session import Session

__all__ = ["add"]

_Id = Annotated[str, typer.Argument(help="Id of the webhook.")]
_From = typer.Option(
    "--from", help="Where to begin: a block (1200), or a place in one (1200-3) as `next` has it."
)


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    hook = group("hook", "Webhooks: events of final blocks, brought to other systems.")
    _add_making(hook)
    _add_keeping(hook)
    _add_letters(hook)
    program.add_typer(hook)


def _add_making(hook: typer.Typer) -> None:
    @command(hook, "add")
    def add(
        session: Session,
        url: Annotated[str, typer.Argument(help="Where events go: https, or http on this host.")],
        contract: Annotated[str | None, typer.Option(help="Events of this contract.")] = None,
        event: Annotated[str | None, typer.Option(help="Events of this name.")] = None,
        account: Annotated[str | None, typer.Option(help="Events that name this account.")] = None,
        start: Annotated[str | None, _From] = None,
    ) -> None:
        """Add a webhook, from the head of the index on; its secret is shown once."""
        from cli.hooking import add
        from ledger.index.feed import Wanted

        wanted = Wanted.parse(contract, event, account)
        session.show(add(session.settings, url, wanted, start))

    @command(hook, "remove")
    def remove(session: Session, hook_id: _Id) -> None:
        """Forget a webhook and what it could not bring."""
        from cli.hooking import remove

        session.show(remove(session.settings, hook_id))


def _add_keeping(hook: typer.Typer) -> None:
    @command(hook, "list")
    def list_(session: Session) -> None:
        """Show each webhook: how far it has come, and what the last attempt met."""
        from cli.hooking import show_all

        session.show(show_all(session.settings))

    @command(hook, "show")
    def show(session: Session, hook_id: _Id) -> None:
        """Show a webhook."""
        from cli.hooking import show

        session.show(show(session.settings, hook_id))

    @command(hook, "pause")
    def pause(session: Session, hook_id: _Id) -> None:
        """Bring nothing until it is resumed."""
        from cli.hooking import pause

        session.show(pause(session.settings, hook_id))

    @command(hook, "resume")
    def resume(session: Session, hook_id: _Id) -> None:
        """Go on where it was, at once."""
        from cli.hooking import resume

        session.show(resume(session.settings, hook_id))

    @command(hook, "replay")
    def replay(session: Session, hook_id: _Id, start: Annotated[str, _From]) -> None:
        """Bring everything from a place on, again."""
        from cli.hooking import replay

        session.show(replay(session.settings, hook_id, start))


def _add_letters(hook: typer.Typer) -> None:
    @command(hook, "letters")
    def letters(session: Session, hook_id: _Id) -> None:
        """Show dead letters: events that nobody took after all attempts."""
        from cli.hooking import letters

        session.show(letters(session.settings, hook_id))

    @command(hook, "resend")
    def resend(
        session: Session,
        hook_id: _Id,
        number: Annotated[int, typer.Argument(min=1, help="Number of the dead letter.")],
    ) -> None:
        """Bring a dead letter again, and forget it when it is taken."""
        from cli.hooking import resend

        session.show(resend(session.settings, hook_id, number))
