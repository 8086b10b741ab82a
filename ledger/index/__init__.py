"""The index: final blocks in SQL, rebuilt from the chain at will."""
