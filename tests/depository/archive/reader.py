"""A process that reads archives and tells what each refusal cost it in memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from depository.archive import ArchiveKind, ArchiveRefused, Limits, entries
from ledger.errors import Rejected

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Outcome", "Reader"]


@dataclass(frozen=True)
class Outcome:
    """The codes of a refusal, none for an archive that was read, and the growth in MiB."""

    codes: tuple[str, ...]
    mib: int


class Reader:
    """One process for many archives: its peak only ever grows."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def read(self, path: Path, kind: ArchiveKind, limits: Limits) -> Outcome:
        """Read an archive to its end or to its refusal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"path": str(path), "kind": kind, "limits": asdict(limits)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return Outcome(tuple(told["codes"]), told["mib"])


def _codes(path: Path, kind: ArchiveKind, limits: Limits) -> list[str]:
    try:
        for entry in entries(path, kind, limits):
            while entry.source.read(1 << 20):
                pass
    except ArchiveRefused as refused:
        return sorted({problem.code for problem in refused.problems})
    except Rejected as refused:
        return [refused.code]
    return []


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        before = _peak()
        kind, limits = ArchiveKind(asked["kind"]), Limits(**asked["limits"])
        codes = _codes(Path(asked["path"]), kind, limits)
        told = {"codes": codes, "mib": (_peak() - before) >> 10}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
