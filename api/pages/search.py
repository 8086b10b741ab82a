"""Search: what a query can mean, and which records answer to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from api.pages.cells import Phrase, Text
from api.pages.references import number_phrase, record_link, record_phrase, text
from api.pages.verify import asked_question
from depository.model import Deposit
from ledger.addresses import parse_address
from ledger.errors import NotFound, Rejected
from ledger.paging import MAX_LIMIT
from ledger.participants.model import Participant
from ledger.types import (
    BatchId,
    ClassId,
    DepositId,
    MinedAssetId,
    NotificationId,
    ParticipantId,
    RedemptionId,
)
from mining_registry.model import Notification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.languages import Language
    from api.services import Services
    from depository.batches.register import BatchRecord
    from ledger.localized import Localized

__all__ = ["NEWEST", "SUGGESTED", "Found", "Group", "Hit", "Search", "only_hit"]

NEWEST: Final = MAX_LIMIT
"""How many of the newest deposits a search for a part of a word reads."""

SUGGESTED: Final = 8
"""How many records are suggested at most."""

_HEX32: Final = re.compile(r"(?:0x)?[0-9a-fA-F]{64}")
_NUMBER: Final = re.compile(r"[№#]?\s*([0-9]{1,18})")


@dataclass(frozen=True)
class Hit:
    """A record that answers to the query."""

    href: str
    title: Phrase
    name: Text | None = None


@dataclass(frozen=True)
class Group:
    """Hits of one register; `heading` is its message."""

    heading: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Found:
    """The answer; `by_title` says that titles and names were searched."""

    groups: tuple[Group, ...]
    by_title: bool = False


def only_hit(found: Found) -> Hit | None:
    """The hit when there is exactly one."""
    hits = {hit.href: hit for group in found.groups for hit in group.hits}
    return next(iter(hits.values())) if len(hits) == 1 else None


@dataclass(frozen=True)
class Search:
    """Searches every register of the services."""

    services: Services
    language: Language

    def find(self, query: str) -> Found:
        """Everything that the query names, grouped by register."""
        plain = query.strip()
        number = _NUMBER.fullmatch(plain)
        if number and len(plain) != 12:
            return Found(_groups(self._numbered(int(number[1]))))
        groups = _groups(self._exact(plain))
        if groups or not plain:
            return Found(groups)
        return Found(_groups(self._named(plain.casefold())), by_title=True)

    def suggest(self, query: str) -> tuple[Hit, ...]:
        """The first of what a query that is still being written may mean, `SUGGESTED` at most.

        Titles are looked for by the beginnings of their words.
        """
        plain = query.strip()
        number = _NUMBER.fullmatch(plain)
        if number and len(plain) != 12:
            found = self._numbered(int(number[1]))
        else:
            found = chain(self._exact(plain), self._beginning(plain))
        hits = {hit.href: hit for _, hit in islice(found, SUGGESTED * 2)}
        return tuple(hits.values())[:SUGGESTED]

    def _numbered(self, number: int) -> Iterator[tuple[str, Hit]]:
        services = self.services
        kinds: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            (
                "page-deposits",
                "/deposits",
                "page-deposit-title",
                lambda: services.depository.deposit(DepositId(number)),
            ),
            (
                "page-batches",
                "/batches",
                "page-batch-title",
                lambda: services.batches.store.batch(BatchId(number)),
            ),
            (
                "page-assets",
                "/assets",
                "page-asset-title",
                lambda: services.assets.asset(ClassId(number)),
            ),
            (
                "page-redemptions",
                "/redemptions",
                "page-redemption-title",
                lambda: services.assets.redemption(RedemptionId(number)),
            ),
            (
                "page-notifications",
                "/notifications",
                "page-notification-title",
                lambda: services.mining.notification(NotificationId(number)),
            ),
            (
                "page-mined-title",
                "/mined",
                "page-mined-one",
                lambda: services.mining.mined.asset(MinedAssetId(number)),
            ),
            (
                "page-participants",
                "/participants",
                "page-participant-title",
                lambda: services.participants.participant(ParticipantId(number)),
            ),
            ("page-blocks", "/blocks", "page-block-title", lambda: services.index.block(number)),
        )
        for heading, register, title, ask in kinds:
            found = _asked(ask)
            if found is not None:
                name = self._name(_name_of(found))
                yield heading, Hit(f"{register}/{number}", number_phrase(title, number), name)

    def _exact(self, query: str) -> Iterator[tuple[str, Hit]]:
        if query[:2].lower() == "0x" and len(query) == 42:
            yield from self._address(query)
        elif _HEX32.fullmatch(query):
            yield from self._hash(f"0x{query.removeprefix('0x').lower()}")
        question = asked_question(query)
        subject = None if question is None else question.content
        if subject is not None:
            for match in self.services.depository.verify(subject).matches:
                yield self._deposit_hit(match.deposit.number, match.deposit.title)
            for inside in self.services.batches.matches(subject):
                yield self._record_hit(inside.record)

    def _address(self, query: str) -> Iterator[tuple[str, Hit]]:
        try:
            address = parse_address(query)
        except Rejected:
            return
        yield "page-participants", Hit(f"/accounts/{address}", Phrase("page-account-title"))

    def _hash(self, value: str) -> Iterator[tuple[str, Hit]]:
        index = self.services.index
        if _asked(lambda: index.transaction(value)):
            title = Phrase("page-transaction-title")
            yield "page-block-transactions", Hit(f"/transactions/{value}", title)
        try:
            block = index.block(value)
        except NotFound:
            return
        title = number_phrase("page-block-title", block.number)
        yield "page-blocks", Hit(f"/blocks/{block.number}", title)

    def _named(self, query: str) -> Iterator[tuple[str, Hit]]:
        """By titles and names: words everywhere, parts of words in the newest deposits."""
        for deposit in self.services.depository.titled(query, NEWEST):
            yield self._deposit_hit(deposit.number, deposit.title)
        for deposit in self.services.depository.deposits(NEWEST, None).items:
            if _says(deposit.title, query):
                yield self._deposit_hit(deposit.number, deposit.title)
        yield from self._people(query, NEWEST)

    def _beginning(self, query: str) -> Iterator[tuple[str, Hit]]:
        if len(query) < 2:
            return
        for deposit in self.services.depository.titled(query, SUGGESTED):
            yield self._deposit_hit(deposit.number, deposit.title)
        yield from self._people(query.casefold(), SUGGESTED)

    def _people(self, query: str, most: int) -> Iterator[tuple[str, Hit]]:
        """Participants, then notifications, by name or BIN."""
        named = (each for each in self._participants() if _is_or_says(each, query))
        for participant in islice(named, most):
            title = number_phrase("page-participant-title", participant.number)
            href = f"/participants/{participant.number}"
            yield "page-participants", Hit(href, title, self._name(participant.name))

        def says(text: str) -> bool:
            return query in text.casefold()

        for notification in self.services.mining.named(says, most):
            title = number_phrase("page-notification-title", notification.number)
            href = f"/notifications/{notification.number}"
            yield "page-notifications", Hit(href, title, self._name(notification.name))

    def _participants(self) -> Iterator[Participant]:
        """All of them: their list begins with the oldest, and they are few."""
        after: str | None = None
        while True:
            page = self.services.participants.participants(MAX_LIMIT, after)
            yield from page.items
            after = page.next
            if after is None:
                return

    def _deposit_hit(self, number: DepositId, title: Localized | None) -> tuple[str, Hit]:
        phrase = number_phrase("page-deposit-title", number)
        return "page-deposits", Hit(f"/deposits/{number}", phrase, self._name(title))

    def _record_hit(self, record: BatchRecord) -> tuple[str, Hit]:
        """The page of the batch, begun where the record stands."""
        href = record_link(record.batch, record.index).href
        title = record_phrase(record.batch, record.index)
        return "page-batches", Hit(href, title, self._name(record.title))

    def _name(self, names: Localized | None) -> Text | None:
        return text(names, self.language) if names else None


def _is_or_says(participant: Participant, query: str) -> bool:
    return _says(participant.name, query) or participant.bin == query


def _says(names: Localized | None, query: str) -> bool:
    return names is not None and any(
        query in each.casefold() for each in (names.kk, names.ru, names.en)
    )


def _asked(ask: Callable[[], object]) -> object | None:
    try:
        return ask()
    except NotFound:
        return None


def _name_of(record: object) -> Localized | None:
    if isinstance(record, Deposit):
        return record.title
    return record.name if isinstance(record, (Notification, Participant)) else None


def _groups(hits: Iterator[tuple[str, Hit]]) -> tuple[Group, ...]:
    by_heading: dict[str, dict[str, Hit]] = {}
    for heading, hit in hits:
        by_heading.setdefault(heading, {}).setdefault(hit.href, hit)
    return tuple(Group(heading, tuple(some.values())) for heading, some in by_heading.items())
