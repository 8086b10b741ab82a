"""What the tests of the service do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.types import Address, DepositId
from tests.depository.recorded import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from depository.metadata import Metadata
    from depository.model import Deposit, DepositDraft
    from tests.support.registers import Registers

__all__ = ["deposit", "draft", "of"]


def of(account: LocalAccount) -> Address:
    """An account's address."""
    return Address(account.address)


def draft(
    registers: Registers, account: LocalAccount, tree: Path, described: Metadata | None = None
) -> DepositDraft:
    """A folder or archive as a draft."""
    return registers.depository.draft(of(account), tree, None, described or metadata())


def deposit(
    registers: Registers, account: LocalAccount, tree: Path, described: Metadata | None = None
) -> Deposit:
    """A folder or archive on record."""
    made = draft(registers, account, tree, described)
    event = registers.event(account, made.transaction)
    return registers.depository.deposit(DepositId(event.args["number"]))
