"""Whose certificates bind accounts at this installation, as its settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.settings import Settings
    from ledger.identities.trust import Trust

__all__ = ["trust"]


def trust(settings: Settings) -> Trust | None:
    """The anchors and the lists of revocations; None where no anchors are set.

    Raises Unavailable("identity.anchors-unreadable", name=).
    """
    if settings.identity_anchors is None:
        return None
    from ledger.identities.fetching import Fetcher
    from ledger.identities.trust import Trust

    fetcher = Fetcher() if settings.identity_fetch else None
    return Trust.read(settings.identity_anchors, settings.identity_crls, fetcher)
