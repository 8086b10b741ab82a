"""What the authorised body decides on notifications: real chain, real SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from ledger.database import writing
from ledger.errors import NotFound, Rejected, VerificationError
from mining_registry.model import Status
from mining_registry.tables import ReturnReasonRow
from tests.mining_registry.miners import BASIS, form, notified, of

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.registers import Registers


def test_the_authority_acknowledges_each_version_once(
    registers: Registers, miner: LocalAccount
) -> None:
    first = notified(registers, miner)
    authority = registers.node.authority
    with pytest.raises(Rejected) as refusal:
        registers.mining.draft_acknowledgement(of(miner), first.number, first.digest, BASIS)
    assert refusal.value.facts["reason"] == "not the authority"
    draft = registers.mining.draft_acknowledgement(of(authority), first.number, first.digest, BASIS)
    event = registers.event(authority, draft)
    found = registers.mining.notification(first.number)
    assert found.status is Status.ACKNOWLEDGED
    assert found.acknowledged == event.recorded
    with pytest.raises(Rejected, match="already acknowledged"):
        registers.mining.draft_acknowledgement(of(authority), first.number, first.digest, BASIS)
    amended = registers.mining.draft_amendment(of(miner), first.number, form(registers, jobs=1))
    registers.sign(miner, amended.transaction)
    found = registers.mining.notification(first.number)
    assert (found.status, found.acknowledged) == (Status.AMENDED, None)
    assert found.versions[0].acknowledged == event.recorded
    assert found.versions[0].basis == BASIS


def test_a_version_that_was_amended_meanwhile_is_not_acknowledged(
    registers: Registers, miner: LocalAccount
) -> None:
    first = notified(registers, miner)
    authority = of(registers.node.authority)
    draft = registers.mining.draft_acknowledgement(authority, first.number, first.digest, BASIS)
    amended = registers.mining.draft_amendment(of(miner), first.number, form(registers, jobs=1))
    registers.sign(miner, amended.transaction)
    assert not registers.sent(registers.node.authority, draft).succeeded
    assert registers.mining.notification(first.number).acknowledged is None
    with pytest.raises(Rejected, match="not the present form"):
        registers.mining.draft_acknowledgement(authority, first.number, first.digest, BASIS)


def test_the_authority_returns_a_version_and_the_reason_stays_off_the_chain(
    registers: Registers, miner: LocalAccount
) -> None:
    mining, authority = registers.mining, registers.node.authority
    first = notified(registers, miner)
    why = "The title to the premises is missing."
    with pytest.raises(NotFound, match=r"notification\.not-returned"):
        mining.return_reason(first.number)
    for faulty, code in ((" ", "empty"), ("x" * 4001, "too-long")):
        with pytest.raises(Rejected, match=rf"return\.reason-{code}"):
            mining.draft_return(of(authority), first.number, first.digest, faulty, BASIS)
    with pytest.raises(Rejected, match="not the authority"):
        mining.draft_return(of(miner), first.number, first.digest, why, BASIS)
    draft = mining.draft_return(of(authority), first.number, first.digest, why, BASIS)
    assert why.encode() not in draft.data
    event = registers.event(authority, draft)
    found = mining.notification(first.number)
    assert (found.status, found.returned) == (Status.RETURNED, event.recorded)
    assert found.current.basis == BASIS
    assert mining.return_reason(first.number) == why
    amended = mining.draft_amendment(of(miner), first.number, form(registers, jobs=1))
    registers.sign(miner, amended.transaction)
    found = mining.notification(first.number)
    assert (found.status, found.returned) == (Status.AMENDED, None)
    assert found.versions[0].returned == event.recorded
    assert mining.return_reason(first.number, 1) == why


def test_a_reason_changed_in_the_vault_is_found_out(
    registers: Registers, miner: LocalAccount, tmp_path: Path
) -> None:
    mining, authority = registers.mining, registers.node.authority
    first = notified(registers, miner)
    draft = mining.draft_return(of(authority), first.number, first.digest, "Because.", BASIS)
    registers.sign(authority, draft)
    with writing(mining.vault_engine) as session:
        row = session.exec(
            select(ReturnReasonRow).where(ReturnReasonRow.notification == first.number)
        ).one()
        row.reason = "Just so."
        session.add(row)
    with pytest.raises(VerificationError, match=r"notification\.reason-differs"):
        mining.return_reason(first.number)
    elsewhere = registers.without_forms(tmp_path / "vault.db")
    with pytest.raises(NotFound, match=r"return\.reason-not-held"):
        elsewhere.mining.return_reason(first.number)
