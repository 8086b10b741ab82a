"""Where a deposit comes from, as it is said on the command line."""

from __future__ import annotations

from depository.metadata import Origin, Provenance
from ledger.types import Digest
from qoima.client.digests import document_digest

__all__ = ["provenance"]


def provenance(*, budget: bool, state: bool, conclusion: str | None) -> Provenance:
    """Its origin, and the SHA-256 of the expert conclusion: a file's, or as given.

    What budget money made is the state's too, so that both flags together mean the budget's.
    Raises UsageError `input.file-unreadable` (path).
    """
    origin = Origin.BUDGET if budget else Origin.STATE if state else Origin.NON_STATE
    digest = None if conclusion is None else Digest(document_digest(conclusion))
    return Provenance(origin, digest)
