"""What a row of the corpus says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from depository.archive import ArchiveKind, Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["GOOD", "MIB", "Hostile", "of_bytes"]

MIB = 1 << 20
GOOD = {"good.txt": b"good", "folder/fine.txt": b"fine"}


@dataclass(frozen=True)
class Hostile:
    """An archive that `make` writes to a path, and the codes of all that is wrong with it.

    `mib` is how much memory its refusal may take, in MiB.
    """

    name: str
    kind: ArchiveKind
    make: Callable[[Path], object]
    codes: str
    limits: Limits = field(default_factory=Limits)
    mib: int = 32

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def of_bytes(data: Callable[[], bytes]) -> Callable[[Path], object]:
    """A maker of what needs no program to write it."""
    return lambda path: path.write_bytes(data())
