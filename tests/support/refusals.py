"""Every refusal that the source constructs: its code and the facts that it always has."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Construction", "constructions", "form_reasons", "revert_reasons"]

ROOT = Path(__file__).parents[2]
KINDS = {"NotFound", "Conflict", "Rejected", "Unavailable", "VerificationError"}


@dataclass(frozen=True)
class Construction:
    """One place where a refusal is made; `code` is None when it is not written out there."""

    where: str
    code: str | None
    facts: frozenset[str]


def constructions(*packages: str) -> Iterator[Construction]:
    """Every call of an error of the tree, or of the base of a class of its own, in `packages`."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _is_refusal(node, tree):
                    yield _construction(node, f"{path.relative_to(ROOT)}:{node.lineno}")


def revert_reasons() -> set[tuple[str, str]]:
    """Contract and reason of every revert that the contracts' sources name."""
    found = set()
    for path in (ROOT / "contracts").rglob("*.vy"):
        for text in re.findall(r'"([a-z_]+: [^"]+)"', path.read_text("utf-8")):
            contract, _, reason = text.partition(": ")
            found.add((contract, reason))
    return found


def form_reasons() -> set[str]:
    """Every reason (`form.…`) for which a notification's form is refused."""
    text = "".join(p.read_text("utf-8") for p in (ROOT / "mining_registry").glob("*.py"))
    return set(re.findall(r'"(form\.[a-z-]+)"', text)) - {"form.invalid", "form.digest-differs"}


def _is_refusal(node: ast.Call, tree: ast.Module) -> bool:
    if isinstance(node.func, ast.Name):
        return node.func.id in KINDS
    if isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
        owner = _class_around(node, tree)
        bases = {base.id for base in owner.bases if isinstance(base, ast.Name)} if owner else set()
        return bool(bases & KINDS)
    return False


def _class_around(node: ast.Call, tree: ast.Module) -> ast.ClassDef | None:
    for owner in ast.walk(tree):
        if isinstance(owner, ast.ClassDef) and node in set(ast.walk(owner)):
            return owner
    return None


def _construction(node: ast.Call, where: str) -> Construction:
    first = node.args[0] if node.args else None
    code = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    facts = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
    return Construction(where, code, facts)
