"""`qoima decision`: acts of the authorised body, on which several of its keys agree (A-7)."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import DEFAULT_LIMIT, After, Basis, Key, Limit
from cli.session import Session

__all__ = ["add"]

_Number = Annotated[int, typer.Argument(min=1, help="Number of the proposal.")]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    decisions = group("decision", "Decisions of the authorised body: propose, confirm, withdraw.")
    _add_acts(decisions)
    _add_reading(decisions)
    program.add_typer(decisions)


def _add_acts(decisions: typer.Typer) -> None:
    @command(decisions, "propose")
    def propose(
        session: Session,
        contract: Annotated[str, typer.Argument(help="The contract, such as participants.")],
        function: Annotated[str, typer.Argument(help="Its act, such as set_quorum.")],
        basis: Basis,
        key: Key,
        arguments: Annotated[
            list[str] | None, typer.Argument(help="Arguments of the act, in its order.")
        ] = None,
    ) -> None:
        """Propose any act of the authorised body; done at once where one key decides alone."""
        from qoima.client.acts import propose
        from qoima.client.digests import document_digest

        digest = document_digest(basis)
        with session.agent(key) as agent:
            done = propose(agent, contract, function, arguments or [], digest)
            session.show(done.as_json())

    @command(decisions, "confirm")
    def confirm(session: Session, number: _Number, key: Key) -> None:
        """Agree with a proposal; the last agreement that is needed executes it."""
        from qoima.client.acts import confirm

        with session.agent(key) as agent:
            session.show(confirm(agent, number).as_json())

    @command(decisions, "withdraw")
    def withdraw(session: Session, number: _Number, key: Key) -> None:
        """Agree no longer; whoever proposed closes the proposal with it."""
        from qoima.client.acts import withdraw

        with session.agent(key) as agent:
            session.show(withdraw(agent, number).as_json())


def _add_reading(decisions: typer.Typer) -> None:
    @command(decisions, "show")
    def show(session: Session, number: _Number) -> None:
        """Show a proposal: what it would do, on what basis, and who agrees."""
        with session.client() as client:
            session.show(client.get(f"/v1/proposals/{number}"))

    @command(decisions, "list")
    def list_proposals(session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None) -> None:
        """List proposals, the newest first."""
        with session.client() as client:
            session.show(client.get("/v1/proposals", limit=limit, after=after))
