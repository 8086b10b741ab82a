"""Tests of the commands, through real processes."""
