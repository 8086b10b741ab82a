"""Notifications from a form to an acknowledgement: real chain, real SQL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from ledger.canonical import salted_digest
from ledger.database import writing
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.types import NotificationId, ParticipantId
from mining_registry.model import Status
from mining_registry.reading import document_of
from mining_registry.rules import midnight
from mining_registry.tables import FormRow
from tests.mining_registry.forms import faults_of
from tests.mining_registry.miners import BASIS, form, notified, of, today
from tests.support.node import Role

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.registers import Registers


IIN = "850101301241"


def test_a_notification_is_recorded_with_its_public_part_only(
    registers: Registers, miner: LocalAccount
) -> None:
    filled = form(registers)
    made = registers.mining.draft(of(miner), filled)
    event = registers.event(miner, made.transaction)
    found = registers.mining.notification(NotificationId(event.args["number"]))
    assert event.args["form"] == made.digest == found.digest
    assert event.args["starts_at"] == midnight(filled.dates.start)
    assert (found.account, found.status, found.version) == (
        of(miner),
        Status.SUBMITTED,
        1,
    )
    assert found.name is not None
    assert found.name.en == "Ulgi Esepteu LLP"
    assert (found.bin, found.regions) == ("190340001233", ("KZ-55",))
    assert found.starts_on == filled.dates.start
    assert found.submitted == event.recorded
    assert registers.mining.form_of(found.number) == filled


def test_the_same_form_twice_has_two_digests(registers: Registers, miner: LocalAccount) -> None:
    filled = form(registers)
    one = registers.mining.draft(of(miner), filled)
    two = registers.mining.draft(of(miner), filled)
    assert one.digest != two.digest
    assert salted_digest(document_of(filled), bytes(32)) not in {one.digest, two.digest}


def test_a_start_too_near_is_refused_with_the_earliest_day(
    registers: Registers, miner: LocalAccount
) -> None:
    with pytest.raises(Rejected) as refusal:
        registers.mining.draft(of(miner), form(registers, 30))
    assert faults_of(refusal.value) == {("dates.start", "form.start-too-near")}
    earliest = today(registers) + dt.timedelta(days=31)
    assert refusal.value.facts["details"] == (earliest.isoformat(),)


def test_the_contract_itself_refuses_a_start_too_near(
    registers: Registers, miner: LocalAccount
) -> None:
    near = registers.chain.head().timestamp + 29 * 86400
    with pytest.raises(Rejected) as refusal:
        registers.chain.build(of(miner), "mining_registry", "notify", b"\x01" * 32, near)
    assert refusal.value.facts == {"contract": "mining_registry", "reason": "starts too soon"}


def test_a_stranger_notifies_of_nothing_and_leaves_no_form(registers: Registers) -> None:
    stranger = registers.node.admit(Role.DEPOSITOR)
    with pytest.raises(Rejected) as refusal:
        registers.mining.draft(of(stranger), form(registers))
    assert refusal.value.facts == {"contract": "mining_registry", "reason": "not a miner"}
    with writing(registers.mining.vault_engine) as session:
        kept = select(FormRow).where(FormRow.sender == stranger.address)
        assert session.exec(kept).first() is None


def test_an_amendment_is_a_new_version_and_the_old_one_stays(
    registers: Registers, miner: LocalAccount
) -> None:
    first = notified(registers, miner)
    amended = form(registers, jobs=99, sites__0__kato="750000000")
    made = registers.mining.draft_amendment(of(miner), first.number, amended)
    assert made.number == first.number
    registers.sign(miner, made.transaction)
    found = registers.mining.notification(first.number)
    assert (found.status, found.version) == (Status.AMENDED, 2)
    assert [version.digest for version in found.versions] == [first.digest, made.digest]
    assert found.regions == ("KZ-75",)
    assert registers.mining.form_of(first.number).jobs == 99
    assert registers.mining.form_of(first.number, 1).jobs == 24
    assert found.amended_on is not None
    with pytest.raises(NotFound, match=r"notification\.version-unknown"):
        registers.mining.form_of(first.number, 3)


def test_another_miner_amends_nothing_of_mine(registers: Registers, miner: LocalAccount) -> None:
    mine = notified(registers, miner)
    other = registers.node.admit(Role.MINER)
    with pytest.raises(Rejected) as refusal:
        registers.mining.draft_amendment(of(other), mine.number, form(registers))
    assert refusal.value.facts["reason"] == "not the miner"


def test_an_unknown_notification_is_neither_amended_nor_shown(
    registers: Registers, miner: LocalAccount
) -> None:
    for number in (0, 10**6, 2**70):
        with pytest.raises(NotFound, match=r"notification\.unknown"):
            registers.mining.notification(NotificationId(number))
        with pytest.raises(NotFound, match=r"notification\.unknown"):
            registers.mining.draft_amendment(of(miner), NotificationId(number), form(registers))


def test_one_who_copies_another_s_digest_gets_none_of_its_form(
    registers: Registers, miner: LocalAccount
) -> None:
    """Digests stand open on the chain; the form behind one is that of who drafted it."""
    first = notified(registers, miner)
    thief = registers.node.admit(Role.MINER)
    starts_at = first.current.starts_at
    copied = registers.chain.build(of(thief), "mining_registry", "notify", first.digest, starts_at)
    event = registers.event(thief, copied)
    found = registers.mining.notification(NotificationId(event.args["number"]))
    assert found.digest == first.digest
    assert (found.name, found.bin, found.regions) == (None, None, ())
    with pytest.raises(NotFound, match=r"form\.not-held"):
        registers.mining.form_of(found.number)
    listed = registers.mining.notifications(200, region="KZ-55").items
    assert first.number in {each.number for each in listed}
    assert found.number not in {each.number for each in listed}
    assert registers.mining.notification(first.number).name is not None


def test_notifications_are_listed_by_their_miner(registers: Registers, miner: LocalAccount) -> None:
    mine = notified(registers, miner)
    other = notified(registers, registers.node.admit(Role.MINER))
    listed = registers.mining.notifications(200, miner=mine.miner).items
    assert {each.miner for each in listed} == {mine.miner}
    assert mine.number in {each.number for each in listed}
    assert registers.mining.notifications(9, miner=other.miner).items == (other,)
    assert registers.mining.notifications(9, miner=ParticipantId(2**70)).total == 0


def test_mining_that_stopped_is_ceased_once(registers: Registers, miner: LocalAccount) -> None:
    first = notified(registers, miner)
    day = today(registers)
    event = registers.event(miner, registers.mining.draft_cessation(of(miner), first.number, day))
    found = registers.mining.notification(first.number)
    assert (found.status, found.ended_on) == (Status.CEASED, day)
    assert found.ceased == event.recorded
    with pytest.raises(Rejected, match="already ceased"):
        registers.mining.draft_cessation(of(miner), first.number, day)
    with pytest.raises(Rejected, match="already ceased"):
        registers.mining.draft_amendment(of(miner), first.number, form(registers))


def test_mining_stops_neither_tomorrow_nor_before_it_was_notified(
    registers: Registers, miner: LocalAccount
) -> None:
    first = notified(registers, miner)
    day, step = today(registers), dt.timedelta(days=1)
    with pytest.raises(Rejected, match=r"cessation\.in-future"):
        registers.mining.draft_cessation(of(miner), first.number, day + step)
    for early in (first.submitted_on - step, dt.date.min):
        with pytest.raises(Rejected, match=r"cessation\.before-submission"):
            registers.mining.draft_cessation(of(miner), first.number, early)


def test_a_form_that_is_not_held_leaves_the_facts_of_the_chain(
    registers: Registers, miner: LocalAccount, tmp_path: Path
) -> None:
    first = notified(registers, miner)
    elsewhere = registers.without_forms(tmp_path / "vault.db")
    found = elsewhere.mining.notification(first.number)
    assert (found.name, found.bin, found.regions) == (None, None, ())
    assert (found.digest, found.recorded) == (first.digest, first.recorded)
    with pytest.raises(NotFound, match=r"form\.not-held"):
        elsewhere.mining.form_of(first.number)


def test_a_form_changed_in_the_vault_is_found_out(
    registers: Registers, miner: LocalAccount
) -> None:
    first = notified(registers, miner)
    with writing(registers.mining.vault_engine) as session:
        row = session.get_one(FormRow, first.digest.hex())
        row.document = row.document.replace('"jobs": 24', '"jobs": 2')
        session.add(row)
    with pytest.raises(VerificationError, match=r"form\.digest-differs"):
        registers.mining.form_of(first.number)


def test_of_a_natural_person_the_public_record_names_no_one(
    registers: Registers, miner: LocalAccount
) -> None:
    found = notified(registers, miner, miner__kind="entrepreneur", miner__bin_or_iin=IIN)
    assert (found.name, found.bin) == (None, None)
    assert found.regions == ("KZ-55",)


def test_notifications_are_listed_by_region_and_status_the_newest_first(
    registers: Registers, miner: LocalAccount
) -> None:
    made = [notified(registers, miner, sites__0__kato="390000000").number for _ in range(3)]
    first = registers.mining.notifications(2, region="KZ-39")
    assert [each.number for each in first.items] == made[:0:-1]
    assert first.total == 3
    rest = registers.mining.notifications(2, first.next, region="KZ-39")
    assert ([each.number for each in rest.items], rest.next) == (made[:1], None)
    registers.sign(miner, registers.mining.draft_cessation(of(miner), made[0], today(registers)))
    ceased = registers.mining.notifications(9, region="KZ-39", status=Status.CEASED)
    assert [each.number for each in ceased.items] == made[:1]
    assert registers.mining.notifications(9, region="KZ-79").total == 0
    with pytest.raises(Rejected, match=r"region\.unknown"):
        registers.mining.notifications(9, region="KZ-00")


def test_a_start_beyond_any_calendar_is_shown_as_its_last_day(
    registers: Registers, miner: LocalAccount
) -> None:
    draft = registers.chain.build(of(miner), "mining_registry", "notify", b"\x02" * 32, 2**256 - 1)
    event = registers.event(miner, draft)
    found = registers.mining.notification(NotificationId(event.args["number"]))
    assert found.current.starts_at == 2**256 - 1
    assert found.starts_on == dt.date.max
    again = registers.mining.date_rule(found.number)
    assert again.recorded_start == dt.date.max


def test_an_index_built_anew_gives_equal_answers(registers: Registers, miner: LocalAccount) -> None:
    first = notified(registers, miner)
    authority = registers.node.authority
    draft = registers.mining.draft_acknowledgement(of(authority), first.number, first.digest, BASIS)
    registers.sign(authority, draft)
    before = registers.mining.notifications(200)
    registers.indexer.rebuild()
    assert registers.mining.notifications(200) == before
