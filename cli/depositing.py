"""`qoima deposit put`: from what a person typed to a recorded deposit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.progress import watch
from cli.tracked import untracked
from depository.archive import excluding
from qoima.client import packages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cli.session import Session
    from qoima.client.packages import Delivery

__all__ = ["put", "what_to_leave_out"]


def what_to_leave_out(
    folder: Path, names: Sequence[str], *, tracked: bool
) -> Callable[[str], bool] | None:
    """Tell by path what stays out of a folder; None when nothing does."""
    tests: list[Callable[[str], bool]] = []
    if names:
        tests.append(excluding(*names))
    if tracked:
        tests.append(untracked(folder))
    return (lambda path: any(test(path) for test in tests)) if tests else None


def put(session: Session, key: str, delivery: Delivery) -> dict[str, Any]:
    """Deposit with the named key; a repetition after a break goes on with a large upload.

    The answer is the deposit's number, CID, block and transaction, and `same_content` where others
    have deposited the same. Raises as `qoima.client.packages.put`.
    """
    with session.agent(key) as agent:
        return packages.put(agent, delivery, session.settings.home, watch(session)).as_json()
