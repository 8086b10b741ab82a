"""Hashes that threads share: whoever brings them forward, each takes all pieces in their order."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.hashing import Lanes


class Slow:
    """Takes nothing until it is let go; keeps what it takes."""

    def __init__(self) -> None:
        self.go = Event()
        self.taken: list[bytes] = []

    def update(self, data: bytes, /) -> None:
        assert self.go.wait(60)
        self.taken.append(data)


class Broken:
    """Fails at one piece."""

    def update(self, data: bytes, /) -> None:
        if data == b"bad":
            raise MemoryError


@given(st.lists(st.binary(max_size=64), max_size=60), st.integers(1, 3))
def test_every_hash_is_that_of_the_whole(pieces: list[bytes], threads: int) -> None:
    hashes = [hashlib.sha256(), hashlib.sha1(usedforsecurity=False), hashlib.md5()]  # noqa: S324
    with ThreadPoolExecutor(threads) as beside:
        lanes = Lanes(beside, hashes)
        for piece in pieces:
            lanes.update(piece)
        lanes.finish()
    whole = b"".join(pieces)
    assert [each.digest() for each in hashes] == [
        hashlib.new(each.name, whole, usedforsecurity=False).digest() for each in hashes
    ]


def test_a_slow_hash_holds_the_feeder_back_and_loses_nothing() -> None:
    slow, pieces = Slow(), [bytes([n]) for n in range(50)]
    with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(1) as feeder:
        lanes = Lanes(beside, [slow])
        fed: list[bytes] = []

        def feed() -> None:
            for piece in pieces:
                lanes.update(piece)
                fed.append(piece)
            lanes.finish()

        feeding = feeder.submit(feed)
        with pytest.raises(TimeoutError):
            feeding.result(0.2)
        assert len(fed) < 10
        slow.go.set()
        feeding.result(60)
    assert slow.taken == pieces


@pytest.mark.parametrize("after", [0, 1, 30])
def test_what_a_hash_raises_reaches_the_feeder(after: int) -> None:
    with ThreadPoolExecutor(1) as beside:
        lanes = Lanes(beside, [Broken(), hashlib.sha256()])

        def feed() -> None:
            for piece in (b"good", b"bad", *[b"good"] * after):
                lanes.update(piece)
            lanes.finish()

        with pytest.raises(MemoryError):
            feed()
