"""`qoima deposit|asset|mining proof`: proofs fetched, to be verified by anyone offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.command import command
from cli.commands.options import Block
from cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "add_balance_proof",
    "add_deposit_proof",
    "add_notification_proof",
    "add_record_proof",
]

_Output = Annotated[Path, typer.Option(help="New file for the proof.")]
_Witness = Annotated[
    list[str] | None, typer.Option(help="Put this witness's signatures in; may be repeated.")
]
_Number = Annotated[int, typer.Argument(min=1, help="Number of the record.")]


def add_deposit_proof(deposits: typer.Typer) -> None:
    """Put the command under `qoima deposit`."""

    @command(deposits, "proof")
    def proof(
        session: Session,
        number: _Number,
        output: _Output,
        file: Annotated[
            str | None, typer.Option(help="Prove that this file, by its path, stands in it.")
        ] = None,
        owner: Annotated[bool, typer.Option("--owner", help="Prove only whose it is.")] = False,
        block: Block = None,
        witness: _Witness = None,
    ) -> None:
        """Fetch a proof that anyone can verify offline with qoima verify or the page /proof."""
        from urllib.parse import quote

        address = f"/v1/deposits/{number}/proof"
        if file is not None:
            address = f"/v1/deposits/{number}/file-proofs/{quote(file)}"
        about = "ownership" if owner and file is None else None
        _fetch(session, address, output, {"about": about, "block": block, "witness": witness})


def add_record_proof(deposits: typer.Typer) -> None:
    """Put the command under `qoima deposit`."""

    @command(deposits, "record-proof")
    def proof(
        session: Session,
        batch: _Number,
        index: Annotated[int, typer.Argument(min=0, help="Place of the record, from 0.")],
        output: _Output,
        block: Block = None,
        witness: _Witness = None,
    ) -> None:
        """Fetch a proof that a record stands in a batch, to be verified offline."""
        _fetch(
            session,
            f"/v1/deposit-batches/{batch}/records/{index}/proof",
            output,
            {"block": block, "witness": witness},
        )


def add_balance_proof(assets: typer.Typer) -> None:
    """Put the command under `qoima asset`."""

    @command(assets, "proof")
    def proof(
        session: Session,
        number: Annotated[int, typer.Argument(min=1, help="Number of the class.")],
        account: Annotated[str, typer.Argument(help="Address of the holder.")],
        output: _Output,
        block: Block = None,
        witness: _Witness = None,
    ) -> None:
        """Fetch a proof of what an account holds of a class, to be verified offline."""
        address = f"/v1/assets/{number}/holders/{account}/proof"
        _fetch(session, address, output, {"block": block, "witness": witness})


def add_notification_proof(mining: typer.Typer) -> None:
    """Put the command under `qoima mining`."""

    @command(mining, "proof")
    def proof(
        session: Session,
        number: _Number,
        output: _Output,
        block: Block = None,
        witness: _Witness = None,
    ) -> None:
        """Fetch a proof that a notification was made, to be verified offline."""
        _fetch(
            session,
            f"/v1/notifications/{number}/proof",
            output,
            {"block": block, "witness": witness},
        )


def _fetch(session: Session, address: str, output: Path, asked: Mapping[str, Any]) -> None:
    from cli.proving import fetch_proof

    given = {name: value for name, value in asked.items() if value is not None}
    session.show(fetch_proof(session, address, output, given))
