"""Bounds of a deposit, as the settings have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.archive import Limits

if TYPE_CHECKING:
    from cli.settings import Settings

__all__ = ["limits"]


def limits(settings: Settings) -> Limits:
    """How large a deposit may be."""
    return Limits(
        max_file_bytes=settings.max_file_bytes,
        max_total_bytes=settings.max_total_bytes,
        max_files=settings.max_files,
        max_depth=settings.max_depth,
        max_name_bytes=settings.max_name_bytes,
        max_ratio=settings.max_ratio,
    )
