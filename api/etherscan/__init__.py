"""The API of Etherscan and Blockscout, `/api?module=…&action=…`, for tools that speak it."""

from __future__ import annotations
