"""Tests of the bytes of HTTP: what is ambiguous, too large or too slow."""
