"""Content in kubo, the IPFS node, spoken to through its RPC."""

from __future__ import annotations

from depository.kubo.address import Secret, parse_address
from depository.kubo.store import KuboStore

__all__ = ["KuboStore", "Secret", "parse_address"]
