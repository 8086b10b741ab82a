"""The page on attacks names tests that exist, for each of the ten risks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def _tests(path: str) -> set[str]:
    """The names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def _missing(page: str) -> list[str]:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", page)
    return [name for path, name in named if name not in _tests(path)]


def test_every_test_that_the_page_names_exists() -> None:
    assert _missing(PAGE) == []
    assert _missing("`tests/api/test_edge.py::test_of_nothing`") == ["test_of_nothing"]


def test_every_risk_has_tests() -> None:
    rows = re.findall(r"^\| \*\*API(\d+)\*\*(.*)$", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 11))
    assert all("::test_" in row for _, row in rows)
    assert PAGE.count("`tests/") == len(re.findall(r"`tests/[\w/]+\.py::test_\w+`", PAGE))
