"""Alters the contracts' sources one place at a time, and asks whether their tests notice."""
