"""The commands, one module for each group; each imports what it needs when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.commands import (
    access,
    api,
    asset,
    backup,
    contract,
    data,
    decision,
    demo,
    deposit,
    fixity,
    hook,
    identity,
    index,
    journal,
    key,
    mining,
    node,
    participant,
    tx,
    up,
    validate,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

__all__ = ["ADDERS"]

ADDERS: Final[tuple[Callable[[typer.Typer], None], ...]] = (
    up.add,
    demo.add,
    key.add,
    node.add,
    index.add,
    api.add,
    access.add,
    participant.add,
    identity.add,
    decision.add,
    deposit.add,
    verify.add,
    validate.add,
    data.add,
    asset.add,
    mining.add,
    journal.add,
    fixity.add,
    hook.add,
    backup.add,
    tx.add,
    contract.add,
)
