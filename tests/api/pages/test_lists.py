"""Lists of digital assets and accounts at any time, statements, redemptions, refused acts."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from ledger.types import ClassId, RedemptionId
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import httpx

    from api.languages import Messages
    from tests.api.pages.populated import Populated

_KAZAKHSTAN = dt.timezone(dt.timedelta(hours=5))


def _text(reader: httpx.Client, path: str) -> str:
    answer = reader.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return " ".join("".join(read(answer.text).everything).split())


def _day(populated: Populated) -> dt.date:
    """The day on which tokens moved."""
    moved = populated.services.assets.movements(class_id=ClassId(1), limit=1).items[0]
    return dt.datetime.fromtimestamp(moved.block.timestamp, _KAZAKHSTAN).date()


@pytest.mark.parametrize("language", LANGUAGES)
def test_holders_are_those_of_the_block_that_is_asked_for(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    transfer, issue = populated.services.assets.movements(class_id=ClassId(1), limit=9).items[:2]
    path = f"/{language}/assets/1/holders"
    before = _text(reader, f"{path}?block={transfer.block.number - 1}")
    assert issue.recipient in before
    assert transfer.recipient not in before
    assert speak(language)("page-holders-then") in before
    after = _text(reader, f"{path}?block={transfer.block.number}")
    assert transfer.recipient in after
    assert f"№ {transfer.block.number}" in after or f"block {transfer.block.number}" in after
    assert speak(language)("page-holders-lead") in _text(reader, path)


def test_a_day_stands_for_its_end_in_kazakhstan(reader: httpx.Client, populated: Populated) -> None:
    day = _day(populated)
    holder = populated.address("holder")
    path = f"/en/accounts/{holder}/holdings"
    assert "60,000" in _text(reader, f"{path}?day={day}")
    earlier = _text(reader, f"{path}?day={day - dt.timedelta(days=2)}")
    assert speak("en")("page-account-holdings-empty") in earlier
    assert reader.get(f"/en/assets/1/holders?day={day - dt.timedelta(days=2)}").status_code == 404


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("day=2026-13-01", "moment_malformed"),
        ("day=yesterday", "moment_malformed"),
        ("day=20261101", "moment_malformed"),
        ("day=9999-12-30", "moment_future"),
        ("day=2026-11-28&block=3", "moment_both"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(
    reader: httpx.Client, query: str, code: str
) -> None:
    for path in ("/assets/1/holders", f"/accounts/{'0x' + '0' * 39 + '1'}/holdings"):
        for language in LANGUAGES:
            answer = reader.get(f"/{language}{path}?{query}")
            assert answer.status_code == 422
            say = speak(language)
            assert say("page-problem-refused") in answer.text
            assert code == "moment_future" or _begun(say, code) in answer.text


def _begun(say: Messages, code: str) -> str:
    """The words of a refusal up to its first fact."""
    detail = say.attribute(f"problem-{code}", "detail", given="\0", now="\0") or "?"
    return detail.partition("\0")[0].strip("“«\u2068 ")


@pytest.mark.parametrize("block", ["-1", "many", "1e3", "9" * 30, "999999999"])
def test_a_block_that_is_not_there_has_no_holders(reader: httpx.Client, block: str) -> None:
    assert reader.get(f"/kk/assets/1/holders?block={block}").status_code == 404


def test_lists_go_on_where_a_page_ends(reader: httpx.Client, populated: Populated) -> None:
    authority = populated.address("authority")
    total = populated.services.index.transactions(1, account=authority).total
    path, seen = f"/en/accounts/{authority}/transactions", 0
    while path:
        page = reader.get(path).text
        seen += page.count('<tr role="row"><td')
        found = re.search(r'rel="next" href="([^"]*)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert seen == total


def test_the_supply_is_told_at_each_change_with_the_backing_of_then(reader: httpx.Client) -> None:
    text = _text(reader, "/en/assets/3/supply")
    assert "800" in text
    assert "900" in text
    assert "112.5%" in text.replace("\u00a0", "").replace(" %", "%")


def test_a_statement_adds_up_and_begins_where_the_days_say(
    reader: httpx.Client, populated: Populated
) -> None:
    day, holder = _day(populated), populated.address("holder")
    path = f"/en/accounts/{holder}/statement"
    whole = _text(reader, path)
    assert whole.count("60,000") >= 3
    later = _text(reader, f"{path}?from={day + dt.timedelta(days=2)}")
    assert speak("en")("page-asset-movements-empty") in later
    assert "60,000" in later
    within = _text(reader, f"{path}?from={day}&to={day}")
    assert populated.services.assets.movements(account=holder, limit=1).items[0].transaction in (
        within
    )
    link = re.search(r"/v1/accounts/[^\"]*", reader.get(f"{path}?from={day}&to={day}").text)
    assert link is not None
    assert reader.get(link[0].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=2026-11-30&to=2026-11-01", 422),
        ("from=soon", 422),
        ("to=9999-01-01", 422),
        ("to=2000-01-01", 404),
        ("from=0001-01-01", 422),
        ("after=nonsense", 400),
    ],
)
def test_a_statement_over_no_time_is_refused(
    reader: httpx.Client, populated: Populated, query: str, status: int
) -> None:
    path = f"/kk/accounts/{populated.address('holder')}/statement?{query}"
    assert reader.get(path).status_code == status


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_requests_stand_in_a_queue_with_the_days_that_they_have_waited(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    found, say = populated.services.assets.redemption(RedemptionId(3)), speak(language)
    head = populated.services.index.head()
    assert head is not None
    days = (head.timestamp - found.requested.block.timestamp) // 86_400
    assert days > 100
    for path in ("/redemptions", "/redemptions/3"):
        text = _text(reader, f"/{language}{path}")
        assert " ".join(say("page-redemption-days", days=days).split()) in text
        assert say("page-redemption-term") in text
    queue = reader.get(f"/{language}/redemptions").text
    assert f"/{language}/redemptions/3" in queue
    assert f"/{language}/redemptions/1" not in queue
    decided = reader.get(f"/{language}/redemptions?status=refused").text
    assert f"/{language}/redemptions/1" in decided


def test_requests_of_no_such_state_or_number_are_not_there(reader: httpx.Client) -> None:
    for path in ("/redemptions?status=lost", "/redemptions/99", "/redemptions/one"):
        assert reader.get(f"/ru{path}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_acts_name_account_act_and_reason(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    text, say = _text(reader, f"/{language}/refused"), speak(language)
    assert populated.transactions["failure"] in text
    assert populated.transactions["transfer"] not in text
    assert say("page-call-depository-accept") in text
    assert say("reason-depository_not-the-operator") in text
    assert populated.address("depositor") in text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/99/holders",
        "/assets/99/movements",
        "/assets/99/access",
        "/assets/99/supply",
        "/assets/x/supply",
        "/accounts/0x12/statement",
        "/accounts/nobody/holdings",
    ],
)
def test_lists_of_nothing_are_not_there(reader: httpx.Client, path: str) -> None:
    assert reader.get(f"/kk{path}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_notifications_are_filtered_by_region_and_status(
    reader: httpx.Client, language: Language
) -> None:
    path = f"/{language}/notifications"
    both = reader.get(f"{path}?region=KZ-55&status=returned").text
    assert f"{path}/4" in both
    assert f"{path}/1" not in both
    assert f"{path}/2" not in reader.get(f"{path}?region=KZ-55&status=").text
    nowhere = _text(reader, f"{path}?region=KZ-79")
    assert speak(language)("page-notifications-empty") in nowhere
    assert f"{path}?region=KZ-55" in reader.get(f"/{language}/statistics").text
    for query in ("region=KZ-99", "region=<script>", "region=KZ-55&status=lost"):
        assert reader.get(f"{path}?{query}").status_code == 404


def test_a_participant_shows_what_it_was_and_until_when(
    reader: httpx.Client, populated: Populated
) -> None:
    holder = populated.services.participants.participant(populated.address("holder"))
    text = _text(reader, f"/en/participants/{holder.number}")
    table = text.partition(speak("en")("page-states"))[2]
    assert populated.address("old") in table
    assert populated.address("holder") in table
    suspended = _text(reader, "/ru/participants/9/states")
    assert speak("ru")("page-participant-suspended") in suspended
    assert speak("ru")("page-participant-active") in suspended
    assert reader.get("/ru/participants/99/states").status_code == 404
