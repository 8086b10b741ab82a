"""Proof bundles: one file that convinces offline that a record stands on a chain."""
