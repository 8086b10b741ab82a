"""The validation query: whatever is asked of, whether it is on record, and what is known of it."""
