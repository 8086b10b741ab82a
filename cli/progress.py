"""A bar on stderr while something long is done; silent for machines and in pipes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cli.session import Session
    from qoima.client.watch import Watch

__all__ = ["bytes_bar", "count_bar", "watch"]


def watch(session: Session) -> Watch:
    """Bars for the stages of what the client does."""
    return lambda stage, total: bytes_bar(session, f"cli-{stage}", total)


@contextmanager
def bytes_bar(
    session: Session, message_id: str, total: int | None
) -> Iterator[Callable[[int], None]]:
    """Yield a function that is told how many more bytes are done; `total` may be unknown."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
    )
    quiet = session.as_json or not session.errors.is_terminal
    with Progress(*columns, console=session.errors, transient=True, disable=quiet) as progress:
        task = progress.add_task(session.messages(message_id), total=total)
        yield lambda more: progress.advance(task, more)


@contextmanager
def count_bar(session: Session, message_id: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that is told how many of how many are done."""
    from rich.progress import MofNCompleteColumn, Progress

    quiet = session.as_json or not session.errors.is_terminal
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn())
    with Progress(*columns, console=session.errors, transient=True, disable=quiet) as progress:
        task = progress.add_task(session.messages(message_id), total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)
