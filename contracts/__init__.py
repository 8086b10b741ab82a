"""Vyper sources, compiled artifacts and their loader."""
