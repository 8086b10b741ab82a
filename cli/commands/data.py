"""`qoima export` and `qoima ownership`: much at once, for programs and books."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.command import command
from cli.commands.options import At, Block
from cli.session import Session

__all__ = ["add"]


class List(StrEnum):
    """What is exported."""

    EVENTS = "events"
    HOLDINGS = "holdings"
    MOVEMENTS = "movements"
    POSSESSIONS = "possessions"
    STATISTICS = "statistics"


class Form(StrEnum):
    """As what."""

    CSV = "csv"
    JSONL = "jsonl"


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    _add_export(program)
    _add_ownership(program)


def _add_export(program: typer.Typer) -> None:
    @command(program, "export")
    def export(
        session: Session,
        what: Annotated[List, typer.Argument(help="Which list.")],
        output: Annotated[Path, typer.Option(help="New file for it.")],
        form: Annotated[Form, typer.Option(help="CSV or JSON Lines.")] = Form.CSV,
        block: Block = None,
        asset: Annotated[
            int | None, typer.Option(min=1, help="Of holdings and movements: one class.")
        ] = None,
        account: Annotated[
            str | None, typer.Option(help="Of holdings and movements: one address.")
        ] = None,
    ) -> None:
        """Fetch a whole list as of a block; the file is there once its SHA-256 was compared."""
        from cli.exporting import Export, fetch_export

        wanted = Export(what.value, form.value, block, asset, account)
        session.show(fetch_export(session, wanted, output))


def _add_ownership(program: typer.Typer) -> None:
    @command(program, "ownership")
    def ownership(
        session: Session,
        subjects: Annotated[
            Path,
            typer.Argument(
                help="File with deposit:NUMBER, record:BATCH/PLACE or asset:NUMBER ADDRESS a line."
            ),
        ],
        block: Block = None,
        at: At = None,
    ) -> None:
        """Ask who owns what, up to 100,000 questions from a file, all as of one block."""
        from cli.asking import ask_ownership, read_subjects

        session.show(ask_ownership(session, read_subjects(subjects), block, at))
