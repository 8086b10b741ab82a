"""Acts of the authorised body against someone's will, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.records import Recorded
    from ledger.types import Address, Digest

__all__ = ["Act", "Enforced"]


class Act(StrEnum):
    """What was done; the acts that undo one are acts too."""

    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    FORCED_TRANSFER = "forced-transfer"
    PAUSE = "pause"
    RESUME = "resume"
    SUSPENSION = "suspension"
    REINSTATEMENT = "reinstatement"
    KEY_REPLACEMENT = "key-replacement"
    SYSTEM_REVOCATION = "system-revocation"
    EXEMPTION_REVOCATION = "exemption-revocation"
    ANNULMENT = "annulment"
    LEVEL_WITHDRAWAL = "level-withdrawal"


@dataclass(frozen=True, slots=True)
class Enforced:
    """An act, whom and what it concerns, and the digest of its legal basis.

    `account` is the key concerned and `counterparty` the other one, the receiver of a forced
    transfer or a new key. `asset` is a class, 0 for all in a pause of all; `deposit`, `batch` and
    `participant` are numbers, `amount` is what is frozen from then on in all, or what was moved.
    What does not concern an act is None.
    """

    act: Act
    contract: str
    account: Address | None
    counterparty: Address | None
    participant: int | None
    asset: int | None
    deposit: int | None
    batch: int | None
    amount: int | None
    basis: Digest
    recorded: Recorded
    log_index: int
