"""The check of a stored chain: every record held to the hashes that name it."""
