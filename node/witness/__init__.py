"""Witnesses: others re-execute the chain and sign what they found at each height."""
