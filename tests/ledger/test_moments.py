"""How a moment is read, and that an index without a block has none."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.database import IndexRow
from ledger.errors import Rejected, Unavailable
from ledger.index.moments import Moments, parse_moment
from tests.ledger.history import GENESIS
from tests.support.chain import opened


def test_an_empty_index_has_no_moment(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("empty") / "index.db", IndexRow) as empty:
        moments = Moments(empty, lambda: dt.datetime.fromtimestamp(GENESIS, dt.UTC))
        for block, at in ((0, None), (None, "2023-11-14T22:13:20Z")):
            with pytest.raises(Unavailable, match=r"index\.empty"):
                moments.resolve(block, at)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [  # the examples of RFC 3339 §5.8 that name no leap second
        ("1985-04-12T23:20:50.52Z", 482196050),
        ("1996-12-19T16:39:57-08:00", 851042397),
        ("1937-01-01T12:00:27.87+00:20", -1041337173),
        ("1985-04-12t23:20:50z", 482196050),
    ],
)
def test_a_moment_is_read_as_the_standard_writes_it(text: str, seconds: int) -> None:
    assert parse_moment(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "1990-12-31T23:59:60Z",  # a leap second
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00 05:00",  # a plus sign that an address turned into a space
        "2026-01-01T00:00:00+0500",
        "2026-01-01T00:00:00+25:00",
        "2026-01-01T00:00:00.Z",
        "٢٠٢٦-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59" + "0" * 50,
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Rejected) as refused:
        parse_moment(text)
    assert refused.value.code == "moment.malformed"
