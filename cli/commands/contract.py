"""`qoima contracts`: what stands on the chain, held to its source, and its rules in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command, group
from cli.session import Session

__all__ = ["add"]

_Url = Annotated[
    str | None, typer.Option("--rpc-url", help="JSON-RPC address of any node of the chain.")
]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    contracts = group("contracts", "The contracts: check their source, read their rules.")

    @command(contracts, "verify")
    def verify(
        session: Session,
        rpc_url: _Url = None,
        sources: Annotated[
            Path | None, typer.Option(help="Folder of the sources. Default: those of this program.")
        ] = None,
    ) -> None:
        """Compile the sources and compare each with the chain; 4 if one differs."""
        from cli.recompiling import compare_contracts
        from ledger.errors import VerificationError

        answer = compare_contracts(session.settings, rpc_url, sources)
        session.show(answer)
        rows = answer["contracts"]
        if differing := [row["contract"] for row in rows if row["status"] != "same"]:
            raise VerificationError("contracts.differ", contracts=", ".join(differing))

    @command(contracts, "rules")
    def rules(
        session: Session,
        name: Annotated[str, typer.Argument(help="Name of the contract, such as participants.")],
        rpc_url: _Url = None,
    ) -> None:
        """Print a contract's rules in words, whose digest the contract on the chain names."""
        from cli.recompiling import rules_of

        answer = rules_of(session.settings, rpc_url, name, session.language)
        if session.as_json:
            session.show(answer)
            return
        print(answer["text"], end="")

    program.add_typer(contracts)
