"""Quarterly reports on mining (A-9)."""
