"""Who asks: sign-in by a signature, keys for machines, and what each may do."""
