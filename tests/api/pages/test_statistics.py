"""The page of counts over time: what its charts show is what its tables and the interface say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from ledger.tallies.model import Unit
from tests.api.pages.reading import speak

if TYPE_CHECKING:
    import httpx

_CHART = re.compile(r'<section class="chart[^"]*".*?</section>', re.DOTALL)
_BAR = re.compile(r'<rect class="bar" x="(\d+)" y="(\d+)" width="8" height="(\d+)">')
_COUNT = re.compile(r'class="figures"><div><span class="figure">([^<]+)</span></div>')


def _counts(chart: str) -> list[int]:
    """The counts of a chart's table, the oldest first."""
    found = _COUNT.findall(chart)
    return [int(re.sub(r"\D", "", each)) for each in reversed(found)]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_draws_its_table(reader: httpx.Client, language: Language, unit: Unit) -> None:
    page = reader.get(f"/{language}/statistics", params={"by": unit.value})
    charts = _CHART.findall(page.text)
    assert len(charts) == 12
    for chart in charts:
        counts = _counts(chart)
        assert len(counts) == unit.usual
        bars = {int(x) // 10: (int(y), int(height)) for x, y, height in _BAR.findall(chart)}
        assert set(bars) == {place for place, count in enumerate(counts) if count}
        assert all(y + height == 100 and 0 < height < 100 for y, height in bars.values())
        by_count = sorted((counts[place], height) for place, (_, height) in bars.items())
        assert [height for _, height in by_count] == sorted(height for _, height in by_count)
        href = re.search(r'href="(/v1/statistics/[^"]+)"', chart)
        assert href is not None
        told = reader.get(href[1].replace("&amp;", "&")).json()["data"]
        assert [each["count"] for each in told["buckets"]] == counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_led_to_and_refuses_what_is_no_unit(
    reader: httpx.Client, language: Language
) -> None:
    home = reader.get(f"/{language}/").text
    assert f'href="/{language}/statistics"' in home
    refused = reader.get(f"/{language}/statistics", params={"by": "hour"})
    assert refused.status_code == 404
    page = reader.get(f"/{language}/statistics").text
    assert speak(language)("page-statistics-regions") in page
    assert page.count('aria-current="true">') >= 1
