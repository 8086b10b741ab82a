"""What records of all registers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when it runs

__all__ = [
    "Head",
    "Place",
    "Texts",
]


@dataclass(frozen=True)
class Texts:
    """A text in Kazakh, Russian and English."""

    kk: str
    ru: str
    en: str


@dataclass(frozen=True)
class Head:
    """The block that an answer stands on."""

    number: int
    hash: str
    timestamp: datetime


@dataclass(frozen=True)
class Place:
    """Where something was recorded."""

    block: int
    block_hash: str
    timestamp: datetime
    transaction: str
