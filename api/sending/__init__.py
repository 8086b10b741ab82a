"""Signed transactions that this interface was given: their relay, their history, their refusals."""

from __future__ import annotations
