"""Participants on a real chain: who is admitted, with which roles, under which name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from eth_account import Account
from sqlmodel import select

from ledger.database import reading, writing
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.localized import Localized
from ledger.paging import encode_cursor
from ledger.participants.model import Role, Status, Subject, SubjectKind
from ledger.participants.tables import SubjectRow
from ledger.types import Digest
from tests.support.chain import COMPANY, PERSON, address

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.participants.model import Draft, Participant
    from ledger.types import Address
    from tests.support.chain import Ledger

BASIS = Digest(b"\x05" * 32)


def new() -> Address:
    account: LocalAccount = Account.create()
    return address(account)


def admit(ledger: Ledger, account: Address, roles: Role, subject: Subject = COMPANY) -> Draft:
    authority = ledger.node.authority
    draft = ledger.participants.draft_admission(address(authority), account, roles, subject, BASIS)
    ledger.act(authority, draft.transaction)
    ledger.indexer().catch_up()
    return draft


def test_an_admitted_company_is_listed_with_its_name_and_bin(ledger: Ledger) -> None:
    account = new()
    draft = admit(ledger, account, Role.ISSUER | Role.DEPOSITOR)
    participant = ledger.participants.participant(account)
    assert participant.name == COMPANY.names
    assert participant.bin == "941240000193"
    assert participant.roles == Role.ISSUER | Role.DEPOSITOR
    assert participant.status is Status.ACTIVE
    assert participant.subject_digest == draft.digest
    assert participant.former_accounts == ()
    assert participant.admitted_at.block == ledger.store.head()
    assert participant == ledger.participants.participant(participant.number)
    listed = _all(ledger)
    assert participant in listed
    assert len(listed) == ledger.chain.call("participants", "count")


def _all(ledger: Ledger, role: Role | None = None) -> list[Participant]:
    found: list[Participant] = []
    after = None
    while True:
        page = ledger.participants.participants(3, after, role)
        found.extend(page.items)
        after = page.next
        if after is None:
            assert page.total == len(found)
            return found


def test_the_chain_holds_neither_the_name_nor_the_number_of_anyone(ledger: Ledger) -> None:
    draft = admit(ledger, new(), Role(0))
    data = draft.transaction.data
    assert COMPANY.names.en.encode() not in data
    assert COMPANY.bin_or_iin.encode() not in data
    again = ledger.participants.draft_admission(
        address(ledger.node.authority), new(), Role(0), COMPANY, BASIS
    )
    assert again.digest != draft.digest, "the salt is new each time"


def test_an_individual_is_admitted_and_never_named(ledger: Ledger) -> None:
    account = new()
    admit(ledger, account, Role.MINER, PERSON)
    participant = ledger.participants.participant(account)
    assert participant.name is None
    assert participant.bin is None
    assert participant.roles is Role.MINER


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        (SubjectKind.LEGAL, "941240000194", "identifier.bad-bin"),
        (SubjectKind.LEGAL, "940825300000", "identifier.bad-bin"),
        (SubjectKind.INDIVIDUAL, "941240000193", "identifier.bad-iin"),
    ],
)
def test_a_subject_with_a_wrong_number_is_refused(
    kind: SubjectKind, number: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        Subject(kind=kind, names=Localized("а", "б", "c"), bin_or_iin=number)
    assert refused.value.code == code


def test_a_refused_admission_leaves_nothing_in_the_vault(ledger: Ledger) -> None:
    stranger, before = new(), _kept(ledger)
    with pytest.raises(Rejected, match=r"contract\.refused"):
        ledger.participants.draft_admission(stranger, stranger, Role(0), COMPANY, BASIS)
    assert _kept(ledger) == before


def _kept(ledger: Ledger) -> set[str]:
    with reading(ledger.vault) as session:
        return {row.digest for row in session.exec(select(SubjectRow))}


def test_roles_suspension_and_reinstatement_show_in_the_index_as_on_the_chain(
    ledger: Ledger,
) -> None:
    account, authority = new(), ledger.node.authority
    service, sender = ledger.participants, address(authority)
    admit(ledger, account, Role.MINER)

    ledger.act(authority, service.draft_roles(sender, account, Role.ISSUER, BASIS))
    ledger.act(authority, service.draft_suspension(sender, account, BASIS))
    ledger.indexer().catch_up()
    suspended = service.participant(account)
    assert (suspended.roles, suspended.status) == (Role.ISSUER, Status.SUSPENDED)
    assert ledger.chain.call("participants", "is_active", account) is False

    ledger.act(authority, service.draft_reinstatement(sender, account, BASIS))
    ledger.indexer().catch_up()
    assert service.participant(account).status is Status.ACTIVE
    assert suspended.number in {p.number for p in _all(ledger, Role.ISSUER)}
    assert suspended.number not in {p.number for p in _all(ledger, Role.MINER)}


def test_a_replaced_key_still_finds_its_participant(ledger: Ledger) -> None:
    old, between, new_ = new(), new(), new()
    authority, service = ledger.node.authority, ledger.participants
    admit(ledger, old, Role.MINER)
    for before, after in ((old, between), (between, new_)):
        draft = service.draft_replacement(address(authority), before, after, BASIS)
        ledger.act(authority, draft)
    ledger.indexer().catch_up()
    participant = service.participant(new_)
    assert participant.account == new_
    assert participant.former_accounts == (old, between)
    assert service.participant(old) == participant
    assert participant.number == ledger.chain.call("participants", "number_of", new_)


@pytest.mark.parametrize("wanted", [0, -1, 10**6, 2**200])
def test_a_number_that_is_nobodys_is_not_found(ledger: Ledger, wanted: int) -> None:
    ledger.indexer().catch_up()
    with pytest.raises(NotFound, match=r"participant\.unknown"):
        ledger.participants.participant(wanted)


def test_a_stranger_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFound) as refused:
        ledger.participants.participant(new())
    assert refused.value.code == "participant.unknown"


def test_a_document_that_was_altered_in_the_vault_is_noticed(ledger: Ledger) -> None:
    account = new()
    draft = admit(ledger, account, Role.ISSUER)
    with writing(ledger.vault) as session:
        row = session.get(SubjectRow, draft.id)
        assert row is not None
        row.document = row.document.replace("Kazakhtelecom JSC", "Somebody else")
        session.add(row)
    with pytest.raises(VerificationError) as noticed:
        ledger.participants.participant(account)
    assert noticed.value.code == "participant.subject-altered"
    number = ledger.chain.call("participants", "number_of", account)
    listed = ledger.participants.participants(1, encode_cursor(number - 1)).items
    assert [(each.account, each.name) for each in listed] == [(account, None)]
    with writing(ledger.vault) as session:
        session.delete(session.get(SubjectRow, draft.id))


def test_without_the_vault_everything_but_the_name_is_known(ledger: Ledger) -> None:
    account = new()
    draft = admit(ledger, account, Role.ISSUER)
    with writing(ledger.vault) as session:
        session.delete(session.get(SubjectRow, draft.id))
    participant = ledger.participants.participant(account)
    assert participant.name is None
    assert participant.subject_digest == draft.digest
