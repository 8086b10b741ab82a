"""Which files of a checkout git tracks."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from cli.exits import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["untracked"]


def untracked(folder: Path) -> Callable[[str], bool]:
    """Tell by its path in `folder` whether git does not track a file or anything in a folder.

    Raises UsageError `input.not-a-checkout` (path).
    """
    try:
        listed = subprocess.run(  # noqa: S603 - fixed words and a folder
            ["git", "-C", str(folder), "ls-files", "-z"],  # noqa: S607 - git of this machine
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError("input.not-a-checkout", path=str(folder)) from error
    kept: set[str] = set()
    for path in listed.stdout.decode("utf-8", "surrogateescape").split("\0"):
        parts = path.split("/")
        kept.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    if kept == {""}:
        raise UsageError("input.not-a-checkout", path=str(folder))
    return lambda path: path not in kept
