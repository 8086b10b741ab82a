"""Tests of UnixFS."""
