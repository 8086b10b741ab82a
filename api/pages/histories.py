"""What happened to a deposit and to the whole depository, as tables of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Link, Moment, Number, Phrase, Several
from api.pages.references import digest, moment, recorded
from api.pages.views import Column, Fact, Listing, Table

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from depository.fixity.model import DepositCheck
    from depository.history import Copy, History, LevelChange, Tenure, Yearly
    from ledger.types import Timestamp

__all__ = ["checked", "history_sections", "level", "verifications", "yearly_badge", "yearly_facts"]

_ROWS = 50
_SOON_SECONDS = 30 * 86_400
"""How long before the year is over the page begins to warn."""
_COPY: dict[str, Badge] = {
    "applied": Badge("page-copy-applied", "wait"),
    "issued": Badge("page-copy-issued", "good"),
    "refused": Badge("page-copy-refused", "bad"),
    "lapsed": Badge("page-copy-lapsed", "ended"),
}


def level(value: int) -> Phrase:
    """A level of verification in words."""
    return Phrase(f"page-level-{value}")


def checked(check: DepositCheck | None) -> Fact:
    """When the content of a deposit was last hashed again, and whether it was good (D-8)."""
    if check is None:
        return Fact("page-deposit-checked", Phrase("page-deposit-never-checked"))
    state = (
        Badge("page-deposit-faulty", "bad") if check.faulty else Badge("page-deposit-whole", "good")
    )
    return Fact("page-deposit-checked", Several((Moment(check.checked_at), state)))


def history_sections(history: History, people: People) -> tuple[Table, ...]:
    """Possessors in turn; levels and copies where there were any."""
    sections = [_tenures(history, people)]
    if history.levels:
        sections.append(_levels(history, people))
    if history.copies:
        sections.append(_copies(history, people))
    return tuple(sections)


def yearly_facts(yearly: Yearly, now: Timestamp) -> tuple[Fact, ...]:
    """When the whole depository was last verified, and how near the end of the year is (D-8)."""
    last = Moment(yearly.last.verified_at) if yearly.last else Phrase("page-yearly-never")
    facts = [Fact("page-yearly-last", Link("/verifications", last))]
    if yearly.due_at is None:
        return tuple(facts)
    state = yearly_badge(yearly.due_at, now)
    facts += [Fact("page-yearly-due", Moment(yearly.due_at)), Fact("page-yearly-state", state)]
    return tuple(facts)


def yearly_badge(due_at: int, now: int) -> Badge:
    """Whether the year of a verification is over, nearly so, or neither."""
    if now >= due_at:
        return Badge("page-yearly-over", "bad")
    if due_at - now < _SOON_SECONDS:
        return Badge("page-yearly-soon", "wait")
    return Badge("page-yearly-current", "good")


def verifications(services: Services, after: str | None) -> Listing:
    """The list of the yearly verifications."""
    page = services.depository.verifications(_ROWS, after)
    columns = (
        Column("page-yearly-verified"),
        Column("page-field-checked", figure=True),
        Column("page-field-faulty", figure=True),
        Column("page-field-standing", figure=True),
        Column("page-field-report"),
        Column("page-field-basis"),
        Column("page-yearly-recorded"),
    )
    rows = tuple(
        (
            moment(each.verified_at),
            Number(each.checked),
            Number(each.faulty),
            Number(each.standing),
            digest(each.report),
            digest(each.basis),
            recorded(each.recorded),
        )
        for each in page.items
    )
    return Listing(
        title="page-yearly",
        lead="page-yearly-lead",
        table=Table("page-yearly", columns, rows, "page-yearly-empty", page.total),
        href="/verifications",
        next=f"/verifications?after={page.next}" if page.next else None,
        later=after is not None,
        api_href="/v1/depository/verifications",
    )


def _tenures(history: History, people: People) -> Table:
    def row(each: Tenure) -> tuple[Cell, ...]:
        agreement = digest(each.agreement) if each.agreement else Phrase("page-deposit-by-deposit")
        block = Number(each.recorded.block.number)
        return people.numbered(each.possessor), recorded(each.recorded), block, agreement

    columns = (
        Column("page-deposit-possessor"),
        Column("page-deposit-since"),
        Column("page-block-number", figure=True),
        Column("page-field-agreement"),
    )
    rows = tuple(row(each) for each in history.tenures)
    return Table(
        "page-deposit-possessors", columns, rows, "page-deposits-empty", history.tenures_total
    )


def _levels(history: History, people: People) -> Table:
    def row(each: LevelChange) -> tuple[Cell, ...]:
        rose = (
            Badge("page-level-rose", "good") if each.attested else Badge("page-level-fell", "bad")
        )
        actor = people.numbered(each.actor) if each.actor else Phrase("page-role-authority")
        return rose, level(each.level), actor, digest(each.digest), recorded(each.recorded)

    columns = (
        Column("page-level-change"),
        Column("page-deposit-level"),
        Column("page-field-actor"),
        Column("page-level-digest"),
        Column("page-level-recorded"),
    )
    rows = tuple(row(each) for each in history.levels)
    return Table("page-deposit-levels", columns, rows, "page-deposits-empty", history.levels_total)


def _copies(history: History, people: People) -> Table:
    def row(each: Copy) -> tuple[Cell, ...]:
        return (
            people.numbered(each.applicant),
            Phrase(f"page-copy-purpose-{each.purpose.value}"),
            recorded(each.applied),
            _COPY[each.status.value],
            recorded(each.decided),
            digest(each.outcome) if each.outcome else NOTHING,
        )

    columns = (
        Column("page-field-applicant"),
        Column("page-field-purpose"),
        Column("page-copy-applied-at"),
        Column("page-deposit-status"),
        Column("page-deposit-decided"),
        Column("page-copy-outcome"),
    )
    rows = tuple(row(each) for each in history.copies)
    return Table("page-deposit-copies", columns, rows, "page-deposits-empty", history.copies_total)
