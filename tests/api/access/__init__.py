"""Tests of sign-in, sessions, keys and the rights of callers."""
