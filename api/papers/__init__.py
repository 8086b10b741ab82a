"""Documents for people to keep: made of records, written as PDF."""
