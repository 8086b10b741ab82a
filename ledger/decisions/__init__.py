"""Decisions of the authorised body: proposed by one of its keys, agreed on, executed."""
