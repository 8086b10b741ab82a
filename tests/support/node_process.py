"""Runs a node for tests: `python -m tests.support.node_process HOME [patient]`."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from node.clock import SystemClock
from node.running import Service, run
from tests.support.clocks import SkippingClock

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    run(
        Service(Path(sys.argv[1]), port=0),
        os.environ["QOIMA_TEST_PASSWORD"],
        clock=SystemClock() if "patient" in sys.argv else SkippingClock(),
    )
