"""Acts against the will of those whom they concern, each with its legal basis."""
