"""Answers that are kept: how many, and which go first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.kept import Kept, KeptAnswer


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 900)), max_size=60))
def test_no_more_is_kept_than_there_is_room_for(asked: list[tuple[int, int]]) -> None:
    kept, last = Kept(most_bytes=5_000, largest=1_000), {}
    for tag, size in asked:
        answer = KeptAnswer((), bytes(size), "")
        kept.keep(str(tag), answer)
        if answer.size <= 1_000:
            last[str(tag)] = answer
    found = {tag: kept.get(tag) for tag in last}
    assert all(each is None or each == last[tag] for tag, each in found.items())
    assert sum(each.size for each in found.values() if each) <= 5_000
    if last:
        newest = next(str(tag) for tag, size in reversed(asked) if size + 200 <= 1_000)
        assert found[newest] is not None
