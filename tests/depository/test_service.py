"""Deposits from a folder to a verified file: real chain, real SQL, real content."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from depository.cid import Cid, leaf_cid, root_cid
from depository.model import Status
from ledger.errors import Conflict, NotFound, Rejected
from ledger.types import DepositId, Digest
from tests.depository.acts import deposit, draft, of
from tests.depository.recorded import metadata
from tests.support.node import Role

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from tests.support.registers import Registers


def test_a_tree_is_deposited_read_and_verified_by_its_bytes(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = draft(registers, depositor, tree)
    event = registers.event(depositor, made.transaction)
    found = registers.depository.deposit(DepositId(event.args["number"]))
    assert (found.cid, found.size) == (made.package.cid, made.package.size)
    assert found.account == of(depositor)
    assert found.recorded == event.recorded
    assert found.title == metadata().titles
    source = (tree / "src" / "main.py").read_bytes()
    opened = registers.depository.open_file(found.number, "src/main.py")
    assert (opened.size, b"".join(opened.read(0, opened.size))) == (len(source), source)
    verdict = registers.depository.verify(Digest(hashlib.sha256(source).digest()))
    assert verdict.known
    assert [(match.deposit, match.path) for match in verdict.matches] == [(found, "src/main.py")]
    (whole,) = registers.depository.verify(found.cid).matches
    assert whole.is_package


def test_bytes_that_differ_by_one_are_not_known(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    deposit(registers, depositor, tree)
    forged = (tree / "src" / "main.py").read_bytes() + b"\n"
    verdict = registers.depository.verify(Digest(hashlib.sha256(forged).digest()))
    assert not verdict.known
    assert verdict.matches == ()


def test_a_stranger_is_refused_before_any_content_is_taken(
    registers: Registers, tree: Path
) -> None:
    stranger = registers.node.admit(Role.MINER)
    with pytest.raises(Rejected) as refusal:
        draft(registers, stranger, tree)
    assert refusal.value.code == "contract.refused"
    assert refusal.value.facts == {"contract": "depository", "reason": "not a depositor"}
    content = (tree / "src" / "main.py").read_bytes()
    leaf = leaf_cid(Digest(hashlib.sha256(content).digest()))
    assert not registers.depository.content.has(leaf)


def test_the_same_package_is_not_deposited_twice(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    first = deposit(registers, depositor, tree)
    with pytest.raises(Conflict) as refusal:
        draft(registers, depositor, tree)
    assert refusal.value.code == "deposit.already-recorded"
    assert refusal.value.facts == {"number": first.number}
    with pytest.raises(Conflict, match=r"deposit\.already-recorded"):
        registers.depository.draft(
            of(depositor), tree / "missing", None, metadata(), expected=first.cid
        )


def test_a_package_that_is_not_what_the_client_computed_is_refused(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    wrong = root_cid(Digest(b"\x07" * 32))
    with pytest.raises(Rejected) as refusal:
        registers.depository.draft(of(depositor), tree, None, metadata(), expected=wrong)
    assert refusal.value.code == "package.cid-differs"
    right = Cid.parse(str(refusal.value.facts["actual"]))
    assert not registers.depository.content.has(right)
    made = registers.depository.draft(of(depositor), tree, None, metadata(), expected=right)
    assert made.package.cid == right


def test_a_repeated_draft_is_the_same_draft(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = draft(registers, depositor, tree)
    assert draft(registers, depositor, tree) == made
    assert registers.depository.draft_of(made.id) == made
    with pytest.raises(NotFound, match=r"draft\.unknown"):
        registers.depository.draft_of("0" * 32)


def test_a_folder_and_archives_of_it_are_one_package(
    registers: Registers, depositor: LocalAccount, tree: Path, tmp_path: Path
) -> None:
    made = draft(registers, depositor, tree)
    for form in ("zip", "gztar", "tar"):
        archive = Path(shutil.make_archive(str(tmp_path / form), form, tree))
        assert draft(registers, depositor, archive) == made


def test_a_new_version_follows_the_one_before(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    first = deposit(registers, depositor, tree)
    (tree / "more").write_bytes(b"more")
    made = registers.depository.draft(
        of(depositor), tree, None, metadata(version="2.0"), previous=first.number
    )
    assert registers.depository.draft_of(made.id) == made
    event = registers.event(depositor, made.transaction)
    second = registers.depository.deposit(DepositId(event.args["number"]))
    assert second.previous == first.number
    assert registers.depository.deposit(first.number).successor == second.number


def test_another_depositor_supersedes_nothing_of_mine(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    mine = deposit(registers, depositor, tree)
    other = registers.node.admit(Role.DEPOSITOR)
    (tree / "more").write_bytes(b"more")
    with pytest.raises(Rejected) as refusal:
        registers.depository.draft(of(other), tree, None, metadata(), previous=mine.number)
    assert refusal.value.facts["reason"] == "not the possessor"


def test_the_operator_accepts_and_nobody_else_does(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = deposit(registers, depositor, tree)
    with pytest.raises(Rejected) as refusal:
        registers.depository.acts.draft_acceptance(of(depositor), made.number)
    assert refusal.value.facts["reason"] == "not the operator"
    operator = registers.node.operator
    registers.sign(operator, registers.depository.acts.draft_acceptance(of(operator), made.number))
    accepted = registers.depository.deposit(made.number)
    assert accepted.status is Status.ACCEPTED
    assert accepted.decision is not None
    assert accepted.decision.operator == of(operator)
    with pytest.raises(Rejected, match="already decided"):
        registers.depository.acts.draft_return(of(operator), made.number, "too late")


def test_a_returned_deposit_gives_its_reason_and_no_content(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = deposit(registers, depositor, tree)
    operator, reason = registers.node.operator, "Құжаттама жоқ / нет документации"
    service = registers.depository
    with pytest.raises(NotFound, match=r"deposit\.not-returned"):
        service.acts.return_reason(made.number)
    registers.sign(operator, service.acts.draft_return(of(operator), made.number, reason))
    assert service.deposit(made.number).status is Status.RETURNED
    assert service.acts.return_reason(made.number) == reason
    with pytest.raises(Rejected, match=r"content\.returned"):
        service.open_file(made.number, "src/main.py")
    with pytest.raises(Rejected, match=r"content\.returned"):
        service.block(made.cid)
    again = deposit(registers, depositor, tree)
    assert (again.cid, again.status) == (made.cid, Status.DEPOSITED)
    assert service.block(again.cid)


def test_a_return_says_why_and_not_at_any_length(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = deposit(registers, depositor, tree)
    operator = of(registers.node.operator)
    with pytest.raises(Rejected, match=r"return\.reason-empty"):
        registers.depository.acts.draft_return(operator, made.number, " \n")
    with pytest.raises(Rejected, match=r"return\.reason-too-long"):
        registers.depository.acts.draft_return(operator, made.number, "x" * 4001)


def test_a_replaced_key_keeps_its_deposits(registers: Registers, tree: Path) -> None:
    old = registers.node.admit(Role.DEPOSITOR)
    made = deposit(registers, old, tree)
    fresh = Account.create()
    registers.node.decree("participants", "replace_key", old.address, fresh.address)
    registers.indexer.catch_up()
    found = registers.depository.deposit(made.number)
    assert (found.possessor, found.account) == (made.possessor, of(fresh))
    listed = registers.depository.deposits(10, possessor=made.possessor)
    assert listed.items == (found,)


def test_an_index_built_anew_gives_equal_answers(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = deposit(registers, depositor, tree)
    digest = Digest(hashlib.sha256((tree / "src" / "main.py").read_bytes()).digest())
    service = registers.depository

    def answers() -> tuple[object, ...]:
        return service.deposits(200), service.files(made.number, 200), service.verify(digest)

    before = answers()
    registers.indexer.rebuild()
    assert answers() == before
