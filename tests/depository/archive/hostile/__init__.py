"""Archives made to harm, each with the reason with which it must be refused."""

from __future__ import annotations

from tests.depository.archive.hostile import git, names, packed, tars, zips

__all__ = ["CORPUS"]

CORPUS = (*names.ROWS, *zips.ROWS, *tars.ROWS, *packed.ROWS, *git.ROWS)
"""Every hostile archive that the tests have a name for."""
