"""Source trees from folders, zip and tar archives, with everything hostile refused by name."""

from __future__ import annotations

from depository.archive.model import ArchiveKind, ArchiveRefused, Entry, Limits, Source
from depository.archive.reading import detect, entries, excluding

__all__ = [
    "ArchiveKind",
    "ArchiveRefused",
    "Entry",
    "Limits",
    "Source",
    "detect",
    "entries",
    "excluding",
]
