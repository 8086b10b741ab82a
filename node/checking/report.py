"""What a check has looked at and what it has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Damage", "Report"]

_MOST = 100


@dataclass(frozen=True)
class Damage:
    """One record that does not hold.

    `part` is genesis, head, index, header, seal, body, receipts, execution, state, code
    or pool; `at` is the height where there is one; `key` is the hash that finds the record.
    """

    part: str
    at: int | None
    key: str
    detail: str

    def as_json(self) -> dict[str, Any]:
        """What the command shows."""
        return {"part": self.part, "block": self.at, "key": self.key, "detail": self.detail}


@dataclass
class Report:
    """Counts of what was looked at; damages up to a bound, and how many there are in all."""

    head: int = 0
    head_hash: str = ""
    blocks: int = 0
    transactions: int = 0
    unchecked_seals: int = 0
    state_nodes: int = 0
    accounts: int = 0
    waiting: int = 0
    executed: int = 0
    damages: list[Damage] = field(default_factory=list)
    found: int = 0

    def add(self, part: str, at: int | None, key: bytes, detail: object) -> None:
        """Note a damage."""
        self.found += 1
        if len(self.damages) < _MOST:
            self.damages.append(Damage(part, at, "0x" + key.hex(), str(detail)[:200]))

    def as_json(self) -> dict[str, Any]:
        """What the command shows."""
        return {
            "head": self.head,
            "hash": self.head_hash,
            "blocks": self.blocks,
            "transactions": self.transactions,
            "unchecked_seals": self.unchecked_seals,
            "state_nodes": self.state_nodes,
            "accounts": self.accounts,
            "waiting": self.waiting,
            "executed": self.executed,
            "damaged": self.found,
            "damages": [each.as_json() for each in self.damages],
        }
