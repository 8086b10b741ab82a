"""Every refusal that the source constructs: its code and the facts that it always has."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from contracts.loader import CONTRACTS, load

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Construction", "constructions", "form_reasons", "revert_reasons"]

ROOT = Path(__file__).parents[2]
_NOT_REASONS = {
    "form.digest-differs",
    "form.edition-not-in-force",
    "form.invalid",
    "form.none-in-force",
    "form.not-held",
}
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
            for node in _refusals(tree):
                yield _construction(node, f"{path.relative_to(ROOT)}:{node.lineno}")


def revert_reasons() -> set[tuple[str, str]]:
    """Contract and reason of every revert that the contracts' sources name, errors by name too."""
    found = set()
    for path in (ROOT / "contracts").rglob("*.vy"):
        for text in re.findall(r'"([a-z_]+: [^"]+)"', path.read_text("utf-8")):
            contract, _, reason = text.partition(": ")
            found.add((contract, reason))
    for name in CONTRACTS:
        found |= {(name, each["name"]) for each in load(name).abi if each["type"] == "error"}
    return found


def form_reasons() -> set[str]:
    """Every reason (`form.…`) for which a notification's form is refused."""
    text = "".join(p.read_text("utf-8") for p in (ROOT / "mining_registry").rglob("*.py"))
    return set(re.findall(r'"(form\.[a-z-]+)"', text)) - _NOT_REASONS


def _refusals(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls of an error by its name, and `super().__init__` in a class derived from one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
            yield node
        if isinstance(node, ast.ClassDef) and _names(node.bases) & KINDS:
            yield from (each for each in ast.walk(node) if _is_base_init(each))


def _is_base_init(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
    )


def _names(nodes: list[ast.expr]) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _construction(node: ast.Call, where: str) -> Construction:
    first = node.args[0] if node.args else None
    code = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    facts = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
    return Construction(where, code, facts)
