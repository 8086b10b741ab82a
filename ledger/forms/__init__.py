"""Forms that the law asks for, edition by edition."""
