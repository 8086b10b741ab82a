"""What a register adds to the index: rows that it derives from events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["Later", "Prepared", "Projection"]


class Projection(Protocol):
    """Derives rows (`IndexRow` tables of its own) from the events of final blocks.

    The indexer calls `apply` once for each event, in the order of the chain, within the SQL
    transaction that stores the block; a projection reads nothing but its own rows and the event,
    takes no clock and no network, and never commits. It passes over events that it does not know.
    """

    @property
    def name(self) -> str:
        """A stable name with a version, such as `assets/1`: another name asks for a rebuild."""

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event."""

    def clear(self, session: Session) -> None:
        """Delete all rows."""


@runtime_checkable
class Prepared(Protocol):
    """A projection that reads at once, of its own rows, what a range of blocks will change."""

    def prepare(self, session: Session, events: Sequence[Event]) -> None:
        """Read what `apply` needs of these events, all that will be applied in this transaction."""


class Later(Protocol):
    """Reads what events only name from elsewhere, piece by piece, each in its own transaction.

    The same content gives the same rows whenever it is read; what is not there yet is looked for
    again. The rows are among those that a projection clears.
    """

    def settle(self) -> bool:
        """Do one piece of some seconds at most; whether there was anything to do."""
