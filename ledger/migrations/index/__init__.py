"""Revisions of the index, which is built anew from the chain where its rows change."""
