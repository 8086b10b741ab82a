"""The journal under any sequence of acts: heads only ever grow, and only by their keeper."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.contracts.evm import account
from tests.contracts.foretold import Foretold
from tests.contracts.world import OPERATOR, digest, found

PEOPLE = {"operator": 2, "attestor": 3, "second operator": 9}
"""Those who may keep a stream, and their participants' numbers."""
NAMES = ("access", "fixity", "requests")

people = st.sampled_from((*PEOPLE, "authority", "stranger"))
numbers = st.integers(0, 3)
names = st.sampled_from(NAMES)


@dataclass
class Kept:
    """A stream."""

    name: str
    keeper: str
    heads: list[tuple[int, bytes, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.heads[-1][0] if self.heads else 0


class Journal(Foretold):
    """Two operators and an attestor, who may lose keys and be suspended; and those who meddle."""

    contract = "journal"
    meddler = "operator"

    @initialize()
    def begin(self) -> None:
        self.world = found()
        assert self.world.admit("second operator", OPERATOR) == PEOPLE["second operator"]
        self.keys = {who: who for who in (*PEOPLE, "authority", "stranger")}
        self.active = {*PEOPLE, "authority"}
        self.streams: list[Kept] = []

    def is_free(self, name: str) -> bool:
        return name not in {each.name for each in self.streams}

    @rule(who=people, name=names)
    def open(self, who: str, name: str) -> None:
        operator = who in {"operator", "second operator"} & self.active
        if self.attempt(
            operator and self.is_free(name), who, "open_stream", name, digest("purpose")
        ):
            self.streams.append(Kept(name, who))

    @rule(keeper=st.sampled_from((*PEOPLE, "stranger")), name=names)
    def order(self, keeper: str, name: str) -> None:
        allowed = keeper in self.active and self.is_free(name)
        args = (name, digest("purpose"), PEOPLE.get(keeper, 99))
        if self.decree(allowed, "order_stream", *args):
            self.streams.append(Kept(name, keeper))

    @rule(number=numbers, keeper=st.sampled_from((*PEOPLE, "stranger")))
    def appoint(self, number: int, keeper: str) -> None:
        known = 0 < number <= len(self.streams)
        args = (number, PEOPLE.get(keeper, 99))
        if self.decree(known and keeper in self.active, "appoint", *args):
            self.streams[number - 1].keeper = keeper

    @rule(number=numbers, own=st.booleans(), who=people, more=st.integers(-1, 3))
    def append(self, number: int, own: bool, who: str, more: int) -> None:
        known = 0 < number <= len(self.streams)
        stream = self.streams[number - 1] if known else Kept("none", "operator")
        who, size = stream.keeper if own else who, max(0, stream.size + more)
        root = digest(f"root {number} {size}")
        allowed = known and who == stream.keeper and who in self.active and more > 0
        if self.attempt(allowed, who, "append", number, size, root):
            stream.heads.append((size, root, self.world.evm.now))

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def bar_or_let_in(self, who: str) -> None:
        verb = "suspend" if who in self.active else "reinstate"
        self.world.decree("participants", verb, account(self.keys[who]))
        self.active ^= {who}

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def lose_key(self, who: str) -> None:
        self.pass_on_key(who)

    @rule(seconds=st.integers(1, 1000))
    def wait(self, seconds: int) -> None:
        self.world.evm.wait(seconds)

    @invariant()
    def every_head_that_was_recorded_stands(self) -> None:
        ask = self.world.journal.ask
        assert ask("stream_count") == len(self.streams)
        for number, stream in enumerate(self.streams, start=1):
            assert ask("stream_named", stream.name) == number
            record = ask("stream_of", number)
            assert (record["name"], record["keeper"]) == (stream.name, PEOPLE[stream.keeper])
            assert record["count"] == ask("count", number) == len(stream.heads)
            found_heads = [ask("head_at", number, at + 1) for at in range(len(stream.heads))]
            told = [(each["size"], each["root"], each["recorded_at"]) for each in found_heads]
            assert told == stream.heads
            assert [size for size, _, _ in told] == sorted({size for size, _, _ in told})
            assert ask("head", number)["size"] == stream.size


TestJournal = Journal.TestCase
TestJournal.settings = settings(
    max_examples=8, stateful_step_count=30, deadline=None, derandomize=True
)


@pytest.mark.long
def test_ten_thousand_acts_are_each_as_foretold() -> None:
    Journal.steps = 0
    many = settings(max_examples=400, stateful_step_count=50, deadline=None)
    run_state_machine_as_test(Journal, settings=many)
    assert Journal.steps >= 10_000
