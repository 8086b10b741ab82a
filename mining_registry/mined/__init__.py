"""Mined assets and whose they are (A-8)."""
