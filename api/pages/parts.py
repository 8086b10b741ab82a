"""What a page says of the parts that an information system is deposited in (D-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Phrase, Several, Text
from api.pages.views import Column, Fact, Table
from depository.components import Declaration
from depository.metadata import PackageKind

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.views import Section
    from depository.components import PartState
    from depository.model import Deposit

__all__ = ["parts_sections", "set_facts"]


def set_facts(found: Deposit) -> tuple[Fact, ...]:
    """Whether the set of an information system is complete; nothing of what is none."""
    if found.described is None or found.kind is not PackageKind.INFORMATION_SYSTEM:
        return ()
    missing = len((found.described.parts or Declaration()).missing())
    said = (
        Phrase("page-deposit-set-incomplete", (("count", missing),))
        if missing
        else Phrase("page-deposit-set-complete")
    )
    return (Fact("page-deposit-set", said),)


def parts_sections(found: Deposit) -> tuple[Section, ...]:
    """The table of parts: of an information system all, of what else only those that it has."""
    if found.described is None:
        return ()
    states = (found.described.parts or Declaration()).states()
    if found.kind is not PackageKind.INFORMATION_SYSTEM:
        states = tuple(state for state in states if state.paths or state.reason)
    rows = tuple(_row(state) for state in states if state.paths or state.reason or state.missing)
    columns = (
        Column("page-deposit-part"),
        Column("page-deposit-part-state"),
        Column("page-deposit-part-where"),
    )
    table = Table("page-deposit-parts", columns, rows, "page-deposit-parts-none")
    return (table,) if rows else ()


def _row(state: PartState) -> tuple[Cell, ...]:
    if state.paths:
        paths = tuple(Text(path, code=True) for path in state.paths)
        return (
            _named(state),
            Badge("page-deposit-part-present", "good"),
            Several(paths, stacked=True),
        )
    if state.reason is not None:
        return _named(state), Badge("page-deposit-part-absent"), Text(state.reason)
    return _named(state), Badge("page-deposit-part-missing", "bad"), NOTHING


def _named(state: PartState) -> Phrase:
    return Phrase(f"page-part-{state.part.value}")
