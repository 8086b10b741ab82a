"""Bulk records: many deposits by one transaction, each provable on its own."""
