"""What `qoima node check`, `backup` and `restore` do, between the program and the node."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cli.installation import node_errors
from ledger.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["backup_home", "check_home", "restore_home"]


@contextmanager
def check_home(
    home: Path, progress: Callable[[int, int], None], *, execute: bool
) -> Iterator[dict[str, Any]]:
    """Yield what to show; in the end VerificationError `check.damaged` if anything is damaged."""
    from node.check import check

    with node_errors():
        report = check(home, execute=execute, progress=progress)
    yield report.as_json()
    if report.found:
        raise VerificationError("check.damaged", found=report.found)


def backup_home(
    home: Path, to: Path, progress: Callable[[int, int], None], *, keys: bool
) -> dict[str, Any]:
    """Copy a home. Raises as `node.backup.backup`."""
    from node.backup import backup

    with node_errors():
        return backup(home, to, keys=keys, progress=progress).as_json()


def restore_home(source: Path, home: Path, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Make a home from a backup. Raises as `node.backup.restore`."""
    from node.backup import restore

    with node_errors():
        return restore(source, home, progress).as_json()
