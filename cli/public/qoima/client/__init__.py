"""A client of the HTTP API that signs on this side and believes only what it can check.

Reading needs a `Client`; acting an `Agent`, which has a key and trusts a deployment. The modules
say what can be done with them: `packages`, `records`, `events`, `proofs`, `validation` and
`fetching` for depositors and readers; `acts`, `assets`, `mining`, `deposit_acts`, `batches`,
`enforcement` and `journal` for whoever signs; `access` and `identities` for sign-in, keys and
bindings. Whatever fails raises an error of one tree, which `errors` draws.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from depository.metadata import Access, Metadata, Origin, PackageKind, Provenance
    from ledger.deployment import Deployment, read_deployment
    from ledger.errors import (
        Conflict,
        NotFound,
        QoimaError,
        Rejected,
        Unavailable,
        VerificationError,
    )
    from ledger.localized import Localized
    from qoima.client.agent import Agent, Awaiting, Decided, Done
    from qoima.client.credentials import ApiKey, SignedIn
    from qoima.client.errors import InputError, ProblemError
    from qoima.client.events import Events
    from qoima.client.http import Client
    from qoima.client.packages import Delivery, Deposited
    from qoima.client.pages import Pages
    from qoima.client.patience import Patience

__all__ = [
    "Access",
    "Agent",
    "ApiKey",
    "Awaiting",
    "Client",
    "Conflict",
    "Decided",
    "Delivery",
    "Deployment",
    "Deposited",
    "Done",
    "Events",
    "InputError",
    "Localized",
    "Metadata",
    "NotFound",
    "Origin",
    "PackageKind",
    "Pages",
    "Patience",
    "ProblemError",
    "Provenance",
    "QoimaError",
    "Rejected",
    "SignedIn",
    "Unavailable",
    "VerificationError",
    "read_deployment",
]

_HOMES: Final = {
    "depository.metadata": ("Access", "Metadata", "Origin", "PackageKind", "Provenance"),
    "ledger.deployment": ("Deployment", "read_deployment"),
    "ledger.errors": (
        *("Conflict", "NotFound", "QoimaError", "Rejected", "Unavailable", "VerificationError"),
    ),
    "ledger.localized": ("Localized",),
    "qoima.client.agent": ("Agent", "Awaiting", "Decided", "Done"),
    "qoima.client.credentials": ("ApiKey", "SignedIn"),
    "qoima.client.errors": ("InputError", "ProblemError"),
    "qoima.client.events": ("Events",),
    "qoima.client.http": ("Client",),
    "qoima.client.packages": ("Delivery", "Deposited"),
    "qoima.client.pages": ("Pages",),
    "qoima.client.patience": ("Patience",),
}
_HOME: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a name when it is asked for (PEP 562): what a program does not use costs nothing."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOME[name]), name)
