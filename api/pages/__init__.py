"""The explorer: pages that show every record in Kazakh, Russian and English."""
