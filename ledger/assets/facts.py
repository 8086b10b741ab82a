"""Facts about classes and accounts, each changed by one kind of event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import func, select

from ledger.assets.held import find, keep
from ledger.assets.tables import (
    AccessRow,
    AssetClassRow,
    DocumentRow,
    FreezeRow,
    PauseRow,
    RightRow,
    SystemRow,
)
from ledger.errors import VerificationError
from ledger.index.values import amount_to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["CLASS_FACTS", "class_row"]


def class_row(session: Session, event: Event) -> AssetClassRow:
    """The class that an event names; VerificationError("index.out-of-order", event=)."""
    row = find(session, AssetClassRow, event.args["id"])
    if row is None:
        raise VerificationError("index.out-of-order", event=event.name)
    return row


def _registered(session: Session, event: Event) -> None:
    args = event.args
    keep(
        session,
        AssetClassRow(
            id=args["id"],
            issuer_account=args["issuer"],
            backing_kind=args["backing"],
            decision=args["decision"].hex(),
            uri=args["uri"],
            supply=amount_to_text(0),
            holders=0,
            redeemed=amount_to_text(0),
            block=event.block.number,
            transaction=event.transaction,
        ),
        args["id"],
    )


def _right_certified(session: Session, event: Event) -> None:
    args, row = event.args, class_row(session, event)
    listed = select(func.count()).where(RightRow.class_id == row.id)
    session.add(
        RightRow(
            class_id=row.id,
            position=session.exec(listed).one(),
            code=args["code"],
            text=args["text"].hex(),
        )
    )


def _document_recorded(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        DocumentRow(
            class_id=class_row(session, event).id,
            name=args["name"],
            version=args["version"],
            digest=args["digest"].hex(),
            block=event.block.number,
            transaction=event.transaction,
        )
    )


def _attested(session: Session, event: Event) -> None:
    row = class_row(session, event)
    row.attested = amount_to_text(event.args["amount"])
    row.valid_until = amount_to_text(event.args["valid_until"])
    row.attestor = event.args["attestor"]
    row.evidence = event.args["evidence"].hex()
    row.attested_block = event.block.number
    row.attested_transaction = event.transaction


def _exempted(session: Session, event: Event) -> None:
    class_row(session, event).exempt = event.name == "ExemptionRecorded"


def _system(session: Session, event: Event) -> None:
    issuer = event.args["issuer"]
    _remove(session, SystemRow, issuer)
    if event.name == "SystemAttested":
        session.add(SystemRow(issuer=issuer, system=event.args["system"].hex()))


def _access(session: Session, event: Event) -> None:
    row, participant = class_row(session, event), event.args["participant"]
    _remove(session, AccessRow, (row.id, participant))
    if event.name == "AccessGranted":
        session.add(
            AccessRow(
                class_id=row.id,
                participant=participant,
                block=event.block.number,
                transaction=event.transaction,
            )
        )


def _pause(session: Session, event: Event) -> None:
    _remove(session, PauseRow, event.args["id"])
    if event.name == "Paused":
        session.add(PauseRow(class_id=event.args["id"]))


def _frozen(session: Session, event: Event) -> None:
    args = event.args
    key = (args["tokenId"], args["account"], event.block.number)
    row = find(session, FreezeRow, key)
    if row is None:
        row = FreezeRow(class_id=key[0], account=key[1], block=key[2], amount="")
        keep(session, row, key)
    row.amount = amount_to_text(args["amount"])


def _remove(session: Session, table: type[Any], key: Any) -> None:
    """Delete a row if it is there; the same key may come back within the unit of work."""
    row = session.get(table, key)
    if row is not None:
        session.delete(row)
        session.flush()


CLASS_FACTS: Final[Mapping[str, Callable[[Session, Event], None]]] = {
    "ClassRegistered": _registered,
    "RightCertified": _right_certified,
    "DocumentRecorded": _document_recorded,
    "BackingAttested": _attested,
    "ExemptionRecorded": _exempted,
    "ExemptionRevoked": _exempted,
    "SystemAttested": _system,
    "SystemRevoked": _system,
    "AccessGranted": _access,
    "AccessRevoked": _access,
    "Paused": _pause,
    "Resumed": _pause,
    "Frozen": _frozen,
}
"""What each event changes; a freeze is told by `Frozen`, and its basis by `Enforced` besides."""
