"""The witnesses of a node that seals: their store opened, their methods served."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from node.deployment import Home
from node.witness.registry import Registry
from node.witness.rpc import methods
from node.witness.store import WitnessStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["open_witnesses", "witness_folder"]


def witness_folder(home: Path) -> Path:
    """Where statements of witnesses lie, beside the chain."""
    return Home(home).folder / "witnesses"


@contextlib.contextmanager
def open_witnesses(home: Path, backend: Backend) -> Iterator[Methods]:
    """The methods of witnesses, which can publish here if transactions are admitted here.

    Raises VerificationError `witness.store`.
    """
    store = WitnessStore(witness_folder(home))
    try:
        registry = None
        if backend.admission is not None:
            registry = Registry.over(backend.chain, backend.admission.participants, store)
        yield methods(backend, store, registry)
    finally:
        store.close()
