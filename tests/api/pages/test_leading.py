"""Pages of records lead to the acts on them, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from api.pages.portal.acts import BY_SLUG, acts_on
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import httpx

_ON = {
    "/deposits/1": {"offer-deposit", "apply-for-copy", "accept-deposit", "annul-deposit"},
    "/assets/1": {"attest", "issue", "transfer", "redeem", "freeze", "pause"},
    "/notifications/1": {"amend", "report", "acknowledge", "return-notification"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sorted(_ON))
def test_a_record_leads_to_forms_that_name_it(
    reader: httpx.Client, language: Language, path: str
) -> None:
    page = read(reader.get(f"/{language}{path}").text)
    acts = [each for each in page.links if each.startswith(f"/{language}/portal/acts/")]
    found = {each.partition("?")[0].rpartition("/")[2]: each for each in acts}
    assert found.keys() >= _ON[path]
    assert speak(language)("page-acts-on") in "".join(page.everything)
    for each in acts:
        form = reader.get(each)
        assert form.status_code == 200
        (place,) = BY_SLUG[each.partition("?")[0].rpartition("/")[2]].places
        assert f'name="{place}"' in form.text
        assert 'value="1"' in form.text


@pytest.mark.parametrize("path", ["/blocks/1", "/contracts/depository"])
def test_what_nobody_acts_on_leads_nowhere(reader: httpx.Client, path: str) -> None:
    assert "/portal/acts/" not in reader.get(f"/en{path}").text


@pytest.mark.parametrize(
    "record", ["", "/v1/deposits", "/v1/deposits/1/levels", "/v1/participants/1", "/v1/assets/1e3"]
)
def test_only_a_number_in_a_register_is_acted_on(record: str) -> None:
    assert acts_on(record) == ()
