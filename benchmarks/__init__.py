"""Measurements beside named peers in the same run."""
