"""A request repeated under its key is done once and answered alike."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.idempotency import KEPT_SECONDS, Answer, Claim, Idempotency
from ledger.database import VaultRow
from ledger.errors import Conflict, Rejected, Unavailable
from ledger.types import Digest
from tests.support.chain import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


ONE, OTHER = Digest(b"\x01" * 32), Digest(b"\x02" * 32)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that a test moves."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Idempotency]:
    """Keys in a vault of their own."""
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        yield Idempotency(vault, clock)


def _answer(text: str) -> Callable[[Claim], Answer]:
    return lambda _: Answer(text.encode(), "kk")


def test_the_first_answer_is_given_again(desk: Idempotency) -> None:
    assert desk.once("/a", "k", ONE, _answer("first")) == Answer(b"first", "kk")
    again = desk.once("/a", "k", ONE, _answer("second"))
    assert again == Answer(b"first", "kk", replayed=True)
    assert desk.once("/b", "k", ONE, _answer("elsewhere")).body == b"elsewhere"


def test_another_request_under_the_key_is_refused(desk: Idempotency) -> None:
    desk.once("/a", "k", ONE, _answer("first"))
    with pytest.raises(Conflict, match=r"idempotency\.key-reused"):
        desk.once("/a", "k", OTHER, _answer("second"))


def test_a_failure_frees_the_key(desk: Idempotency) -> None:
    def fail(_: Claim) -> Answer:
        raise Rejected("package.empty")

    with pytest.raises(Rejected):
        desk.once("/a", "k", ONE, fail)
    assert desk.once("/a", "k", OTHER, _answer("done")).body == b"done"


def test_a_key_of_a_process_that_died_is_taken_over(desk: Idempotency, clock: Clock) -> None:
    def die(_: Claim) -> Answer:
        clock.now += 61  # nothing renewed the claim meanwhile; another request comes
        return desk.once("/a", "k", ONE, _answer("taken over"))

    desk.once("/a", "k", ONE, die)
    assert desk.once("/a", "k", ONE, _answer("later")).body == b"taken over"


def test_work_that_renews_its_claim_is_waited_for(desk: Idempotency, clock: Clock) -> None:
    def slow(claim: Claim) -> Answer:
        clock.now += 50
        claim.renew()
        clock.now += 50
        waiting = Idempotency(desk.vault, _Impatient(clock))
        with pytest.raises(Unavailable, match=r"idempotency\.in-progress"):
            waiting.once("/a", "k", ONE, _answer("twice"))
        return Answer(b"once", "kk")

    assert desk.once("/a", "k", ONE, slow).body == b"once"


class _Impatient:
    """A clock on which a waiter's patience has ended when it looks again."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._looks = clock, 0

    def __call__(self) -> float:
        self._looks += 1
        return self._clock.now if self._looks <= 2 else self._clock.now + 61


def test_an_answer_is_forgotten_in_the_end(desk: Idempotency, clock: Clock) -> None:
    desk.once("/a", "k", ONE, _answer("first"))
    clock.now += KEPT_SECONDS + 2
    assert desk.once("/a", "k", OTHER, _answer("second")).body == b"second"


def test_many_at_once_do_the_work_once(desk: Idempotency) -> None:
    done: list[int] = []
    lock = threading.Lock()

    def work(_: Claim) -> Answer:
        with lock:
            done.append(1)
        time.sleep(0.1)
        return Answer(str(len(done)).encode(), "kk")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: desk.once("/a", "k", ONE, work), range(24)))
    assert {answer.body for answer in answers} == {b"1"}
    assert len(done) == 1


def test_no_more_than_so_many_wait_for_the_answers_of_others(desk: Idempotency) -> None:
    began, go_on = threading.Event(), threading.Event()

    def work(_: Claim) -> Answer:
        began.set()
        go_on.wait(30)
        return Answer(b"first", "kk")

    def ask(_: int) -> str:
        try:
            return desk.once("/a", "k", ONE, work).body.decode()
        except Unavailable as busy:
            return str(busy)

    with ThreadPoolExecutor(12) as pool:
        first = pool.submit(ask, 0)
        began.wait(30)
        others = [pool.submit(ask, n) for n in range(11)]
        while sum(each.done() for each in others) < 3:
            time.sleep(0.01)
        go_on.set()
        done = [each.result(30) for each in others]
    assert first.result() == "first"
    assert sorted(done) == ["first"] * 8 + ["idempotency.in-progress (retry_after=1)"] * 3


def test_no_more_than_so_many_answers_are_kept(desk: Idempotency, clock: Clock) -> None:
    for number in range(4):
        clock.now += 1
        Idempotency(desk.vault, clock, most=2).once("/a", str(number), ONE, _answer("first"))
    replayed = [desk.once("/a", str(n), ONE, _answer("new")).replayed for n in (3, 2, 0)]
    assert replayed == [True, True, False]


def test_an_answer_is_given_again_with_its_status_and_headers(desk: Idempotency) -> None:
    first = Answer(b"", "en", 202, {"Location": "/v1/x"})
    desk.once("/a", "k", ONE, lambda _: first)
    assert desk.once("/a", "k", ONE, _answer("new")) == replace(first, replayed=True)


def test_whoever_takes_a_claim_over_draws_what_was_drawn_before(
    desk: Idempotency, clock: Clock
) -> None:
    drawn: list[bytes] = []

    def draw(claim: Claim) -> Answer:
        drawn.append(claim.draw(40))
        return Answer(b"", "kk")

    def die(claim: Claim) -> Answer:
        clock.now += 61
        desk.once("/a", "k", ONE, draw)
        return draw(claim)

    desk.once("/a", "k", ONE, die)
    assert drawn[0] == drawn[1]
    for key in "k", "l":
        desk.once("/b", key, ONE, draw)
    desk.once("/a", "l", ONE, draw)
    draw(Claim())
    draw(Claim())
    assert len(set(drawn)) == len(drawn) - 1


def test_what_is_drawn_after_a_failure_is_new(desk: Idempotency) -> None:
    drawn: list[bytes] = []

    def fail(claim: Claim) -> Answer:
        drawn.append(claim.draw(32))
        raise Rejected("package.empty")

    for _ in range(2):
        with pytest.raises(Rejected):
            desk.once("/a", "k", ONE, fail)
    assert drawn[0] != drawn[1]


def test_a_secret_answer_is_given_again_and_is_not_in_the_vault(
    desk: Idempotency, tmp_path: Path
) -> None:
    first = Answer(b'{"key":"the secret of all"}', "kk", secret=True)
    desk.once("/a", "k", ONE, lambda _: first)
    assert desk.once("/a", "k", ONE, _answer("second")) == replace(first, replayed=True)
    files = [each.read_bytes() for each in tmp_path.iterdir()]
    assert any(b"idempotency_keys" in each for each in files)
    assert not any(b"the secret" in each for each in files)
