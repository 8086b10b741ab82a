"""The register of mining notifications."""
