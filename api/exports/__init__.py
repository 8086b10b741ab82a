"""Open data: whole lists as CSV and JSON Lines, each described and each with its digest (P-8)."""
