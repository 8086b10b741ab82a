"""Writes `docs/contracts-gas.md`, or with `--check` compares it with what is measured now."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contracts.loader import CONTRACTS
from tests.contracts.gas.report import measure, report

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PAGE", "main"]

PAGE: Final = Path(__file__).parents[3] / "docs" / "contracts-gas.md"


def main(arguments: Sequence[str], page: Path = PAGE) -> int:
    """Answer the exit status: 0, or 1 when the page differs, or 2 for unknown arguments."""
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python -m tests.contracts.gas [--check]\n")
        return 2
    text = report({name: measure(name) for name in CONTRACTS})
    if not arguments:
        page.write_text(text, encoding="utf-8")
        return 0
    held = page.read_text("utf-8") if page.exists() else ""
    changed = difflib.unified_diff(
        held.splitlines(), text.splitlines(), "committed", "measured", n=0
    )
    lines = [f"{line.rstrip()}\n" for line in changed]
    sys.stdout.writelines(lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
