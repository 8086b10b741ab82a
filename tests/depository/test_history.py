"""What happens to deposits after they were made: possessors, levels, copies, verifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.loader import load
from depository.batches.projection import STEPS as BATCH_STEPS
from depository.history import CopyStatus, Purpose
from depository.history_store import HistoryStore
from depository.metadata import Origin
from depository.model import Status
from depository.steps import STEPS
from ledger.types import BlockNumber, DepositId, Digest, Timestamp
from tests.depository.recorded import KEY, OPERATOR, Recording

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = DepositId(1), DepositId(2)
ROOT = Digest(b"\x01" * 32)
AGREEMENT, EVIDENCE, REASON = b"\x0a" * 32, b"\x0e" * 32, b"\x0f" * 32
BUYER = "0x" + "33" * 20
YEAR = 365 * 86_400


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """One deposit of participant 1, and a participant 2."""
    made = Recording(tmp_path)
    made.emit("participants", "Admitted", number=2, account=BUYER, roles=0, subject=bytes(32))
    made.deposited(1, ROOT)
    return made


def act(recording: Recording, name: str, **args: object) -> None:
    recording.emit("depository", name, number=1, **args)


def store(recording: Recording) -> HistoryStore:
    return HistoryStore(recording.engine)


def test_every_event_of_the_contract_changes_the_rows() -> None:
    events = {entry["name"] for entry in load("depository").abi if entry["type"] == "event"}
    assert events == {*STEPS, *BATCH_STEPS, "Deposited"}


def test_who_deposits_is_the_first_possessor(recording: Recording) -> None:
    history = store(recording).history(ONE)
    (first,) = history.tenures
    assert (first.possessor, first.account, first.agreement) == (1, KEY, None)
    assert first.recorded == recording.store.deposit(ONE).recorded
    assert (history.levels, history.copies) == ((), ())
    assert (history.tenures_total, history.levels_total, history.copies_total) == (1, 0, 0)


def test_an_offer_is_told_until_it_ends(recording: Recording) -> None:
    for ended in ("OfferWithdrawn", "OfferRefused", "OfferLapsed"):
        act(recording, "Offered", giver=1, receiver=2, agreement=AGREEMENT)
        offer = recording.store.deposit(ONE).offer
        assert offer is not None
        assert (offer.receiver, offer.agreement) == (2, AGREEMENT)
        assert offer.recorded.block.number == len(recording.events)
        act(recording, ended, receiver=2)
        assert recording.store.deposit(ONE).offer is None
    assert recording.store.deposit(ONE).possessor == 1


def test_a_transfer_changes_the_possessor_and_enters_a_tenure(recording: Recording) -> None:
    act(recording, "Offered", giver=1, receiver=2, agreement=AGREEMENT)
    act(recording, "Transferred", giver=1, receiver=2, agreement=AGREEMENT)
    deposit = recording.store.deposit(ONE)
    assert (deposit.possessor, deposit.account, deposit.offer) == (2, BUYER, None)
    tenures = store(recording).history(ONE).tenures
    assert [(each.possessor, each.account) for each in tenures] == [(1, KEY), (2, BUYER)]
    assert tenures[1].agreement == AGREEMENT
    assert tenures[1].recorded.block.number == len(recording.events)


def test_a_level_rises_and_falls_and_both_are_told(recording: Recording) -> None:
    for level in (1, 2):
        act(recording, "LevelAttested", actor=2, level=level, evidence=EVIDENCE)
    assert recording.store.deposit(ONE).level == 2
    fall = {"level": 1, "left": 0, "reason": REASON}
    act(recording, "LevelWithdrawn", actor=0, basis=AGREEMENT, **fall)
    assert recording.store.deposit(ONE).level == 0
    levels = store(recording).history(ONE).levels
    told = [(each.level, each.attested, each.actor, each.digest, each.basis) for each in levels]
    assert told == [
        (1, True, 2, EVIDENCE, None),
        (2, True, 2, EVIDENCE, None),
        (0, False, None, REASON, AGREEMENT),
    ]
    act(recording, "LevelAttested", actor=2, level=1, evidence=EVIDENCE)
    act(recording, "LevelWithdrawn", actor=2, basis=bytes(32), **fall)
    assert store(recording).history(ONE).levels[-1].basis is None


def test_a_copy_is_told_from_the_application_to_its_end(recording: Recording) -> None:
    ends: tuple[tuple[str, dict[str, object], CopyStatus, bytes | None], ...] = (
        ("CopyIssued", {"operator": OPERATOR, "digest": EVIDENCE}, CopyStatus.ISSUED, EVIDENCE),
        ("CopyRefused", {"operator": OPERATOR, "reason": REASON}, CopyStatus.REFUSED, REASON),
        ("CopyLapsed", {}, CopyStatus.LAPSED, None),
    )
    for index, (name, args, status, outcome) in enumerate(ends):
        asked = {"applicant": 1, "purpose": 2, "application": AGREEMENT}
        act(recording, "CopyApplied", index=index, **asked)
        waiting = store(recording).history(ONE).copies[-1]
        assert (waiting.index, waiting.status) == (index, CopyStatus.APPLIED)
        assert (waiting.purpose, waiting.application) == (Purpose.REPLACEMENT, AGREEMENT)
        assert (waiting.outcome, waiting.decided) == (None, None)
        act(recording, name, index=index, **args)
        ended = store(recording).history(ONE).copies[-1]
        assert (ended.status, ended.outcome, ended.applied) == (status, outcome, waiting.applied)
        assert ended.decided is not None
        assert ended.decided.block.number == len(recording.events)
    page = store(recording).copies(ONE, 2, None)
    assert ([each.index for each in page.items], page.total) == ([2, 1], 3)
    assert [each.index for each in store(recording).copies(ONE, 2, page.next).items] == [0]
    assert store(recording).copies(TWO, 2, None).total == 0


def test_an_annulled_acceptance_keeps_the_decision_that_was(recording: Recording) -> None:
    act(recording, "Accepted", operator=OPERATOR)
    act(recording, "Annulled", basis=AGREEMENT)
    deposit = recording.store.deposit(ONE)
    assert deposit.status is Status.ANNULLED
    assert not deposit.status.stands
    assert deposit.decision is not None
    assert deposit.decision.operator == OPERATOR
    assert deposit.annulment is not None
    assert deposit.annulment.basis == AGREEMENT
    assert deposit.annulment.recorded.block.number == len(recording.events)


def test_claims_to_one_content_name_each_other_while_they_stand(recording: Recording) -> None:
    recording.deposited(2, ROOT, possessor=2)
    assert recording.store.deposit(ONE).rivals == (2,)
    assert recording.store.deposit(TWO).rivals == (1,)
    assert recording.store.claims(ROOT) == (1, 2)
    act(recording, "Accepted", operator=OPERATOR)
    act(recording, "Annulled", basis=AGREEMENT)
    assert recording.store.deposit(ONE).rivals == (2,)
    assert recording.store.deposit(TWO).rivals == ()
    assert recording.store.claims(ROOT) == (2,)


def test_a_verdict_names_the_accepted_deposit_first_and_those_that_stand_no_more_last(
    recording: Recording,
) -> None:
    for number in (2, 3):
        recording.deposited(number, ROOT, possessor=2)
    act(recording, "Returned", operator=OPERATOR, reason=REASON)
    recording.emit("depository", "Accepted", number=3, operator=OPERATOR)
    found = [match.deposit.number for match in recording.store.matches(ROOT)]
    assert found == [3, 2, 1]


def test_origin_and_conclusion_are_told_and_asked_for(recording: Recording) -> None:
    other = Digest(b"\x02" * 32)
    recording.deposited(2, other, kind=5, origin=int(Origin.BUDGET), conclusion=EVIDENCE)
    deposit = recording.store.deposit(TWO)
    assert (deposit.origin, deposit.conclusion) == (Origin.BUDGET, EVIDENCE)
    assert recording.store.deposit(ONE).conclusion is None
    of_the_budget = recording.store.deposits(9, None, None, None, Origin.BUDGET)
    assert [each.number for each in of_the_budget.items] == [2]
    assert recording.store.deposits(9, None, None, None, Origin.STATE).total == 0


def test_verifications_are_told_the_newest_first(recording: Recording) -> None:
    founded = BlockNumber(1)
    before = store(recording).yearly(founded)
    assert (before.last, before.deposits, before.standing) == (None, 1, 1)
    assert before.due_at == 1_800_000_001 + YEAR
    for index, verified_at in enumerate((1_800_000_050, 1_800_000_060)):
        found = {"checked": 2**200, "faulty": 1, "standing": 1, "verified_at": verified_at}
        recording.emit(
            "depository", "Verified", index=index, report=EVIDENCE, basis=AGREEMENT, **found
        )
    act(recording, "Returned", operator=OPERATOR, reason=REASON)
    yearly = store(recording).yearly(founded)
    assert (yearly.deposits, yearly.standing) == (1, 0)
    assert yearly.last is not None
    assert (yearly.last.index, yearly.last.checked, yearly.last.faulty) == (1, 2**200, 1)
    assert (yearly.last.report, yearly.last.basis) == (EVIDENCE, AGREEMENT)
    assert yearly.due_at == 1_800_000_060 + YEAR
    assert not yearly.is_due(Timestamp(yearly.due_at - 1))
    assert yearly.is_due(Timestamp(yearly.due_at))
    first = store(recording).verifications(1, None)
    assert ([each.index for each in first.items], first.total) == ([1], 2)
    second = store(recording).verifications(1, first.next)
    assert [each.index for each in second.items] == [0]


def test_before_the_contract_is_indexed_no_year_has_begun(recording: Recording) -> None:
    yearly = store(recording).yearly(BlockNumber(1000))
    assert yearly.due_at is None
    assert not yearly.is_due(Timestamp(2**40))


def test_of_a_long_history_the_latest_are_told_and_all_are_counted(recording: Recording) -> None:
    for _ in range(60):
        act(recording, "LevelAttested", actor=2, level=1, evidence=EVIDENCE)
        fall = {"level": 1, "left": 0, "reason": REASON, "basis": bytes(32)}
        act(recording, "LevelWithdrawn", actor=2, **fall)
    history = store(recording).history(ONE)
    assert (len(history.levels), history.levels_total) == (100, 120)
    assert history.levels[-1].recorded.block.number == len(recording.events)


def test_rows_derived_anew_are_the_same(recording: Recording) -> None:
    act(recording, "Accepted", operator=OPERATOR)
    act(recording, "LevelAttested", actor=2, level=1, evidence=EVIDENCE)
    asked = {"index": 0, "applicant": 1, "purpose": 1, "application": AGREEMENT}
    act(recording, "CopyApplied", **asked)
    act(recording, "Offered", giver=1, receiver=2, agreement=AGREEMENT)
    act(recording, "Transferred", giver=1, receiver=2, agreement=AGREEMENT)
    act(recording, "CopyLapsed", index=0)
    found = {"checked": 1, "faulty": 0, "standing": 1, "verified_at": 1_800_000_009}
    recording.emit("depository", "Verified", index=0, report=EVIDENCE, basis=AGREEMENT, **found)

    def answers() -> tuple[object, ...]:
        past = store(recording)
        return (
            recording.store.deposits(9, None, None, None),
            past.history(ONE),
            past.yearly(BlockNumber(1)),
        )

    before = answers()
    recording.rebuild()
    assert answers() == before
