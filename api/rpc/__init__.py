"""The public JSON-RPC of the chain: reads within bounds, and the relay of signed transactions."""

from __future__ import annotations
