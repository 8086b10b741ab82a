"""Every list of the interface goes both ways, part by part, and knows a cursor of the other way."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.talk import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.api.pages.populated import Populated

_PATHS: dict[str, Any] = json.loads(Path("docs/openapi.json").read_text("utf-8"))["paths"]
_MOST = 30


def _names(path: str) -> set[str]:
    return {each.get("name", "") for each in _PATHS[path].get("get", {}).get("parameters", ())}


LISTS = [path for path in _PATHS if {"limit", "after"} <= _names(path)]


@pytest.fixture(scope="module")
def places(populated: Populated) -> dict[str, str]:
    """What stands for each part of a path."""
    sealed = populated.services.index.transactions(limit=1).items[0]
    assert sealed.receipt is not None
    return {
        "id": "1",
        "number": "1",
        "batch": "1",
        "participant": populated.address("depositor"),
        "address": populated.address("holder"),
        "block": str(sealed.receipt.block.number),
        "name": populated.services.journal.streams(1, None).items[0].name,
    }


def _parts(reader: httpx.Client, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
    after: dict[str, str] = {}
    while True:
        answer = reader.get(path, params={**asked, **after})
        assert answer.status_code == 200, answer.text
        part = answer.json()
        yield part
        if part["next"] is None:
            return
        after = {"after": part["next"]}


def _listed(reader: httpx.Client, path: str, **asked: Any) -> list[Any]:
    """The items of a list, as far as a test reads."""
    items = (item for part in _parts(reader, path, **asked) for item in _data(part))
    return list(islice(items, _MOST))


def _data(part: dict[str, Any]) -> list[Any]:
    found: list[Any] = part["data"]["movements"] if isinstance(part["data"], dict) else part["data"]
    return found


def test_all_lists_are_found() -> None:
    assert len(LISTS) > 25
    assert all("sort" in _names(path) for path in LISTS)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_goes_both_ways(reader: httpx.Client, places: dict[str, str], path: str) -> None:
    place = path.format(**places)
    rising = _listed(reader, place, sort="asc", limit=200)[:_MOST]
    falling = _listed(reader, place, sort="desc", limit=200)
    usual = _listed(reader, place, limit=200)
    total = next(_parts(reader, place))["total"]
    if total <= _MOST:
        assert rising == falling[::-1]
    assert usual in (rising, falling)
    assert _listed(reader, place, sort="asc", limit=7) == rising
    assert _listed(reader, place, sort="desc", limit=7) == falling


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_goes_on_the_way_that_it_came(
    reader: httpx.Client, places: dict[str, str], path: str
) -> None:
    place = path.format(**places)
    first, *others = _parts(reader, place, sort="asc", limit=1)
    if first["next"] is None:
        assert not others
        return
    second = reader.get(place, params={"after": first["next"], "limit": 1}).json()
    assert _data(second) == _data(others[0])
    turned = reader.get(place, params={"after": first["next"], "sort": "desc"})
    problem(turned, 400, "page.bad-cursor")
    for wrong in (f"up~{first['next']}", "asc~what", "~", "asc~asc~"):
        problem(reader.get(place, params={"after": wrong}), 400, "page.bad-cursor")


@pytest.mark.parametrize("wrong", ["up", "", "ASC", "-number"])
def test_no_other_order_is_known(reader: httpx.Client, wrong: str) -> None:
    assert reader.get("/v1/blocks", params={"sort": wrong}).status_code == 422
