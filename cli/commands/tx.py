"""`qoima tx`: what became of a transaction."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    transactions = group("tx", "Transactions on the chain.")

    @command(transactions, "show")
    def show(
        session: Session,
        transaction: Annotated[str, typer.Argument(help="Hash: 0x and 64 hex digits.")],
    ) -> None:
        """Show a transaction: what it called, where it stands, what it recorded."""
        with session.client() as client:
            session.show(client.get(f"/v1/transactions/{transaction}"))

    program.add_typer(transactions)
