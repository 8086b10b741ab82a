"""The commands, one module for each group; each imports what it needs when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.commands import asset, key, mining, participant, tx

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

__all__ = ["ADDERS"]

ADDERS: Final[tuple[Callable[[typer.Typer], None], ...]] = (
    key.add,
    participant.add,
    asset.add,
    mining.add,
    tx.add,
)
