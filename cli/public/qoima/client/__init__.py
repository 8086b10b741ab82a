"""A client of the HTTP API that signs on this side and believes only what it can check."""
