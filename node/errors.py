"""The error tree of the node.

NodeError
├── NotFound            what was asked for is not on this chain
├── Conflict            it clashes with what is there already
├── Rejected            a transaction, a file or a setting is refused, and would be again
├── Unavailable         the node cannot do it now or in this role
└── VerificationError   a block, a seal or a store does not hold
"""

from __future__ import annotations

__all__ = [
    "Conflict",
    "Fact",
    "NodeError",
    "NotFound",
    "Rejected",
    "Unavailable",
    "VerificationError",
]

Fact = str | int


class NodeError(Exception):
    """A refusal of the node: a stable dotted `code` and typed `facts`, never a sentence."""

    def __init__(self, code: str, /, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        if not self.facts:
            return self.code
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})"


class NotFound(NodeError):  # noqa: N818 - the tree is named as a reader speaks of it
    """A block, a transaction or a file that is not there."""


class Conflict(NodeError):  # noqa: N818 - as above
    """The act clashes with what exists: a home that is there, a chain that is open elsewhere."""


class Rejected(NodeError):  # noqa: N818 - as above
    """The input is refused; repeating it unchanged would not help."""


class Unavailable(NodeError):  # noqa: N818 - as above
    """The node cannot do it now, or not in this role."""


class VerificationError(NodeError):
    """A block, a seal, a genesis file or a stored record does not hold."""
