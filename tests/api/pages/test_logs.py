"""Pages of logs: heads for everyone, entries of checks, and nothing of who read what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES
from ledger.journal.model import ACCESS, FIXITY
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import httpx

    from api.languages import Language
    from tests.api.pages.populated import Populated


def test_entries_of_accesses_are_on_no_page(reader: httpx.Client, populated: Populated) -> None:
    entries = populated.services.journal.log(ACCESS).entries(0)
    assert entries
    page = reader.get("/en/logs/access").text
    for entry in entries:
        said = json.loads(entry.text)
        assert said["blind"] not in page
        assert said.get("how", said["blind"]) not in page  # the end of a reading does not say how
    head = populated.services.journal.stream(ACCESS).last
    assert head is not None
    assert head.root.hex() in page
    assert "who read what" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_of_checks_are_told_in_words(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    messages = speak(language)
    answer = reader.get(f"/{language}/logs/fixity")
    words = " ".join(read(answer.text).words)
    for each in ("check", "quarantine", "recovery", "ended", "damaged", "missing"):
        assert messages(f"page-log-{each}") in words
    assert messages("page-log-under") in words
    assert messages("page-log-open") in words
    assert f"/{language}/deposits/7" in read(answer.text).links
    newest = populated.services.journal.log(FIXITY).size() - 1
    assert str(newest) in read(answer.text).everything


def test_a_log_that_the_chain_does_not_know_has_no_page(reader: httpx.Client) -> None:
    for name in ("nothing", "x" * 200, "..%2f"):
        assert reader.get(f"/en/logs/{name}").status_code == 404
