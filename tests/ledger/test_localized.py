"""A text in three languages."""

from __future__ import annotations

import pytest

from ledger.errors import Rejected
from ledger.localized import Localized

NAME = Localized(kk="Қойма", ru="Койма", en="Qoima")


def test_each_language_has_its_text() -> None:
    assert [NAME.in_language(code) for code in ("kk", "ru", "en")] == ["Қойма", "Койма", "Qoima"]


@pytest.mark.parametrize("code", ["de", "", "as_json"])
def test_another_language_is_refused(code: str) -> None:
    with pytest.raises(Rejected, match=r"language\.unknown"):
        NAME.in_language(code)


def test_a_text_that_is_missing_in_kazakh_is_refused() -> None:
    with pytest.raises(Rejected) as refused:
        Localized(kk=" ", ru="Койма", en="Qoima")
    assert refused.value.code == "text.empty"
    assert refused.value.facts == {"language": "kk"}
