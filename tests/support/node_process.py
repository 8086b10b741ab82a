"""Runs a node for tests: `python -m tests.support.node_process HOME [patient | shifting]`."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from node.clock import Clock, SystemClock
from node.running import Service, run
from tests.support.clocks import SHIFT, ShiftingClock, SkippingClock


def _clock(home: Path, words: list[str]) -> Clock:
    if "patient" in words:
        return SystemClock()
    return ShiftingClock(home / SHIFT) if "shifting" in words else SkippingClock()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    run(
        Service(Path(sys.argv[1]), port=0),
        os.environ["QOIMA_TEST_PASSWORD"],
        clock=_clock(Path(sys.argv[1]), sys.argv[2:]),
    )
