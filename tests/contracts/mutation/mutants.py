"""Mutants of a Vyper source: the same text with one operator, check, constant or step altered."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Mutant", "mutants"]

_COMPARED: Final = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "==": ("!=",),
    "!=": ("==",),
    "in": ("not in",),
    "not in": ("in",),
}
_CALCULATED: Final = {"+": "-", "-": "+", "*": "+", "//": "*", "&": "|", "|": "&"}
_JOINED: Final = {"and": "or", "or": "and"}
_TYPED: Final = ("annotation", "returns")


@dataclass(frozen=True)
class Mutant:
    """A source with one alteration.

    `before` and `after` are the altered lines, without the space around them; with `path` and
    `function` they name the mutant wherever its lines stand.
    """

    path: str
    function: str
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What tells it from others of the same contract."""
        return self.path, self.function, self.before, self.after


def mutants(path: str, source: str) -> list[Mutant]:
    """All mutants of a source, in the order of its lines."""
    tree = import_module("vyper.ast").parse_to_ast(source, 0)
    text = _Text(path, source)
    found = [each for node in _living(tree) for each in _altered(node, text)]
    return list(_told_apart(sorted(found, key=lambda each: each.line)))


def _told_apart(found: Iterable[Mutant]) -> Iterator[Mutant]:
    """Where one line stands twice in a function, the second is the function's `#2`."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for each in found:
        seen[each.name] += 1
        place = seen[each.name]
        yield each if place == 1 else replace(each, function=f"{each.function}#{place}")


def _living(tree: Any) -> Iterator[Any]:
    """Every node but those of types, documentation and what is only declared."""
    for node in tree.get_children():
        if type(node).__name__ not in {"DocStr", "EventDef", "StructDef", "InterfaceDef"}:
            yield from _below(node)


def _below(node: Any) -> Iterator[Any]:
    yield node
    typed = {
        id(part) for name in _TYPED for part in [getattr(node, name, None)] if part is not None
    }
    for child in node.get_children():
        if id(child) not in typed and type(child).__name__ != "DocStr":
            yield from _below(child)


def _altered(node: Any, text: _Text) -> Iterator[Mutant]:
    alter = _ALTERING.get(type(node).__name__)
    if alter is not None:
        yield from alter(node, text)


def _compare(node: Any, text: _Text) -> Iterator[Mutant]:
    yield from text.operator(node, (node.left, node.right), _COMPARED)


def _join(node: Any, text: _Text) -> Iterator[Mutant]:
    for left, right in zip(node.values, node.values[1:], strict=False):
        yield from text.operator(node, (left, right), {k: (v,) for k, v in _JOINED.items()})


def _calculate(node: Any, text: _Text) -> Iterator[Mutant]:
    yield from text.operator(
        node, (node.left, node.right), {k: (v,) for k, v in _CALCULATED.items()}
    )


def _augment(node: Any, text: _Text) -> Iterator[Mutant]:
    signs = {f"{k}=": (f"{v}=",) for k, v in _CALCULATED.items()}
    yield from text.operator(node, (node.target, node.value), signs)
    yield text.replaced(node, node, "pass")


def _negate(node: Any, text: _Text) -> Iterator[Mutant]:
    if type(node.op).__name__ == "Not":
        yield text.replaced(node, node, text.of(node.operand))


def _check(node: Any, text: _Text) -> Iterator[Mutant]:
    yield text.replaced(node, node, "pass")
    yield from _branch(node, text)


def _branch(node: Any, text: _Text) -> Iterator[Mutant]:
    """The opposite condition; that of a comparison comes with its operator."""
    if type(node.test).__name__ != "Compare":
        yield text.replaced(node, node.test, f"not ({text.of(node.test)})")


def _step(node: Any, text: _Text) -> Iterator[Mutant]:
    yield text.replaced(node, node, "pass")


def _count(node: Any, text: _Text) -> Iterator[Mutant]:
    yield text.replaced(node, node, str(node.value + 1))


def _flip(node: Any, text: _Text) -> Iterator[Mutant]:
    if isinstance(node.value, bool):
        yield text.replaced(node, node, str(not node.value))


_ALTERING: Final = {
    "Compare": _compare,
    "BoolOp": _join,
    "BinOp": _calculate,
    "AugAssign": _augment,
    "UnaryOp": _negate,
    "Assert": _check,
    "If": _branch,
    "Assign": _step,
    "Expr": _step,
    "Log": _step,
    "Int": _count,
    "NameConstant": _flip,
}


class _Text:
    """A source whose places are those of its syntax tree."""

    def __init__(self, path: str, source: str) -> None:
        self._path = path
        self._source = source
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def of(self, node: Any) -> str:
        """The text of a node."""
        return self._source[self._start(node) : self._end(node)]

    def operator(
        self, node: Any, sides: tuple[Any, Any], known: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Mutant]:
        """Mutants with another operator between two sides of an expression."""
        start, end = self._end(sides[0]), self._start(sides[1])
        between = self._source[start:end]
        sign = re.sub(r"[\\s()]+", " ", between).strip()
        for other in known.get(sign, ()):
            yield self._made(node, start, end, between.replace(sign, other))

    def replaced(self, node: Any, part: Any, by: str) -> Mutant:
        """The mutant with a part of a statement replaced."""
        return self._made(node, self._start(part), self._end(part), by)

    def _start(self, node: Any) -> int:
        return int(self._starts[node.lineno - 1] + node.col_offset)

    def _end(self, node: Any) -> int:
        return int(self._starts[node.end_lineno - 1] + node.end_col_offset)

    def _made(self, node: Any, start: int, end: int, by: str) -> Mutant:
        first = self._source.rindex("\n", 0, start) + 1
        last = self._source.index("\n", end)
        after = self._source[first:start] + by + self._source[end:last]
        return Mutant(
            path=self._path,
            function=_function(node),
            line=node.lineno,
            before=" ".join(self._source[first:last].split()),
            after=" ".join(after.split()),
            source=self._source[:start] + by + self._source[end:],
        )


def _function(node: Any) -> str:
    definition = node.get_ancestor(import_module("vyper.ast").FunctionDef)
    return "" if definition is None else str(definition.name)
