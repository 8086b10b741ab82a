"""The desk shows what waits for whom: each part has its record, and its words while it is empty."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES, Language
from api.pages.desk import DeskPage
from api.pages.references import People
from ledger.errors import Unavailable
from ledger.types import Timestamp
from ledger.workdays import next_working_day
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import datetime as dt

    import httpx

    from api.pages.desk_rows import Part
    from ledger.decisions.service import Decisions
    from tests.api.pages.populated import Populated

_DAY = 86_400
_NAMES = (
    "deposits",
    "batches",
    "filed",
    "returned",
    "reports",
    "yearly",
    "backing",
    "redemptions",
    "proposals",
)


def _parts(populated: Populated, *, later: int = 0) -> dict[str, Part]:
    """The parts as they stand some seconds after the head."""
    services = populated.services
    head = services.index.head()
    assert head is not None
    then = replace(head, timestamp=Timestamp(head.timestamp + later))
    page = DeskPage(services, speak("kk"), People(services.participants, "kk"), then)
    return {part.name: part for part in page.parts()}


def _links(cell: Any) -> list[str]:
    """Addresses that a cell leads to."""
    if cell.kind == "several":
        return [href for each in cell.cells for href in _links(each)]
    return [cell.href] if cell.kind == "link" else []


def _records(part: Part) -> list[str]:
    return [_links(row[0])[0] for row in part.table.rows]


def _section(html: str, name: str) -> str:
    found = re.search(rf'<section class="part" id="{name}">.*?</section>', html, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_tells_whom_it_waits_for_with_its_count_and_lists(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    html = reader.get(f"/{language}/desk").text
    say, parts = speak(language), _parts(populated)
    assert tuple(parts) == _NAMES
    for name, part in parts.items():
        section = _section(html, name)
        text = " ".join("".join(read(section).everything).split())
        assert f"{say(part.table.heading)} {part.table.total}" in text
        assert say(part.whom) in text
        assert say(part.term) in text
        assert (say("page-desk-empty") in text) == (not part.table.rows)
        assert f'href="#{name}"' in html
        for link in part.lists:
            assert f'href="/{language}{link.href}"' in section
            assert reader.get(f"/{language}{link.href}").status_code == 200


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("deposits", ["/deposits/2", "/deposits/3", "/deposits/5", "/deposits/8"]),
        ("batches", []),
        ("filed", ["/notifications/3"]),
        ("returned", ["/notifications/4"]),
        ("backing", ["/assets/3"]),
        ("redemptions", ["/redemptions/3"]),
        ("yearly", []),
        ("proposals", []),
    ],
)
def test_a_part_holds_what_waits_and_nothing_that_is_done(
    populated: Populated, name: str, records: list[str]
) -> None:
    part = _parts(populated)[name]
    assert _records(part) == records
    assert part.table.total == len(records)
    assert not part.more


def test_missing_reports_come_before_late_ones_and_the_longest_due_first(
    populated: Populated,
) -> None:
    rows = _parts(populated)["reports"].table.rows
    badges = [row[1].cells[1].message for row in rows]  # type: ignore[union-attr]
    missing = badges.index("page-report-late")
    assert set(badges[:missing]) == {"page-desk-missing"}
    assert set(badges[missing:]) == {"page-report-late"}
    due: list[dt.date] = [row[4].day for row in rows]  # type: ignore[union-attr]
    assert due[:missing] == sorted(due[:missing])
    assert due[missing:] == sorted(due[missing:])
    assert all(day == next_working_day(day) for day in due)
    ceased = "/notifications/2"
    assert ceased not in _records(_parts(populated)["reports"])


def test_a_class_whose_attestation_is_over_comes_onto_the_desk(populated: Populated) -> None:
    now = _parts(populated)["backing"]
    later = _parts(populated, later=2 * 366 * _DAY)["backing"]
    assert set(_records(now)) < set(_records(later))
    assert "/assets/1" in _records(later)


def test_the_yearly_verification_waits_once_a_month_is_left_and_when_the_year_is_over(
    populated: Populated,
) -> None:
    yearly, head = populated.services.depository.yearly(), populated.services.index.head()
    assert yearly.due_at is not None
    assert head is not None
    left = yearly.due_at - head.timestamp
    for later, said in ((left - 20 * _DAY, "page-yearly-soon"), (left, "page-yearly-over")):
        part = _parts(populated, later=later)["yearly"]
        assert part.table.total == 1
        assert part.table.rows[0][1].message == said  # type: ignore[union-attr]
    assert _parts(populated, later=left - 40 * _DAY)["yearly"].table.total == 0


def test_an_installation_without_a_head_has_an_empty_desk_of_proposals_and_verifications(
    populated: Populated,
) -> None:
    services = populated.services
    page = DeskPage(services, speak("kk"), People(services.participants, "kk"), None)
    parts = {part.name: part for part in page.parts()}
    assert parts["reports"].table.total == 0
    assert parts["yearly"].table.total == 0
    assert parts["proposals"].table.total == 0


def test_a_node_that_does_not_answer_leaves_the_rest_of_the_desk(
    populated: Populated, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(self: Decisions, head: object, most: int) -> None:
        raise Unavailable("chain.unreachable")

    monkeypatch.setattr("ledger.decisions.service.Decisions.open_at", silent)
    parts = _parts(populated)
    assert parts["proposals"].table.total is None
    assert parts["proposals"].table.empty == "page-desk-unread"
    assert parts["deposits"].table.rows


def test_the_desk_is_linked_from_the_foot_of_every_page(reader: httpx.Client) -> None:
    for path in ("/", "/deposits", "/desk"):
        assert 'href="/ru/desk"' in reader.get(f"/ru{path}").text
