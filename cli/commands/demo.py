"""`qoima demo`: the main job, shown from end to end."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the command under `program`."""

    @command(program, "demo")
    def demo(
        session: Session,
        once: Annotated[
            bool, typer.Option("--once", help="Take free ports, and end after the last step.")
        ] = False,
    ) -> None:
        """Deposit, tokens, a mining notification and their verification, on a chain of its own."""
        from cli.demo.run import run_demo

        run_demo(session, once=once)
