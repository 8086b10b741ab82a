"""Runs a node without the command line of the product: `python -m node HOME [--port PORT]`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from node.errors import NodeError
from node.running import Service, run

__all__ = ["main"]

_PASSWORD = "QOIMA_NODE_PASSWORD"  # noqa: S105 - the name of the variable, not a password


def main() -> int:
    """Serve the node of a home; the password of the sealer's key comes from the environment."""
    parser = argparse.ArgumentParser(prog="python -m node", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8545)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        service = Service(arguments.home, arguments.host, arguments.port)
        run(service, os.environ.get(_PASSWORD, ""))
    except NodeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
