"""What pages say of the records: the facts of the chain, in words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from tests.api.pages.populated import POINT
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import httpx

    from tests.api.pages.populated import Populated


def _text(reader: httpx.Client, path: str) -> str:
    answer = reader.get(path, follow_redirects=True)
    return " ".join("".join(read(answer.text).everything).split())


def _says(language: Language, message: str, **facts: str | int) -> str:
    return speak(language)(message, **facts)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("kk", "Жылу есептеу жүйесі"),
        ("ru", "Система учёта тепла"),
        ("en", "Heat metering system"),
    ],
)
def test_a_deposit_shows_title_possessor_root_files_and_versions(
    reader: httpx.Client, populated: Populated, language: Language, title: str
) -> None:
    deposit = populated.services.depository.deposits(10).items[-1]
    text = _text(reader, f"/{language}/deposits/1")
    assert title in text
    assert str(deposit.cid) in text
    assert f"0x{deposit.root.hex()}" in text
    assert hashlib.sha256(POINT).hexdigest() in text
    assert "src/heat/geometry/point.py" in text
    assert _says(language, "page-deposit-accepted") in text
    assert _says(language, "page-deposit-superseded") in text
    assert _says(language, "page-deposit-title", number="2") in text
    assert populated.transactions["deposit-1"] in text


def test_a_listed_file_is_downloaded_with_the_digest_that_the_page_shows(
    reader: httpx.Client,
) -> None:
    links = read(reader.get("/kk/deposits/1").text).links
    (point,) = [link for link in links if link.endswith("point.py")]
    assert hashlib.sha256(reader.get(point).content).digest() == hashlib.sha256(POINT).digest()


def test_a_returned_deposit_lists_files_and_hands_none_out(reader: httpx.Client) -> None:
    page = reader.get("/ru/deposits/4")
    assert "install.bin" in page.text
    assert not [link for link in read(page.text).links if "/files/" in link or "/ipfs/" in link]


def test_a_limited_deposit_names_no_file(reader: httpx.Client) -> None:
    page = reader.get("/ru/deposits/5")
    assert "content.tar.age" not in page.text
    assert _says("ru", "page-deposit-limited") in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_asset_carries_the_notice_that_it_is_no_money_and_no_security(
    reader: httpx.Client, language: Language
) -> None:
    for number in (1, 2, 3):
        text = _text(reader, f"/{language}/assets/{number}")
        assert _says(language, "page-asset-notice") in text


def test_coverage_is_attested_backing_over_supply(reader: httpx.Client) -> None:
    assert "138 % Fully backed" in _text(reader, "/en/assets/1").replace("\u00a0", " ").replace(
        "%", " %"
    ).replace("  ", " ")
    short = _text(reader, "/en/assets/3")
    assert _says("en", "page-asset-short") in short
    assert _says("en", "page-coverage-words", supply="800", attested="600") in short


def test_holders_are_named_with_amount_and_share(reader: httpx.Client) -> None:
    text = _text(reader, "/en/assets/1")
    assert "Nan Onimderi LLP" in text
    assert "60,000" in text
    assert "33.33%" in text


def test_a_transaction_is_told_as_an_act_with_its_events(
    reader: httpx.Client, populated: Populated
) -> None:
    text = _text(reader, f"/ru/transactions/{populated.transactions['deposit-2']}")
    assert _says("ru", "page-call-depository-supersede") in text
    assert _says("ru", "page-event-depository-superseded") in text
    assert _says("ru", "page-deposit-kind-1") in text
    assert _says("ru", "page-status-succeeded") in text


def test_a_refused_transaction_is_shown_as_failed_and_without_events(
    reader: httpx.Client, populated: Populated
) -> None:
    text = _text(reader, f"/ru/transactions/{populated.transactions['failure']}")
    assert _says("ru", "page-status-failed") in text
    assert _says("ru", "page-event-depository-accepted") not in text


def test_a_notification_shows_its_public_part_and_its_course(reader: httpx.Client) -> None:
    text = _text(reader, "/kk/notifications/1")
    for word in ("submitted", "amended", "acknowledged"):
        assert _says("kk", f"page-notification-{word}") in text
    assert "Павлодар облысы" in text
    assert "office@ulgi-esepteu.example" not in text
    assert "+77000000001" not in text


def test_an_individual_is_shown_by_number_only(reader: httpx.Client) -> None:
    text = _text(reader, "/kk/participants/9")
    assert _says("kk", "page-participant-unnamed") in text
    assert _says("kk", "page-participant-suspended") in text
    assert "900101300007" not in text


def test_a_replaced_key_leads_to_its_participant(
    reader: httpx.Client, populated: Populated
) -> None:
    text = _text(reader, f"/kk/accounts/{populated.address('old')}")
    assert _says("kk", "page-account-former") in text
    assert "«Нан Өнімдері» ЖШС" in text


def test_times_are_kazakhstans_with_utc_beside_them(
    reader: httpx.Client, populated: Populated
) -> None:
    head = populated.services.index.head()
    assert head is not None
    page = reader.get("/kk/").text
    assert "2026 ж." in page or " ж. " in page
    assert "+5" in page
    assert 'title="' in page
    assert "Z (UTC)" in page
