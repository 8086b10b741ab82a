"""What pages say of rival claims, of a sale, of levels and copies, and of the yearly check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from api.pages.histories import yearly_facts
from depository.history import Yearly
from ledger.types import Timestamp
from tests.api.pages.keeping import CONTESTED, SOLD, STOLEN
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import httpx

    from tests.api.pages.populated import Populated


def _text(reader: httpx.Client, path: str) -> str:
    answer = reader.get(path, follow_redirects=True)
    return " ".join("".join(read(answer.text).everything).split())


def _says(language: Language, message: str, **facts: str | int) -> str:
    return speak(language)(message, **facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rival_claims_name_each_other_with_a_notice(
    reader: httpx.Client, language: Language
) -> None:
    for one, other in ((SOLD, CONTESTED), (CONTESTED, SOLD)):
        text = _text(reader, f"/{language}/deposits/{one}")
        assert _says(language, "page-deposit-claimed-words") in text
        assert _says(language, "page-deposit-claimed") in text
        assert _says(language, "page-deposit-title", number=str(other)) in text
    alone = _text(reader, f"/{language}/deposits/1")
    assert _says(language, "page-deposit-claimed-words") not in alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_annulled_acceptance_is_said_to_be_so_and_hands_nothing_out(
    reader: httpx.Client, language: Language
) -> None:
    page = reader.get(f"/{language}/deposits/{STOLEN}")
    text = " ".join("".join(read(page.text).everything).split())
    assert _says(language, "page-deposit-annulled-words") in text
    assert _says(language, "page-deposit-claimed-words") not in text
    assert "concept.txt" in text
    assert not [link for link in read(page.text).links if "/files/" in link or "/ipfs/" in link]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sold_deposit_tells_both_possessors_level_copies_origin_and_the_open_offer(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    text = _text(reader, f"/{language}/deposits/{SOLD}")
    tenures = populated.services.depository.history(SOLD).tenures
    assert len(tenures) == 2
    for tenure in tenures:
        name = populated.services.participants.participant(tenure.possessor).name
        assert name is not None
        assert name.in_language(language) in text
    assert tenures[1].agreement is not None
    for said in (
        f"0x{tenures[1].agreement.hex()}",
        _says(language, "page-deposit-by-deposit"),
        _says(language, "page-deposit-origin-1"),
        _says(language, "page-deposit-offered"),
        _says(language, "page-level-1"),
        _says(language, "page-level-fell"),
        _says(language, "page-copy-issued"),
        _says(language, "page-copy-lapsed"),
        _says(language, "page-copy-purpose-2"),
    ):
        assert said in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_on_contested_bytes_rests_on_the_accepted_deposit(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    cid = populated.services.depository.deposit(SOLD).cid
    text = _text(reader, f"/{language}/verify?digest={cid}")
    assert _says(language, "page-verify-known-words") in text
    titles = [_says(language, "page-deposit-title", number=str(n)) for n in (7, 8, 6)]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bytes_that_are_only_claimed_or_gone_are_not_called_known(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    depository = populated.services.depository
    waiting = depository.deposits(20).items[-3]
    text = _text(reader, f"/{language}/verify?digest={waiting.cid}")
    assert _says(language, "page-verify-claimed-words") in text
    returned = depository.deposits(20).items[-4]
    text = _text(reader, f"/{language}/verify?digest={returned.cid}")
    assert _says(language, "page-verify-gone-words") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_yearly_verification_stands_on_the_first_page_and_in_a_list(
    reader: httpx.Client, language: Language
) -> None:
    front = _text(reader, f"/{language}/")
    assert _says(language, "page-yearly-last") in front
    assert _says(language, "page-yearly-current") in front
    listed = _text(reader, f"/{language}/verifications")
    assert _says(language, "page-yearly") in listed
    assert _says(language, "page-field-faulty") in listed
    assert "31" in listed


def test_the_pages_warn_when_the_year_is_near_its_end_or_over() -> None:
    yearly = Yearly(deposits=1, standing=1, last=None, due_at=Timestamp(100 * 86_400))
    states = {
        days: yearly_facts(yearly, Timestamp(days * 86_400))[-1].value for days in (0, 71, 100)
    }
    words = [getattr(state, "message", "") for state in states.values()]
    assert words == ["page-yearly-current", "page-yearly-soon", "page-yearly-over"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("annulment", "page-event-depository-annulled"),
        ("sale", "page-event-depository-transferred"),
        ("attestation-of-level", "page-event-depository-levelattested"),
        ("copy", "page-event-depository-copyissued"),
        ("verification", "page-event-depository-verified"),
    ],
)
def test_each_act_is_told_in_words_on_its_transaction(
    reader: httpx.Client, populated: Populated, name: str, said: str
) -> None:
    text = _text(reader, f"/kk/transactions/{populated.transactions[name]}")
    assert _says("kk", said) in text
