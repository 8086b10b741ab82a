"""What a participant was through time: roles, key, suspension, each as long as it was valid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from api.pages.cells import NOTHING, Badge, Hash, Link, Moment
from api.pages.fields import role_badges
from api.pages.moments import query_of
from api.pages.references import number_phrase, recorded
from api.pages.views import Column, Listing, Table
from ledger.participants.model import Status

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.services import Services
    from ledger.paging import Page
    from ledger.participants.model import State
    from ledger.types import ParticipantId

__all__ = ["states", "states_table"]

_PART: Final = 10
_ROWS: Final = 50
_COLUMNS: Final = (
    Column("page-states-since"),
    Column("page-states-until"),
    Column("page-participant-roles"),
    Column("page-participant-status"),
    Column("page-participant-account"),
)


def states_table(services: Services, number: ParticipantId, more: str) -> Table:
    """The latest states, newest first; `more` leads to all of them where there are more."""
    page = services.participants.states(number, _PART)
    return replace(_table(page), more=more if page.next else None)


def states(services: Services, number: ParticipantId, after: str | None) -> Listing:
    """All states, newest first; NotFound("participant.unknown")."""
    page, path = (
        services.participants.states(number, _ROWS, after),
        f"/participants/{number}/states",
    )
    return Listing(
        title="page-states",
        lead="page-states-lead",
        table=_table(page),
        href=path,
        next=query_of(path, after=page.next) if page.next else None,
        later=after is not None,
        about=Link(f"/participants/{number}", number_phrase("page-participant-title", number)),
        api_href=f"/v1{path}",
    )


def _table(page: Page[State]) -> Table:
    rows = tuple(_row(each) for each in page.items)
    return Table("page-states", _COLUMNS, rows, "page-states-empty", page.total)


def _row(state: State) -> tuple[Cell, ...]:
    until: Cell = NOTHING
    if state.until is not None:
        until = Link(f"/blocks/{state.until.number}", Moment(state.until.timestamp))
    suspended = state.status is Status.SUSPENDED
    return (
        recorded(state.since),
        until,
        role_badges(state.roles),
        Badge("page-participant-suspended", "bad")
        if suspended
        else Badge("page-participant-active", "good"),
        Hash(state.account, f"/accounts/{state.account}"),
    )
