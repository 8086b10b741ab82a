"""Following: another node's blocks are fetched, checked, executed anew and served read-only."""
