"""The reference workload: calls that each set three new storage slots and emit one event."""
