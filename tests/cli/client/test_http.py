"""What the client does with servers that are busy, broken, strange or not who they were."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from ledger.errors import Conflict, NotFound, QoimaError, Rejected, Unavailable
from qoima.client import ApiKey, Client, InputError, Patience, ProblemError
from qoima.client.http import MOST_ANSWER_BYTES
from tests.support.talker import Asked, Says, problem, talker

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = Says(b'{"data": 7}')
CUT = Says(b"", cut=True)


@dataclass
class Time:
    """A clock that goes on by what is waited."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def patience(self, seconds: float = 60.0) -> Patience:
        return Patience(seconds, sleep=self.sleep, clock=lambda: self.now)


def _in_turn(*answers: Says) -> Callable[[Asked], Says]:
    """One answer after another, the last one again and again."""
    left = list(answers)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]


BUSY = problem(429, "rate.exceeded", {"Retry-After": "7"}, retry_after=7)
AWAY = problem(503, "chain.unreachable", {"Retry-After": "5"})


@pytest.mark.parametrize(("refusal", "wait"), [(BUSY, 7.0), (AWAY, 5.0)])
def test_a_busy_server_is_asked_again_when_it_says(refusal: Says, wait: float) -> None:
    time, told = Time(), list[float]()
    patience = Patience(60.0, told.append, time.sleep, lambda: time.now)
    with (
        talker(_in_turn(refusal, refusal, GOOD)) as server,
        Client.connect(server.url, patience=patience) as client,
    ):
        assert client.post("/v1/x", {"a": 1}) == {"data": 7}
    assert time.waits == told == [wait, wait]
    keys = {each.headers["idempotency-key"] for each in server.asked}
    assert len(server.asked) == 3
    assert len(keys) == 1


def test_what_comes_or_goes_piece_by_piece_waits_too() -> None:
    time = Time()
    with (
        talker(_in_turn(BUSY, Says(), BUSY, GOOD, BUSY, GOOD)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
    ):
        client.send("PATCH", "/v1/uploads/1", {"Upload-Offset": "0"}, b"piece")
        with client.stream("/v1/exports/events.csv") as pieces:
            assert b"".join(pieces) == GOOD.body
        with client.rest("/v1/x", 0, '"tag"') as rest:
            assert rest is None
    assert time.waits == [7.0] * 3
    assert [each.body for each in server.asked[:2]] == [b"piece"] * 2
    with (
        talker(_in_turn(AWAY)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
        pytest.raises(Unavailable, match=r"chain\.unreachable"),
    ):
        client.send("PATCH", "/v1/uploads/1", {}, b"piece")
    assert len(server.asked) == 1  # whoever sends in pieces goes on from what arrived


def test_a_moment_in_retry_after_is_kept_to_and_nonsense_is_not() -> None:
    time = Time()
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    moments = [problem(503, "x.y", {"Retry-After": each}) for each in (later, "soon", "-5")]
    with (
        talker(_in_turn(*moments, GOOD)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
    ):
        assert client.get("/v1/x") == {"data": 7}
    assert 15 < time.waits[0] <= 20
    assert time.waits[1:] == [1.0, 2.0]


def test_patience_has_an_end() -> None:
    time = Time()
    with (
        talker(_in_turn(BUSY)) as server,
        Client.connect(server.url, patience=time.patience(20)) as client,
        pytest.raises(Unavailable) as busy,
    ):
        client.get("/v1/x")
    assert time.waits == [7.0, 7.0]
    assert isinstance(busy.value, ProblemError)
    assert (busy.value.status, busy.value.code) == (429, "rate.exceeded")
    assert busy.value.retry_after == 7.0
    assert busy.value.facts == {"status": 429, "retry_after": 7}


def test_a_server_that_asks_for_a_day_gets_its_answer_at_once() -> None:
    time = Time()
    day = problem(429, "rate.exceeded", {"Retry-After": "86400"})
    with (
        talker(_in_turn(day)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
        pytest.raises(Unavailable),
    ):
        client.get("/v1/x")
    assert time.waits == []
    assert len(server.asked) == 1


def test_what_is_refused_for_good_is_not_asked_again() -> None:
    time = Time()
    kinds: list[tuple[int, type[QoimaError]]] = [
        (404, NotFound),
        (410, NotFound),
        (409, Conflict),
        (422, Rejected),
        (401, Rejected),
        (500, Unavailable),
    ]
    for status, kind in kinds:
        with (
            talker(_in_turn(problem(status, "some.code", name="x", most=3, of=["a"]))) as server,
            Client.connect(server.url, patience=time.patience()) as client,
            pytest.raises(kind) as refused,
        ):
            client.get("/v1/x")
        assert isinstance(refused.value, ProblemError)
        assert refused.value.facts == {"status": status, "name": "x", "most": 3, "of": ("a",)}
        assert (refused.value.title, refused.value.detail) == ("No.", "Why.")
        assert len(server.asked) == 1
    assert time.waits == []


@pytest.mark.parametrize("cut", [CUT, Says(b'{"data":', cut=True)])
def test_a_connection_that_breaks_is_made_again_where_that_does_nothing_twice(cut: Says) -> None:
    time = Time()
    with (
        talker(_in_turn(cut, GOOD, cut, GOOD)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
    ):
        assert client.get("/v1/x") == {"data": 7}
        assert client.post("/v1/y", {}) == {"data": 7}
        posted = [each.headers["idempotency-key"] for each in server.asked if each.path == "/v1/y"]
        assert len(posted) == 2
        assert len(set(posted)) == 1
    with (
        talker(_in_turn(cut)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
    ):
        with pytest.raises(Unavailable, match=r"server\.unreachable"):
            client.ask("/v1/z", {})
        assert len(server.asked) == 1
        with pytest.raises(Unavailable, match=r"server\.unreachable"):
            client.get("/v1/x")
        assert len(server.asked) == 5


def test_an_upload_that_broke_off_is_an_error_and_a_busy_one_is_sent_again_whole() -> None:
    time = Time()
    pieces = [b"a" * 100_000, b"b" * 100_000]
    with (
        talker(_in_turn(BUSY, GOOD, CUT)) as server,
        Client.connect(server.url, patience=time.patience()) as client,
    ):
        assert client.upload("/v1/x", lambda: pieces, "text/plain", once="mine") == {"data": 7}
        assert [each.body for each in server.asked] == [b"".join(pieces)] * 2
        assert {each.headers["idempotency-key"] for each in server.asked} == {"mine"}
        with pytest.raises(Unavailable, match=r"server\.unreachable"):
            client.upload("/v1/x", lambda: pieces, "text/plain")
        assert len(server.asked) == 3


@pytest.mark.parametrize(
    "body",
    [b"<html>It works!</html>", b"[1]", b"7", b"", b"\xff", b"[" * 100_000, b'{"a":' * 100_000],
)
def test_what_is_no_json_object_is_a_strange_answer(body: bytes) -> None:
    with (
        talker(_in_turn(Says(body))) as server,
        Client.connect(server.url) as client,
        pytest.raises(Unavailable, match=r"server\.strange-answer"),
    ):
        client.get("/v1/x")


@pytest.mark.parametrize("body", [b"<html>Bad</html>", b"[]", b"{}", b'{"title": 1, "errors": 2}'])
def test_a_refusal_that_is_no_problem_is_one_all_the_same(body: bytes) -> None:
    with (
        talker(_in_turn(Says(body, 400))) as server,
        Client.connect(server.url) as client,
        pytest.raises(Rejected) as refused,
    ):
        client.get("/v1/x")
    assert refused.value.code == "api.refused"
    assert refused.value.facts == {"status": 400}


def test_an_answer_without_an_end_is_not_held_in_memory() -> None:
    huge = b" " * (MOST_ANSWER_BYTES + 1)
    packed = Says(gzip.compress(huge), headers={"Content-Encoding": "gzip"})
    for says in (Says(huge), packed, Says(huge, 400)):
        with (
            talker(_in_turn(says)) as server,
            Client.connect(server.url) as client,
            pytest.raises(QoimaError) as refused,
        ):
            client.get("/v1/x")
        expected = "api.refused" if says.status == 400 else "server.strange-answer"
        assert refused.value.code == expected
    with talker(_in_turn(Says(b"x" * 101))) as server, Client.connect(server.url) as client:
        assert len(client.read("/v1/x", 101)) == 101
        with pytest.raises(Unavailable, match=r"server\.strange-answer"):
            client.read("/v1/x", 100)


def test_nobody_is_followed_elsewhere_and_no_credential_goes_there() -> None:
    with talker(_in_turn(GOOD)) as other:
        leads = Says(b"", 307, {"Location": f"{other.url}/v1/x"})
        with (
            talker(_in_turn(leads)) as server,
            Client.connect(server.url, credential=ApiKey("secret")) as client,
        ):
            with pytest.raises(Unavailable, match=r"server\.elsewhere"):
                client.get("/v1/x")
            with pytest.raises(Unavailable, match=r"server\.elsewhere"):
                client.post("/v1/x", {})
            assert [each.headers["authorization"] for each in server.asked] == ["Bearer secret"] * 2
            assert other.asked == []
            assert client.get(f"{other.url}/v1/x") == {"data": 7}
        assert "authorization" not in other.asked[0].headers


def test_a_secret_is_not_shown_in_clear_nor_in_print() -> None:
    key = ApiKey("secret")
    with pytest.raises(InputError, match=r"settings\.credential-in-clear"):
        Client.connect("http://192.0.2.1", credential=key)
    with Client.connect("https://192.0.2.1", credential=key) as client:
        assert "secret" not in repr(key) + repr(client)


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    time = Time()
    with talker(_in_turn(GOOD)) as server:
        pass
    with (
        Client.connect(server.url, patience=time.patience()) as client,
        pytest.raises(Unavailable, match=r"server\.unreachable"),
    ):
        client.get("/v1/x")
    assert time.waits == []
