"""The register of enforcement as events of all contracts tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete

from ledger.enforcement.model import Act
from ledger.enforcement.tables import EnforcementRow
from ledger.index.values import amount_to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["EnforcementProjection"]

_NO_BASIS: Final = bytes(32)
_RECEIVER: Final = "enforcement.receiver"
_FREEZE: Final = 1


class EnforcementProjection:
    """Keeps a row per act of force.

    ERC-7943 has no place for a basis: the receiver of a forced transfer is told by the event
    `ForcedTransfer`, and the rest by `Enforced`, which follows it in the same transaction.
    """

    name = "enforcement/1"

    def apply(self, session: Session, event: Event) -> None:
        """Add the row of one event; others are passed over."""
        if (event.contract, event.name) == ("digital_assets", "ForcedTransfer"):
            session.info[_RECEIVER] = event.args["to"]
            return
        read = _ACTS.get((event.contract, event.name))
        if read is None or event.args["basis"] == _NO_BASIS:
            return
        facts = read(event.args)
        if facts["act"] is Act.FORCED_TRANSFER:
            facts["counterparty"] = session.info.pop(_RECEIVER)
        session.add(
            EnforcementRow(
                block=event.block.number,
                log_index=event.log_index,
                contract=event.contract,
                basis=event.args["basis"],
                transaction=event.transaction,
                **facts,
            )
        )

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        session.execute(delete(EnforcementRow))


def _enforced(args: Mapping[str, Any]) -> dict[str, Any]:
    act = Act.FORCED_TRANSFER
    if args["act"] == _FREEZE:
        act = Act.FREEZE if args["amount"] else Act.UNFREEZE
    amount = amount_to_text(args["amount"])
    return {"act": act, "account": args["account"], "asset": args["id"], "amount": amount}


def _named(act: Act, **columns: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """An act of which columns are arguments of these names."""

    def read(args: Mapping[str, Any]) -> dict[str, Any]:
        return {"act": act} | {column: args[name] for column, name in columns.items()}

    return read


_ACTS: Final[Mapping[tuple[str, str], Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    ("digital_assets", "Enforced"): _enforced,
    ("digital_assets", "Paused"): _named(Act.PAUSE, asset="id"),
    ("digital_assets", "Resumed"): _named(Act.RESUME, asset="id"),
    ("participants", "Suspended"): _named(Act.SUSPENSION, participant="number", account="account"),
    ("participants", "Reinstated"): _named(
        Act.REINSTATEMENT, participant="number", account="account"
    ),
    ("participants", "KeyReplaced"): _named(
        Act.KEY_REPLACEMENT, participant="number", account="old", counterparty="new"
    ),
    ("asset_classes", "SystemRevoked"): _named(Act.SYSTEM_REVOCATION, participant="issuer"),
    ("asset_classes", "ExemptionRevoked"): _named(Act.EXEMPTION_REVOCATION, asset="id"),
    ("depository", "Annulled"): _named(Act.ANNULMENT, deposit="number"),
    ("depository", "BatchAnnulled"): _named(Act.ANNULMENT, batch="batch"),
    ("depository", "LevelWithdrawn"): _named(Act.LEVEL_WITHDRAWAL, deposit="number"),
}
"""Which events tell of an act of force, and what of them is kept."""
