"""Tests of the explorer's pages."""
