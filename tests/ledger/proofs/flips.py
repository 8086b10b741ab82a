"""Bundles of the corpus that hold, each with one bit turned over: by a seed, the same each time."""

from __future__ import annotations

import io
import json
import random
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from depository.proving import verify_file, verify_proof
from ledger.errors import VerificationError
from ledger.proofs.model import Demands
from ledger.proofs.trust import read_trust
from tests.ledger.proofs.corpus import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.proofs.trust import Trust

__all__ = ["Flipped", "flipped", "verdict_on"]

_SEED = 33
_NAMES = (
    *("deposit under 1", "deposit under 3", "ownership under 3", "balance under 1"),
    *("notification under 2", "record under 3", "file main.py", "two witnesses", "checkpoint"),
)


@dataclass(frozen=True)
class Flipped:
    """A case of the corpus, by its entry in the index, and the bundle's bytes with a bit turned."""

    entry: Mapping[str, Any]
    document: bytes


def flipped(count: int) -> Iterator[Flipped]:
    """So many bundles."""
    chance = random.Random(_SEED)  # noqa: S311 - nothing secret
    index = json.loads((FOLDER / "index.json").read_bytes())
    entries = [entry for entry in index if entry["name"] in _NAMES]
    assert len(entries) == len(_NAMES)
    for _ in range(count):
        entry = chance.choice(entries)
        document = bytearray((FOLDER / entry["bundle"]).read_bytes())
        document[chance.randrange(len(document))] ^= 1 << chance.randrange(8)
        yield Flipped(entry, bytes(document))


def verdict_on(case: Flipped) -> tuple[int, str | None]:
    """The check that fails and the code; 0 and None for what holds."""
    entry = case.entry
    try:
        demands = Demands(entry["now"], entry["not_before"])
        proven = verify_proof(case.document, _trust(entry["trust"]), demands)
        if entry["file"] is not None:
            verify_file(proven, io.BytesIO((FOLDER / entry["file"]).read_bytes()), 1 << 20)
    except VerificationError as refusal:
        return int(str(refusal.facts["check"])), refusal.code
    return 0, None


@cache
def _trust(path: str) -> Trust:
    return read_trust((FOLDER / path).read_bytes())
