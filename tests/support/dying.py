"""Runs `qoima WORDS` and kills it at a step: `python -m tests.support.dying STEP WORDS`.

The process gets SIGKILL, from itself, where the step says; at `none` it lives.
"""

from __future__ import annotations

import functools
import importlib
import os
import signal
import sys
from typing import Any, Final

__all__ = ["STEPS"]

STEPS: Final = {
    "claimed": ("api.acting", "Acting", "written", "before"),
    "packed": ("depository.vault", "DepositVault", "keep_draft", "before"),
    "drafted": ("depository.vault", "DepositVault", "keep_draft", "after"),
    "answered": ("api.idempotency", "Idempotency", "_finish", "before"),
    "kept": ("api.idempotency", "Idempotency", "_finish", "after"),
    "unsent": ("ledger.chain", "Chain", "send", "before"),
    "sent": ("ledger.chain", "Chain", "send", "after"),
    "noted": ("api.sending.store", "SentStore", "admitted", "after"),
    "indexing": ("depository.projection", "DepositProjection", "apply", "after"),
}
"""Where a process dies: module, class, method, and on which side of it."""


def _dying(method: Any, side: str) -> Any:
    @functools.wraps(method)
    def called(*args: Any, **kwargs: Any) -> Any:
        if side == "after":
            method(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return called


if __name__ == "__main__":
    if sys.argv[1] != "none":
        module, name, function, where = STEPS[sys.argv[1]]
        owner = getattr(importlib.import_module(module), name)
        setattr(owner, function, _dying(getattr(owner, function), where))
    sys.argv[1:] = sys.argv[2:]
    from cli.main import run

    run()
