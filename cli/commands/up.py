"""`qoima up`: the whole installation on one machine."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from cli.command import command
from cli.session import Session

if TYPE_CHECKING:
    import typer

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the command under `program`."""

    @command(program, "up")
    def up(session: Session) -> None:
        """Start node, indexer and API (made on first use); Ctrl-C stops all three."""
        from cli.installation import running, with_ports
        from cli.processes import stop_signal

        settings = with_ports(session.settings)
        with (
            suppress(KeyboardInterrupt),
            stop_signal() as stopping,
            running(settings, stopping) as processes,
        ):
            url = f"http://{settings.api_host}:{settings.api_port}"
            session.show({"url": url, "logs": str(processes.logs)})
            processes.watch()
