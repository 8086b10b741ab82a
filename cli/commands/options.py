"""Options and arguments that several commands share."""

from __future__ import annotations

from typing import Annotated, Final

import typer

__all__ = ["DEFAULT_LIMIT", "After", "At", "Basis", "Block", "Key", "Limit", "Supervised"]

Key = Annotated[str, typer.Option(help="Key to sign with: name, address, or keystore file.")]
Basis = Annotated[str, typer.Option(help="Document of the legal basis: a file, or its SHA-256.")]
Limit = Annotated[int, typer.Option(min=1, max=200, help="At most so many.")]
After = Annotated[str | None, typer.Option(help="Continue a list: its `next` from before.")]

Block = Annotated[int | None, typer.Option(min=0, help="As it was at the end of this block.")]
At = Annotated[
    str | None,
    typer.Option(help="As it was at this moment, such as 2026-11-27T09:00:00+05:00."),
]

DEFAULT_LIMIT: Final = 50

Supervised = Annotated[
    bool, typer.Option("--supervised", hidden=True, help="Stop when standard input closes.")
]
