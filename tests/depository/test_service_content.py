"""Which content of which deposits is given out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from depository.archive import ArchiveRefused
from depository.cid import RAW, cid_of
from depository.metadata import Access
from ledger.errors import NotFound, Rejected
from ledger.types import DepositId
from tests.depository.acts import deposit, draft
from tests.depository.recorded import metadata
from tests.support.packages import encrypted, written

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.registers import Registers


def test_limited_content_is_encrypted_and_never_served(
    registers: Registers, depositor: LocalAccount, tmp_path: Path
) -> None:
    tree = written(tmp_path / "sealed", {"content.tar.age": encrypted(b"secret")})
    made = deposit(registers, depositor, tree, metadata(access=Access.LIMITED))
    service = registers.depository
    assert made.access is Access.LIMITED
    for attempt in (
        lambda: service.open_file(made.number, "content.tar.age"),
        lambda: service.files(made.number, 10),
        lambda: service.block(made.cid),
        lambda: service.car(made.cid),
    ):
        with pytest.raises(Rejected) as refusal:
            attempt()
        assert refusal.value.code == "content.limited"
        assert refusal.value.facts == {"number": made.number}


def test_limited_content_that_is_open_is_refused_and_not_kept(
    registers: Registers, depositor: LocalAccount, tmp_path: Path
) -> None:
    secret = os.urandom(500)
    tree = written(tmp_path / "open", {"a.age": encrypted(b"secret"), "b": secret, "c.age": b"age"})
    with pytest.raises(ArchiveRefused) as refusal:
        draft(registers, depositor, tree, metadata(access=Access.LIMITED))
    assert refusal.value.facts["names"] == ("b", "c.age")
    assert refusal.value.facts["codes"] == ("limited.not-encrypted",) * 2
    assert not registers.depository.content.has(cid_of(RAW, secret))


def test_content_of_a_draft_is_not_served_before_it_is_on_record(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = draft(registers, depositor, tree)
    with pytest.raises(NotFound, match=r"content\.unknown"):
        registers.depository.block(made.package.cid)
    registers.sign(depositor, made.transaction)
    assert registers.depository.block(made.package.cid)
    car = b"".join(registers.depository.car(made.package.cid))
    assert made.package.cid.to_bytes() in car


def test_content_that_is_held_elsewhere_is_said_not_to_be_held(
    registers: Registers, depositor: LocalAccount
) -> None:
    event = registers.node.act(
        depositor, "depository", "deposit", os.urandom(32), 10, 3, int(Access.PUBLIC), 0, bytes(32)
    )
    registers.indexer.catch_up()
    number = DepositId(int(event["logs"][0]["topics"][1].hex(), 16))
    assert registers.depository.deposit(number).described is None
    with pytest.raises(NotFound, match=r"content\.not-held"):
        registers.depository.open_file(number, "a")


def test_an_unknown_path_of_a_deposit_is_not_found(
    registers: Registers, depositor: LocalAccount, tree: Path
) -> None:
    made = deposit(registers, depositor, tree)
    for path in ("src", "src/../src/main.py", "../codemeta.json", "", "none"):
        with pytest.raises(NotFound):
            registers.depository.open_file(made.number, path)
