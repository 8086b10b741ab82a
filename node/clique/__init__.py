"""Clique, the proof of authority of EIP-225: pure rules over headers."""
