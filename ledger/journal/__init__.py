"""Logs that are kept off the chain, and their heads on it (D-6, D-8, P-2)."""
