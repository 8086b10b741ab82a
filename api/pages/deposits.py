"""Pages of the depository: deposits, their files and versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from api.pages.cells import NOTHING, Badge, File, Hash, Number, Phrase, Several, Size, Text
from api.pages.histories import checked, history_sections, level
from api.pages.parts import parts_sections, set_facts
from api.pages.references import (
    deposit_link,
    digest,
    evidence,
    number_phrase,
    record_link,
    recorded,
    text,
)
from api.pages.tables import deposit_badges, deposits_table
from api.pages.views import Column, Fact, Facts, Listing, Notice, Record, Section, Table
from depository.giving import Form
from depository.metadata import Access
from depository.model import Status
from ledger.errors import NotFound, Rejected, Unavailable, VerificationError

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from depository.model import Deposit
    from depository.package import PackedFile
    from ledger.types import DepositId

__all__ = ["DepositPages", "deposit_status_of"]

_ROWS = 50
_FILES = 200
_VERSIONS = 50


@dataclass(frozen=True)
class DepositPages:
    """Builds the pages of deposits."""

    services: Services
    people: People

    def deposits(self, after: str | None, status: Status | None) -> Listing:
        """The list of deposits, all or those of one status."""
        page = self.services.depository.deposits(_ROWS, after, status=status)
        asked = f"status={status.value}" if status else ""
        address = f"/deposits?{asked}" if asked else "/deposits"
        following = f"{address}{'&' if asked else '?'}after={page.next}"
        return Listing(
            title="page-deposits",
            lead="page-deposits-lead",
            table=deposits_table(page, self.people, "page-deposits"),
            href=address,
            next=following if page.next else None,
            later=after is not None,
            filters=_filters(status),
            api_href="/v1/deposits",
        )

    def deposit(self, number: DepositId, after: str | None) -> Record:
        """One deposit with a page of its files; NotFound("deposit.unknown")."""
        found = self.services.depository.deposit(number)
        history = self.services.depository.history(number)
        return Record(
            register="page-deposits",
            register_href="/deposits",
            title=number_phrase("page-deposit-title", found.number),
            name=text(found.title, self.people.language) if found.title else None,
            badges=(*deposit_badges(found), Badge(f"page-deposit-access-{found.access.value}")),
            notices=_notices(found),
            facts=self._facts(found),
            evidence=evidence(found.recorded),
            sections=(
                *self._versions(found),
                *history_sections(history, self.people),
                *parts_sections(found),
                *self._content(found, after),
            ),
            api_href=f"/v1/deposits/{found.number}",
        )

    def _facts(self, found: Deposit) -> tuple[Fact, ...]:
        decision = found.decision
        reason = decision.reason if decision else None
        facts = [
            Fact("page-deposit-kind", Phrase(f"page-deposit-kind-{found.kind.value}")),
            Fact("page-deposit-origin", Phrase(f"page-deposit-origin-{found.origin.value}")),
            Fact("page-deposit-possessor", self.people.numbered(found.possessor)),
            Fact("page-deposit-level", level(found.level)),
            checked(self.services.checks.check(found.number)),
            *self._described(found),
            *set_facts(found),
            Fact("page-deposit-size", Size(found.size)),
            Fact("page-deposit-cid", Hash(str(found.cid), whole=True)),
            Fact("page-deposit-root", digest(found.root, whole=True)),
        ]
        if decision:
            facts.append(Fact("page-deposit-decided", recorded(decision.recorded)))
            facts.append(Fact("page-deposit-decider", self.people.account(decision.operator)))
        if reason:
            facts.append(Fact("page-deposit-reason", digest(reason, whole=True)))
        if found.status is Status.ACCEPTED:
            address = f"/v1/deposits/{found.number}/certificate?language={self.people.language}"
            certificate = File(address, f"deposit-{found.number}-{self.people.language}.pdf")
            facts.append(Fact("page-deposit-certificate", certificate))
        if origin := self.services.batches.store.origin_of(found.number):
            facts.append(Fact("page-batch-taken-out-of", record_link(*origin)))
        proof = File(f"/v1/deposits/{found.number}/proof", f"deposit-{found.number}.proof.json")
        return (*facts, Fact("page-deposit-proof", proof), *self._rights(found))

    def _rights(self, found: Deposit) -> tuple[Fact, ...]:
        """What bears on whose it is: the conclusion, rival claims, an offer, an annulment."""
        facts = []
        if found.conclusion:
            facts.append(Fact("page-deposit-conclusion", digest(found.conclusion, whole=True)))
        if found.rivals:
            links = tuple(deposit_link(each) for each in found.rivals)
            facts.append(Fact("page-deposit-same-content", Several(links, stacked=True)))
        if found.offer:
            facts += [
                Fact("page-deposit-offered", self.people.numbered(found.offer.receiver)),
                Fact("page-field-agreement", digest(found.offer.agreement, whole=True)),
            ]
        if found.annulment:
            facts += [
                Fact("page-deposit-annulled-at", recorded(found.annulment.recorded)),
                Fact("page-field-basis", digest(found.annulment.basis, whole=True)),
            ]
        return tuple(facts)

    def _described(self, found: Deposit) -> tuple[Fact, ...]:
        described = found.described
        if described is None:
            return ()
        about = described.description
        facts = [
            Fact("page-deposit-version", Text(described.version, code=True)),
            Fact("page-deposit-license", Text(described.license, code=True)),
            Fact("page-deposit-files-count", Number(described.file_count)),
            Fact("page-deposit-swhid", Hash(described.swhid, whole=True)),
        ]
        if about:
            facts.insert(0, Fact("page-deposit-description", text(about, self.people.language)))
        if described.authors:
            names = Several(tuple(Text(each) for each in described.authors), stacked=True)
            facts.append(Fact("page-deposit-authors", names))
        return tuple(facts)

    def _versions(self, found: Deposit) -> tuple[Section, ...]:
        """Versions before and after, oldest first, where there is more than one."""
        chain = [found]
        while (earlier := chain[0].previous) and len(chain) < _VERSIONS:
            chain.insert(0, self.services.depository.deposit(earlier))
        while (later := chain[-1].successor) and len(chain) < _VERSIONS:
            chain.append(self.services.depository.deposit(later))
        if len(chain) == 1:
            return ()
        rows = tuple(
            (
                Badge("page-deposit-this") if each is found else deposit_link(each.number),
                Text(each.described.version, code=True) if each.described else NOTHING,
                Several(deposit_badges(each)),
                recorded(each.recorded),
            )
            for each in chain
        )
        columns = (
            Column("page-deposit-number"),
            Column("page-deposit-version"),
            Column("page-deposit-status"),
            Column("page-deposit-recorded"),
        )
        return (Table("page-deposit-versions", columns, rows, "page-deposits-empty"),)

    def _content(self, found: Deposit, after: str | None) -> tuple[Section, ...]:
        """Files of a public package; a damaged or absent one is said to be so."""
        if found.access is Access.LIMITED:
            return ()
        try:
            page = self.services.depository.files(found.number, _FILES, after)
        except Rejected:
            raise
        except (NotFound, Unavailable, VerificationError):
            return (Table("page-deposit-files", (), (), "page-deposit-damaged"),)
        columns = (
            Column("page-deposit-file-path"),
            Column("page-deposit-size", figure=True),
            Column("page-deposit-file-sha256"),
            Column("page-deposit-file-get"),
        )
        rows = tuple(_file(found, each) for each in page.items)
        following = f"/deposits/{found.number}?after={page.next}" if page.next else None
        table = Table(
            "page-deposit-files", columns, rows, "page-deposit-files-empty", page.total, following
        )
        if not found.status.stands:
            return (table,)
        return (table, Facts("page-deposit-archive", _whole(found)))


def _whole(found: Deposit) -> tuple[Fact, ...]:
    """The package in every form in which it is given as one file."""
    forms = [
        (
            f"page-deposit-{form}",
            f"/v1/deposits/{found.number}/archive?form={form}",
            f"deposit-{found.number}.{form}",
        )
        for form in Form
    ]
    forms.append(("page-deposit-package", f"/ipfs/{found.cid}?format=car", str(found.cid)))
    return tuple(Fact(label, File(href, name)) for label, href, name in forms)


def _notices(found: Deposit) -> tuple[Notice, ...]:
    """What must be read with a deposit."""
    notices = []
    if found.rivals and found.status.stands:
        notices.append(Notice("page-deposit-claimed-words", "wait"))
    if found.status is Status.ANNULLED:
        notices.append(Notice("page-deposit-annulled-words", "bad"))
    if found.access is Access.LIMITED:
        notices.append(Notice("page-deposit-limited", "wait"))
    return tuple(notices)


def _file(found: Deposit, each: PackedFile) -> tuple[Cell, ...]:
    """A file; what stands no more is listed and not handed out."""
    href = f"/v1/deposits/{found.number}/files/{quote(each.path)}"
    return (
        Text(each.path, code=True),
        Size(each.size),
        Hash(each.sha256.hex()),
        File(href, each.path) if found.status.stands else NOTHING,
    )


def deposit_status_of(word: str | None) -> Status | None:
    """The status of a filter's word, None for all; NotFound("route.unknown") for another word."""
    if word is None:
        return None
    try:
        return Status(word)
    except ValueError as error:
        raise NotFound("route.unknown", path=f"/deposits?status={word[:40]}") from error


def _filters(chosen: Status | None) -> tuple[tuple[str, str, bool], ...]:
    every = [("page-filter-all", "/deposits", chosen is None)]
    for status in Status:
        label = f"page-deposit-{status.value}"
        every.append((label, f"/deposits?status={status.value}", status is chosen))
    return (*every, ("page-batches", "/batches", False))
