"""What only checks the content reads no faster than it may."""

from __future__ import annotations

import pytest

from depository.fixity.pace import Pace


def test_reading_is_held_to_its_pace() -> None:
    now, slept = 0.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    pace = Pace(100, lambda: now, sleep)
    for _ in range(10):
        pace.spend(50)
    assert now == pytest.approx(5.0)
    now += 60
    for _ in range(4):
        pace.spend(50)
    assert now == pytest.approx(66.0)
    Pace(0, lambda: now, sleep).spend(1 << 40)
    assert now == pytest.approx(66.0)
