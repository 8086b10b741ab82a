"""Cells that point at other records: participants by name, blocks, transactions, digests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.pages.cells import (
    NOTHING,
    Cell,
    Hash,
    Link,
    Moment,
    Nothing,
    Number,
    Phrase,
    Several,
    Text,
)
from api.pages.formats import LAST_MOMENT
from api.pages.views import Fact
from ledger.errors import NotFound
from ledger.paging import encode_cursor

if TYPE_CHECKING:
    from api.languages import Language
    from ledger.localized import Localized
    from ledger.participants.model import Participant
    from ledger.participants.service import Participants
    from ledger.records import BlockRef, Recorded
    from ledger.types import Address, Digest, ParticipantId

__all__ = [
    "People",
    "asset_link",
    "batch_link",
    "block_link",
    "deposit_link",
    "digest",
    "evidence",
    "mined_link",
    "moment",
    "notification_link",
    "number_phrase",
    "record_link",
    "record_phrase",
    "recorded",
    "text",
    "transaction_link",
]


@dataclass(frozen=True)
class People:
    """Participants as they appear on one page; each is asked for once."""

    participants: Participants
    language: Language
    _known: dict[int | str, Participant | None] = field(default_factory=dict)

    def find(self, who: ParticipantId | Address) -> Participant | None:
        """The participant by number or address, None when there is none."""
        if who not in self._known:
            try:
                self._known[who] = self.participants.participant(who)
            except NotFound:
                self._known[who] = None
        return self._known[who]

    def numbered(self, number: ParticipantId) -> Cell:
        """A link to a participant by the name, or by the number where no name is public."""
        found = self.find(number)
        name = found.name if found else None
        label = text(name, self.language) if name else None
        return Link(
            f"/participants/{number}", label or number_phrase("page-participant-title", number)
        )

    def account(self, address: Address) -> Cell:
        """An account: its participant where it has one, and the address itself."""
        shown = Hash(address, f"/accounts/{address}")
        found = self.find(address)
        if found is None:
            return shown
        return Several((self.numbered(found.number), shown), stacked=True)


def text(names: Localized, language: Language) -> Text:
    """The text in the reader's language."""
    return Text(names.in_language(language))


def number_phrase(message: str, number: int) -> Phrase:
    """A title that names a record by its number, ungrouped."""
    return Phrase(message, (("number", str(number)),))


def digest(value: Digest, *, whole: bool = False) -> Cell:
    """A digest in hex; thirty-two zero bytes stand for none."""
    return Hash(f"0x{value.hex()}", whole=whole) if any(value) else NOTHING


def moment(timestamp: int) -> Cell:
    """A time, or the words for one beyond the calendar."""
    return Moment(timestamp) if 0 <= timestamp < LAST_MOMENT else Phrase("page-no-expiry")


def block_link(block: BlockRef) -> Link:
    """A link to a block by its number."""
    return Link(f"/blocks/{block.number}", Number(block.number))


def transaction_link(transaction: str, *, whole: bool = False) -> Hash:
    """A link to a transaction by its hash."""
    return Hash(transaction, f"/transactions/{transaction}", whole=whole)


def recorded(where: Recorded | None) -> Cell:
    """When a fact was recorded, with a link to its transaction."""
    if where is None:
        return NOTHING
    return Link(f"/transactions/{where.transaction}", Moment(where.block.timestamp))


def evidence(where: Recorded) -> tuple[Fact, ...]:
    """Block, time and transaction that a record rests on."""
    return (
        Fact("page-block-number", block_link(where.block)),
        Fact("page-block-time", Moment(where.block.timestamp)),
        Fact("page-transaction-hash", transaction_link(where.transaction, whole=True)),
    )


def deposit_link(number: int) -> Cell:
    """A link to a deposit, nothing for number 0."""
    return _link("/deposits", "page-deposit-title", number)


def batch_link(number: int) -> Cell:
    """A link to a batch."""
    return _link("/batches", "page-batch-title", number)


def record_link(batch: int, place: int) -> Link:
    """A link to a batch, begun where a record stands; a place before the first is the list's."""
    begun = f"?after={encode_cursor(place - 1)}" if place > 0 else ""
    return Link(f"/batches/{batch}{begun}", record_phrase(batch, place))


def record_phrase(batch: int, place: int) -> Phrase:
    """The title of a record by its batch and place, or of the list."""
    if place < 0:
        return Phrase("page-batch-list-of", (("batch", str(batch)),))
    return Phrase("page-record-title", (("batch", str(batch)), ("index", str(place))))


def asset_link(number: int) -> Cell:
    """A link to a class of assets."""
    return _link("/assets", "page-asset-title", number)


def notification_link(number: int) -> Cell:
    """A link to a notification."""
    return _link("/notifications", "page-notification-title", number)


def mined_link(number: int) -> Cell:
    """A link to a mined asset."""
    return _link("/mined", "page-mined-one", number)


def _link(register: str, title: str, number: int) -> Link | Nothing:
    return Link(f"{register}/{number}", number_phrase(title, number)) if number else NOTHING
