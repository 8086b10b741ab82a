"""The checks of a proof, numbered in the order in which they are made."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Check"]


class Check(IntEnum):
    """What is found to hold; the first that does not ends the verification.

    The numbers are part of the format: other verifiers answer with the same.
    """

    FORM = 1
    """Canonical JSON of bounded size, with these fields and no others."""
    CHAIN = 2
    """The chain id and the genesis that are trusted."""
    CONTRACT = 3
    """The contract that is trusted for this kind of record."""
    HEADERS = 4
    """Headers of the statement's block and of those that make it final, each on the one before."""
    SEALS = 5
    """Each is sealed by a trusted signer, none of whom seals twice too soon (EIP-225)."""
    TIME = 6
    """None is from the future."""
    INCLUSION = 7
    """The receipt stands in the block's trie of receipts."""
    STATEMENT = 8
    """It succeeded; the log in it is the contract's and says what the bundle says."""
    STATE_HEADERS = 9
    """As 4, of the block of the state; it is not before the statement's."""
    STATE_SEALS = 10
    """As 5."""
    STATE_TIME = 11
    """As 6, and not older than the reader demands."""
    ACCOUNT = 12
    """The contract's account stands in the state, with the trusted code."""
    STORAGE = 13
    """So do the slots of the record, and they say what the bundle says."""
    WITNESSES = 14
    """Each witness is trusted and signed that block; there are as many as the reader demands."""
    CONTENT = 15
    """The blocks lead from the deposit to the file by its path."""
    FILES = 16
    """The given file is the one that the record names."""
