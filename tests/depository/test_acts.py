"""What is signed about a deposit on record: real chain, real SQL, both sides of each act."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from depository.history import CopyStatus, Findings, Purpose
from depository.metadata import Access, Origin, PackageKind, Provenance
from depository.model import Status
from ledger.errors import Conflict, Rejected
from ledger.types import DepositId, Digest, ParticipantId, Timestamp
from tests.depository.acts import deposit, draft, of
from tests.depository.recorded import metadata
from tests.support.node import Role

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from depository.model import Deposit
    from ledger.transactions import UnsignedTransaction
    from tests.support.registers import Registers

AGREEMENT, EVIDENCE, BASIS = (Digest(bytes([each]) * 32) for each in (0xA, 0xE, 0xB))


def refusal(build: Any, *args: Any) -> str:
    """The reason for which the contract refuses."""
    with pytest.raises(Rejected, match=r"contract\.refused") as refused:
        build(*args)
    return str(refused.value.facts["reason"])


@pytest.fixture
def accepted(registers: Registers, depositor: LocalAccount, tree: Path) -> Deposit:
    """A deposit that the operator has accepted."""
    made = deposit(registers, depositor, tree)
    operate(registers, registers.depository.acts.draft_acceptance(operator(registers), made.number))
    return registers.depository.deposit(made.number)


def operator(registers: Registers) -> Any:
    return of(registers.node.operator)


def operate(registers: Registers, transaction: UnsignedTransaction) -> None:
    registers.sign(registers.node.operator, transaction)


def number_of(registers: Registers, account: LocalAccount) -> ParticipantId:
    return ParticipantId(registers.chain.call("participants", "number_of", account.address))


def test_the_right_passes_by_two_signatures_and_the_history_tells_it(
    registers: Registers, depositor: LocalAccount, accepted: Deposit
) -> None:
    acts, buyer = registers.depository.acts, registers.node.admit()
    whose = number_of(registers, buyer)
    offered = acts.draft_offer(of(depositor), accepted.number, whose, AGREEMENT)
    registers.sign(depositor, offered)
    offer = registers.depository.deposit(accepted.number).offer
    assert offer is not None
    assert (offer.receiver, offer.agreement) == (whose, AGREEMENT)
    assert refusal(acts.draft_offer_acceptance, of(buyer), accepted.number, EVIDENCE) == (
        "agreement differs"
    )
    registers.sign(buyer, acts.draft_offer_acceptance(of(buyer), accepted.number, AGREEMENT))
    found = registers.depository.deposit(accepted.number)
    assert (found.possessor, found.account, found.offer) == (whose, of(buyer), None)
    tenures = registers.depository.history(accepted.number).tenures
    assert [each.possessor for each in tenures] == [accepted.possessor, whose]
    height = tenures[1].recorded.block.number
    call, number = registers.chain.call, accepted.number
    assert call("depository", "owner_at", number, height) == whose
    assert call("depository", "owner_at", number, height - 1) == accepted.possessor


def test_an_offer_is_withdrawn_or_refused(
    registers: Registers, depositor: LocalAccount, accepted: Deposit
) -> None:
    acts, other = registers.depository.acts, registers.node.admit()
    whose = number_of(registers, other)
    for account, end in (
        (depositor, acts.draft_offer_withdrawal),
        (other, acts.draft_offer_refusal),
    ):
        offered = acts.draft_offer(of(depositor), accepted.number, whose, AGREEMENT)
        registers.sign(depositor, offered)
        registers.sign(account, end(of(account), accepted.number))
        found = registers.depository.deposit(accepted.number)
        assert (found.possessor, found.offer) == (accepted.possessor, None)
        assert refusal(end, of(account), accepted.number) == "not offered"


def test_levels_are_attested_withdrawn_and_told(registers: Registers, accepted: Deposit) -> None:
    acts, number = registers.depository.acts, accepted.number
    for level in range(1, 5):
        operate(registers, acts.draft_attestation(operator(registers), number, level, EVIDENCE))
    assert refusal(acts.draft_attestation, operator(registers), number, 5, EVIDENCE) == (
        "not an attestor"
    )
    attestor = registers.node.admit(Role.ATTESTOR)
    registers.sign(attestor, acts.draft_attestation(of(attestor), number, 5, EVIDENCE))
    assert registers.depository.deposit(number).level == 5
    operate(registers, acts.draft_level_withdrawal(operator(registers), number, 3, BASIS))
    assert registers.depository.deposit(number).level == 2
    levels = registers.depository.history(number).levels
    assert [(each.level, each.attested) for each in levels][-2:] == [(5, True), (2, False)]


def test_a_copy_is_applied_for_issued_and_told(
    registers: Registers, depositor: LocalAccount, accepted: Deposit
) -> None:
    acts, number, who = registers.depository.acts, accepted.number, of(depositor)
    asked = acts.draft_copy_application(who, number, Purpose.ARCHIVING, AGREEMENT)
    registers.sign(depositor, asked)
    assert refusal(acts.draft_copy_issue, who, number, 0, EVIDENCE) == "not the operator"
    operate(registers, acts.draft_copy_issue(operator(registers), number, 0, EVIDENCE))
    again = acts.draft_copy_application(who, number, Purpose.REPLACEMENT, AGREEMENT)
    registers.sign(depositor, again)
    operate(registers, acts.draft_copy_refusal(operator(registers), number, 1, BASIS))
    page = registers.depository.copies(number, 10)
    assert [(each.status, each.outcome) for each in page.items] == [
        (CopyStatus.REFUSED, BASIS),
        (CopyStatus.ISSUED, EVIDENCE),
    ]
    assert registers.depository.history(number).copies == tuple(reversed(page.items))


def test_the_first_to_deposit_bars_nobody_and_the_authority_corrects_the_operator(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    thief, acts = registers.node.admit(Role.DEPOSITOR), registers.depository.acts
    taken = deposit(registers, thief, tree)
    made = draft(registers, depositor, tree)
    assert made.rivals == (taken.number,)
    assert registers.depository.draft_of(made.id) == made
    event = registers.event(depositor, made.transaction)
    mine = registers.depository.deposit(DepositId(event.args["number"]))
    assert (mine.root, mine.rivals) == (taken.root, (taken.number,))
    with pytest.raises(Conflict, match=r"deposit\.already-recorded"):
        draft(registers, depositor, tree)
    operate(registers, acts.draft_acceptance(operator(registers), taken.number))
    assert refusal(acts.draft_acceptance, operator(registers), mine.number) == (
        "another is accepted"
    )
    assert registers.depository.verify(mine.cid).accepted
    authority = registers.node.authority
    registers.sign(authority, acts.draft_annulment(of(authority), taken.number, BASIS))
    annulled = registers.depository.deposit(taken.number)
    assert (annulled.status, annulled.possessor) == (Status.ANNULLED, taken.possessor)
    assert annulled.annulment is not None
    assert annulled.annulment.basis == BASIS
    assert not registers.depository.verify(mine.cid).accepted
    operate(registers, acts.draft_acceptance(operator(registers), mine.number))
    first, second = registers.depository.verify(mine.cid).matches
    assert (first.deposit.number, second.deposit.number) == (mine.number, taken.number)
    assert registers.depository.block(mine.cid)


def test_what_was_annulled_is_not_handed_out(
    registers: Registers, depositor: LocalAccount, accepted: Deposit
) -> None:
    authority, acts = registers.node.authority, registers.depository.acts
    assert registers.depository.block(accepted.cid)
    registers.sign(authority, acts.draft_annulment(of(authority), accepted.number, BASIS))
    with pytest.raises(Rejected, match=r"content\.annulled"):
        registers.depository.block(accepted.cid)
    with pytest.raises(Rejected, match=r"content\.annulled"):
        registers.depository.open_file(accepted.number, "src/main.py")
    assert refusal(acts.draft_annulment, of(depositor), accepted.number, BASIS) == (
        "not the authority"
    )


def test_the_yearly_verification_is_recorded_by_the_authority(
    registers: Registers, accepted: Deposit
) -> None:
    authority, acts = registers.node.authority, registers.depository.acts
    before = registers.depository.yearly()
    assert before.due_at == registers.chain.call("depository", "verification_due_at")
    assert before.standing == registers.chain.call("depository", "standing")
    found = Findings(40, 1, EVIDENCE, Timestamp(registers.chain.head().timestamp))
    registers.sign(authority, acts.draft_verification(of(authority), found, BASIS))
    yearly = registers.depository.yearly()
    assert yearly.last is not None
    assert (yearly.last.checked, yearly.last.faulty, yearly.last.basis) == (40, 1, BASIS)
    assert yearly.due_at == registers.chain.call("depository", "verification_due_at")
    assert registers.depository.verifications(1).items == (yearly.last,)
    late = replace(found, verified_at=Timestamp(found.verified_at + 10**6))
    assert refusal(acts.draft_verification, of(authority), late, BASIS) == (
        "verified in the future"
    )


def test_a_concept_of_the_state_comes_with_the_expert_conclusion_in_the_package(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    described = metadata(kind=PackageKind.CONCEPT, access=Access.PUBLIC)
    service, who = registers.depository, of(depositor)
    (tree / "conclusion.pdf").write_bytes(b"the expert conclusion")
    digest = Digest(hashlib.sha256(b"the expert conclusion").digest())
    bare = Provenance(Origin.BUDGET)
    with pytest.raises(Rejected, match=r"conclusion\.missing"):
        service.draft(who, tree, None, described, provenance=bare)
    elsewhere = Provenance(Origin.BUDGET, Digest(b"\x05" * 32))
    with pytest.raises(Rejected, match=r"conclusion\.not-in-package"):
        service.draft(who, tree, None, described, provenance=elsewhere)
    whole = Provenance(Origin.BUDGET, digest)
    made = service.draft(who, tree, None, described, provenance=whole)
    event = registers.event(depositor, made.transaction)
    found = service.deposit(DepositId(event.args["number"]))
    assert (found.origin, found.conclusion) == (Origin.BUDGET, digest)
    assert found in service.deposits(200, origin=Origin.BUDGET).items
