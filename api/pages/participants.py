"""Pages of participants and of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.accounts import Period, statement_form
from api.pages.asset_tables import holdings_table, movements_table
from api.pages.cells import NOTHING, Badge, Hash, Link, Phrase, Several, Text
from api.pages.fields import role_badges
from api.pages.mined import mined_table
from api.pages.references import digest, evidence, number_phrase, recorded, text
from api.pages.states import states_table
from api.pages.tables import deposits_table, notifications_table, transactions_table
from api.pages.views import Column, Fact, Listing, Notice, Record, Section, Table
from ledger.errors import NotFound
from ledger.participants.model import Role, Status

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.chain import ChainPages
    from api.pages.references import People
    from api.services import Services
    from ledger.participants.model import Participant
    from ledger.types import Address, ParticipantId

__all__ = ["ParticipantPages", "participant_badge", "role_of"]

_ROWS = 50
_PART = 25


def participant_badge(participant: Participant) -> Badge:
    """Whether a participant may act now."""
    if participant.status is Status.SUSPENDED:
        return Badge("page-participant-suspended", "bad")
    return Badge("page-participant-active", "good")


@dataclass(frozen=True)
class ParticipantPages:
    """Builds the pages that tell who stands behind a number or an address."""

    services: Services
    messages: Messages
    people: People
    chain: ChainPages

    def participants(self, after: str | None, role: Role | None) -> Listing:
        """The list of participants, all or those of one role."""
        page = self.services.participants.participants(_ROWS, after, role=role)
        asked = f"role={role.name.lower()}" if role and role.name else ""
        address = f"/participants?{asked}" if asked else "/participants"
        table = Table(
            "page-participants",
            (
                Column("page-participant-number"),
                Column("page-participant-name"),
                Column("page-participant-roles"),
                Column("page-participant-status"),
                Column("page-participant-account"),
                Column("page-participant-admitted"),
            ),
            tuple(self._row(each) for each in page.items),
            "page-participants-empty",
            page.total,
        )
        following = f"{address}{'&' if asked else '?'}after={page.next}"
        return Listing(
            title="page-participants",
            lead="page-participants-lead",
            table=table,
            href=address,
            next=following if page.next else None,
            later=after is not None,
            filters=_filters(role),
            api_href="/v1/participants",
        )

    def participant(self, number: ParticipantId) -> Record:
        """One participant; NotFound("participant.unknown")."""
        found = self.services.participants.participant(number)
        name = text(found.name, self.people.language) if found.name else None
        notices = () if name else (Notice("page-participant-unnamed"),)
        return Record(
            register="page-participants",
            register_href="/participants",
            title=number_phrase("page-participant-title", found.number),
            name=name,
            badges=(participant_badge(found),),
            facts=self._facts(found),
            evidence=evidence(found.admitted_at),
            notices=notices,
            sections=(
                states_table(self.services, found.number, f"/participants/{found.number}/states"),
                *self._records(found),
                *self._book(found.account),
            ),
            api_href=f"/v1/participants/{found.number}",
        )

    def account(self, address: Address) -> Record:
        """One account, whether a participant's, a contract's or a stranger's."""
        owner = self.people.find(address)
        contract = self.chain.contract_link(address)
        facts = [Fact("page-account-address", Hash(address, whole=True))]
        notices: tuple[Notice, ...] = ()
        if contract:
            facts.append(Fact("page-transaction-to", contract))
        elif owner:
            facts.append(Fact("page-account-participant", self.people.numbered(owner.number)))
            if owner.account != address:
                notices = (Notice("page-account-former", "wait"),)
        else:
            notices = (Notice("page-account-stranger", "wait"),)
        return Record(
            register="page-participants",
            register_href="/participants",
            title=Phrase("page-account-title"),
            name=None,
            badges=(participant_badge(owner),) if owner else (),
            facts=tuple(facts),
            notices=notices,
            sections=self._book(address),
            api_href=f"/v1/accounts/{address}",
        )

    def _row(self, each: Participant) -> tuple[Cell, ...]:
        href = f"/participants/{each.number}"
        title = number_phrase("page-participant-title", each.number)
        name = text(each.name, self.people.language) if each.name else title
        return (
            Link(href, Text(str(each.number))),
            Link(href, name),
            role_badges(each.roles),
            participant_badge(each),
            Hash(each.account, f"/accounts/{each.account}"),
            recorded(each.admitted_at),
        )

    def _facts(self, found: Participant) -> tuple[Fact, ...]:
        account = Hash(found.account, f"/accounts/{found.account}", whole=True)
        former = tuple(
            Hash(each, f"/accounts/{each}", whole=True) for each in found.former_accounts
        )
        facts = [
            Fact("page-participant-roles", role_badges(found.roles)),
            Fact("page-participant-bin", Text(found.bin, code=True) if found.bin else NOTHING),
            Fact("page-participant-account", account),
            Fact("page-participant-subject", digest(found.subject_digest, whole=True)),
        ]
        if former:
            facts.insert(3, Fact("page-participant-former", Several(former, stacked=True)))
        return tuple(facts)

    def _records(self, found: Participant) -> tuple[Section, ...]:
        mining = self.services.mining
        deposits = self.services.depository.deposits(_PART, None, possessor=found.number)
        notifications = mining.notifications(_PART, miner=found.number)
        mined = mining.mined.assets(_PART, owner=found.number)
        tables = (
            deposits_table(deposits, self.people, "page-account-deposits"),
            notifications_table(notifications, self.people, "page-account-notifications"),
            mined_table(mined, self.people, "page-mined-title"),
        )
        return tuple(each for each in tables if each.rows)

    def _book(self, address: Address) -> tuple[Section, ...]:
        assets = self.services.assets
        holdings = assets.holdings(address, _PART)
        movements = assets.movements(account=address, limit=_PART)
        transactions = self.services.index.transactions(_PART, account=address)
        whole, heading = f"/accounts/{address}", "page-account-movements"
        moved = movements_table(
            movements, self.people, heading, with_class=True, more=f"{whole}/movements"
        )
        return (
            holdings_table(holdings, "page-account-holdings", more=f"{whole}/holdings"),
            *((moved, statement_form(address, Period())) if moved.rows else ()),
            transactions_table(
                transactions,
                self.messages,
                self.people,
                "page-account-transactions",
                f"{whole}/transactions",
            ),
        )


def role_of(word: str | None) -> Role | None:
    """The role of a filter's word, None for all; NotFound("route.unknown") for another word."""
    if word is None:
        return None
    try:
        return Role[word.upper()]
    except KeyError as error:
        raise NotFound("route.unknown", path=f"/participants?role={word[:40]}") from error


def _filters(chosen: Role | None) -> tuple[tuple[str, str, bool], ...]:
    every = [("page-filter-all", "/participants", chosen is None)]
    for role in Role:
        word = str(role.name).lower()
        every.append((f"page-role-{word}", f"/participants?role={word}", role == chosen))
    return tuple(every)
