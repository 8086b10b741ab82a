"""Tests of the interface for tools that speak Etherscan's."""

from __future__ import annotations
