"""The native code that py-evm's libraries are told to use, chosen here and nowhere else."""

from __future__ import annotations

import os

__all__ = ["select"]


def select() -> None:
    """Choose keccak from C and secp256k1 from libsecp256k1; an operator's own choice stands.

    Both libraries read the environment at their first use, so this runs when `node` is imported.
    """
    os.environ.setdefault("ETH_HASH_BACKEND", "pysha3")
    os.environ.setdefault("ECC_BACKEND_CLASS", "eth_keys.backends.CoinCurveECCBackend")
