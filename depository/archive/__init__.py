"""Source trees from folders, zip and tar archives, with everything hostile refused by name."""
