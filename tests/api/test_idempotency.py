"""A request repeated under its key is done once and answered alike."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from api.idempotency import KEPT_SECONDS, Answer, Idempotency
from ledger.database import VaultRow
from ledger.errors import Conflict, Rejected, Unavailable
from ledger.types import Digest
from tests.api.talk import described, package, problem, zipped
from tests.support.chain import COMPANY, opened
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from tests.support.world import World

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


def _answer(text: str) -> Callable[[Callable[[], None]], Answer]:
    return lambda _renew: Answer(text.encode(), "kk")


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
    def fail(_renew: Callable[[], None]) -> Answer:
        raise Rejected("package.empty")

    with pytest.raises(Rejected):
        desk.once("/a", "k", ONE, fail)
    assert desk.once("/a", "k", OTHER, _answer("done")).body == b"done"


def test_a_key_of_a_process_that_died_is_taken_over(desk: Idempotency, clock: Clock) -> None:
    def die(_renew: Callable[[], None]) -> Answer:
        clock.now += 61  # nothing renewed the claim meanwhile; another request comes
        return desk.once("/a", "k", ONE, _answer("taken over"))

    desk.once("/a", "k", ONE, die)
    assert desk.once("/a", "k", ONE, _answer("later")).body == b"taken over"


def test_work_that_renews_its_claim_is_waited_for(desk: Idempotency, clock: Clock) -> None:
    def slow(renew: Callable[[], None]) -> Answer:
        clock.now += 50
        renew()
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

    def work(_renew: Callable[[], None]) -> Answer:
        with lock:
            done.append(1)
        time.sleep(0.1)
        return Answer(str(len(done)).encode(), "kk")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: desk.once("/a", "k", ONE, work), range(24)))
    assert {answer.body for answer in answers} == {b"1"}
    assert len(done) == 1


def test_an_admission_repeated_over_http_is_the_same(world: World, client: httpx.Client) -> None:
    asked = {
        "sender": world.authority.address,
        "account": "0x" + "77" * 20,
        "roles": ["miner"],
        "basis": "0x" + "5a" * 32,
        "subject": {
            "kind": "legal",
            "names": COMPANY.names.as_json(),
            "bin_or_iin": COMPANY.bin_or_iin,
        },
    }
    key = {"Idempotency-Key": "admission-1"}
    first = client.post("/v1/participants", json=asked, headers=key)
    again = client.post("/v1/participants", json=asked, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    assert client.post("/v1/participants", json=asked).json()["id"] != first.json()["id"]
    other = client.post("/v1/participants", json={**asked, "roles": []}, headers=key)
    problem(other, 409, "idempotency.key-reused")
    bad = client.post("/v1/participants", json=asked, headers={"Idempotency-Key": "a b"})
    problem(bad, 400, "idempotency.bad-key")


def test_a_deposit_repeated_over_http_is_the_same(world: World, client: httpx.Client) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    key = {"Idempotency-Key": "deposit-1"}
    content = zipped({"a": b"idempotent"})
    first = package(client, described(depositor), content, **key)
    again = package(client, described(depositor), content, **key)
    assert first.status_code == 201, first.text
    assert first.content == again.content
    other = package(client, described(depositor), zipped({"a": b"different"}), **key)
    problem(other, 409, "idempotency.key-reused")
