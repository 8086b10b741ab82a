"""Participants: who may act on the chain, in which roles, and under which name."""
