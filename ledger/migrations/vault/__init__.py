"""Revisions of the vault, which exists nowhere else: each adds before a later one takes away."""
