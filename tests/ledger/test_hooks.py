"""Webhooks: signed so that a library of others knows them, in order, again, aside in the end."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from ledger.database import VaultRow, open_database
from ledger.errors import NotFound, Rejected, Unavailable
from ledger.hooks.courier import Courier
from ledger.hooks.delivery import Deliverer
from ledger.hooks.model import DELAYS, OPERATOR, secret_text
from ledger.hooks.store import Hooks
from ledger.index.feed import START, Feed, Place, Wanted
from tests.support.chain import address
from tests.support.receiver import Receiver, receiving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.chain import Event
    from tests.support.chain import Ledger


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that takes everything until a test says otherwise."""
    with receiving() as listening:
        yield listening


@dataclass
class Bench:
    """Webhooks of a vault over an index with events, at a time that the test sets."""

    hooks: Hooks
    deliverer: Deliverer
    feed: Feed
    now: list[float]

    def step(self) -> None:
        for hook in self.hooks.due(int(self.now[0])):
            self.deliverer.serve(hook)

    def places(self, wanted: Wanted | None = None) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        place = START
        while True:
            part = self.feed.read(place, wanted or Wanted(), 200)
            found += [(e.block.number, e.log_index) for e in part.events]
            if part.whole:
                return found
            place = part.following


def _told(receiver: Receiver) -> list[tuple[int, int]]:
    return [(each["block"], each["log_index"]) for each in receiver.events]


def _written(event: Event) -> dict[str, Any]:
    return {"block": event.block.number, "log_index": event.log_index, "name": event.name}


@pytest.fixture
def bench(ledger: Ledger, tmp_path: Path) -> Bench:
    ledger.admit()
    ledger.indexer().catch_up()
    hooks = Hooks(open_database(f"sqlite:///{tmp_path / 'vault.db'}", VaultRow))
    feed = Feed(ledger.store.engine)
    now = [1_800_000_000.0]
    deliverer = Deliverer(hooks, feed, _written, Courier(), lambda: now[0])
    return Bench(hooks, deliverer, feed, now)


def test_every_event_is_brought_once_in_order_and_signed(bench: Bench, receiver: Receiver) -> None:
    hook, secret = bench.hooks.add(receiver.url, Wanted(), START)
    bench.now[0] = time.time()  # the library refuses what is five minutes old
    bench.step()
    assert _told(receiver) == bench.places()
    library = Webhook(secret_text(secret))
    for headers, body in receiver.taken:
        assert library.verify(body, headers)["type"] == "events"
        with pytest.raises(WebhookVerificationError):
            library.verify(body + b" ", headers)
    assert len({headers["webhook-id"] for headers, _ in receiver.taken}) == len(receiver.taken)
    told = bench.hooks.get(hook.id)
    assert (told.delivered, told.failure) == (len(_told(receiver)), None)
    bench.step()
    assert _told(receiver) == bench.places()


def test_only_what_was_asked_for_is_brought(
    bench: Bench, receiver: Receiver, ledger: Ledger
) -> None:
    account = address(ledger.admit())
    ledger.indexer().catch_up()
    wanted = Wanted.parse("participants", "Admitted", account)
    bench.hooks.add(receiver.url, wanted, START)
    bench.step()
    assert _told(receiver) == bench.places(wanted)
    assert len(_told(receiver)) == 1


def test_many_events_come_in_several_requests(bench: Bench, receiver: Receiver) -> None:
    bench.hooks.add(receiver.url, Wanted(), START)
    bench.step()
    sizes = [len(json.loads(body)["data"]["events"]) for _, body in receiver.taken]
    assert all(size <= 100 for size in sizes)
    for (_, before), (_, after) in zip(receiver.taken, receiver.taken[1:], strict=False):
        assert json.loads(before)["data"]["next"] == json.loads(after)["data"]["from"]


def test_a_failed_request_is_repeated_later_and_becomes_a_dead_letter(
    bench: Bench, receiver: Receiver
) -> None:
    first = Place(*bench.places()[-1])
    hook, _ = bench.hooks.add(receiver.url, Wanted(), first)
    receiver.status = 503
    for attempt, delay in enumerate(DELAYS, 1):
        bench.step()
        assert len(receiver.taken) == attempt
        bench.now[0] += delay - 1
        bench.step()
        assert len(receiver.taken) == attempt
        bench.now[0] += 1
    assert bench.hooks.letters(hook.id) == ()
    bench.step()
    (letter,) = bench.hooks.letters(hook.id)
    assert (letter.place, letter.events, letter.failure) == (first, 1, "status 503")
    assert len({headers["webhook-id"] for headers, _ in receiver.taken}) == 1
    assert bench.hooks.get(hook.id).place > first
    with pytest.raises(Unavailable, match=r"hook\.refused"):
        bench.deliverer.resend(letter)
    assert bench.hooks.letters(hook.id) == (letter,)
    receiver.status = 204
    receiver.taken.clear()
    assert bench.deliverer.resend(letter) == 1
    assert _told(receiver) == [bench.places()[-1]]
    assert bench.hooks.letters(hook.id) == ()
    with pytest.raises(NotFound, match=r"hook\.no-such-letter"):
        bench.hooks.letter(hook.id, letter.number)


def test_what_follows_a_dead_letter_is_brought(bench: Bench, receiver: Receiver) -> None:
    receiver.status = 500
    hook, _ = bench.hooks.add(receiver.url, Wanted(), Place(*bench.places()[-1]))
    for delay in (*DELAYS, 0):
        bench.step()
        bench.now[0] += delay
    receiver.status = 200
    bench.hooks.replay(hook.id, START)
    receiver.taken.clear()
    bench.step()
    assert _told(receiver) == bench.places()


@pytest.mark.parametrize("status", [301, 307, 400, 404, 429, 500])
def test_every_answer_but_success_is_a_failure(
    bench: Bench, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    hook, _ = bench.hooks.add(receiver.url, Wanted(), START)
    bench.step()
    assert len(receiver.taken) == 1
    failed = bench.hooks.get(hook.id)
    assert (failed.failure, failed.attempts, failed.place) == (f"status {status}", 1, START)


def test_a_receiver_that_is_gone_is_asked_no_more(bench: Bench, receiver: Receiver) -> None:
    receiver.status = 410
    hook, _ = bench.hooks.add(receiver.url, Wanted(), START)
    bench.step()
    bench.now[0] += 10**6
    bench.step()
    assert len(receiver.taken) == 1
    assert bench.hooks.get(hook.id).paused == "gone"
    receiver.status = 200
    bench.hooks.resume(hook.id)
    bench.step()
    assert _told(receiver)[1:] or len(receiver.taken) > 1


def test_a_receiver_that_is_not_there_is_a_failure(bench: Bench) -> None:
    hook, _ = bench.hooks.add("http://127.0.0.1:1/", Wanted(), START)
    bench.step()
    assert bench.hooks.get(hook.id).failure == "unreachable"


def test_a_paused_webhook_is_told_nothing_until_it_is_resumed(
    bench: Bench, receiver: Receiver
) -> None:
    hook, _ = bench.hooks.add(receiver.url, Wanted(), START)
    bench.hooks.pause(hook.id, OPERATOR)
    bench.step()
    assert receiver.taken == []
    bench.hooks.resume(hook.id)
    bench.step()
    assert _told(receiver) == bench.places()


def test_one_process_at_a_time_tells_a_webhook(bench: Bench, receiver: Receiver) -> None:
    hook, _ = bench.hooks.add(receiver.url, Wanted(), START)
    now = int(bench.now[0])
    assert bench.hooks.claim(hook, now, now + 60)
    assert not bench.hooks.claim(hook, now, now + 60)
    bench.step()
    assert receiver.taken == []
    bench.now[0] += 60
    bench.step()
    assert _told(receiver) == bench.places()


def test_a_replay_while_a_request_is_under_way_is_not_lost(
    bench: Bench, receiver: Receiver
) -> None:
    last = Place(*bench.places()[-1])
    hook, _ = bench.hooks.add(receiver.url, Wanted(), last)
    part = bench.feed.read(last, Wanted(), 10)
    bench.hooks.replay(hook.id, START)
    bench.hooks.told(hook, part)
    assert bench.hooks.get(hook.id).place == START
    bench.hooks.give_up(hook, part, "timeout", 0)
    assert bench.hooks.letters(hook.id) == ()


def test_a_thread_brings_what_comes_until_it_is_told_to_stop(
    bench: Bench, receiver: Receiver, ledger: Ledger
) -> None:
    bench.hooks.add(receiver.url, Wanted(), START)
    with _running(bench.deliverer):
        ledger.admit()
        ledger.indexer().catch_up()
        wanted = bench.places()
        for _ in range(600):
            if _told(receiver) == wanted:
                break
            threading.Event().wait(0.05)
    assert _told(receiver) == wanted


@contextmanager
def _running(deliverer: Deliverer) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=deliverer.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()


def test_there_is_a_bound_and_what_is_not_there_is_named(bench: Bench) -> None:
    hooks = [bench.hooks.add("https://receiver.example/", Wanted(), START)[0] for _ in range(100)]
    with pytest.raises(Rejected, match=r"hook\.too-many"):
        bench.hooks.add("https://receiver.example/", Wanted(), START)
    bench.hooks.remove(hooks[0].id)
    for ask in (bench.hooks.get, bench.hooks.secret, bench.hooks.remove, bench.hooks.letters):
        with pytest.raises(NotFound, match=r"hook\.unknown"):
            ask(hooks[0].id)
