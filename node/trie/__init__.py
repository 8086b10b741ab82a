"""Merkle-Patricia tries that are hashed once, when their root is asked for."""
