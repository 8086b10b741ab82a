"""Miners of the tests and what they notify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.types import Address, Digest, NotificationId
from mining_registry.mined.model import Declaration
from mining_registry.reading import read_form
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.mining_registry.forms import dated
from tests.support.node import Role

if TYPE_CHECKING:
    import datetime as dt

    from eth_account.signers.local import LocalAccount

    from mining_registry.form import NotificationForm
    from mining_registry.model import Notification
    from tests.support.registers import Registers

__all__ = ["BASIS", "BITCOIN", "declaration", "form", "mining", "notified", "of", "today"]

BASIS = Digest(b"\x05" * 32)
BITCOIN = "bip122:000000000019d6689c085ae165831e93/slip44:0"
_DAY = 86_400


def of(account: LocalAccount) -> Address:
    """The address of an account."""
    return Address(account.address)


def today(registers: Registers) -> dt.date:
    """The chain's day in Kazakhstan."""
    return registers.mining.clock().astimezone(KAZAKHSTAN_TIME).date()


def form(registers: Registers, start_in: int = 40, **changes: Any) -> NotificationForm:
    """A form whose mining starts in so many days."""
    return read_form(dated(today(registers), start_in, **changes))


def notified(registers: Registers, miner: LocalAccount, **changes: Any) -> Notification:
    """The notification that a miner has made by a form."""
    made = registers.mining.draft(of(miner), form(registers, **changes))
    event = registers.event(miner, made.transaction)
    return registers.mining.notification(NotificationId(event.args["number"]))


def mining(registers: Registers, days: int = 5) -> tuple[LocalAccount, Notification]:
    """A new miner whose mining started so many days ago, and the notification."""
    miner = registers.node.admit(Role.MINER)
    form = read_form(dated(today(registers), 31))
    made = registers.mining.draft(of(miner), form)
    event = registers.event(miner, made.transaction)
    registers.node.shift((31 + days) * _DAY)
    registers.indexer.catch_up()
    return miner, registers.mining.notification(NotificationId(event.args["number"]))


def declaration(found: Notification, last_day: dt.date, evidence: bytes) -> Declaration:
    """What was mined from the start of mining to a day."""
    return Declaration(
        notification=found.number,
        asset=BITCOIN,
        amount=312_500_000,
        mined_from=found.starts_on,
        mined_until=last_day,
        evidence=Digest(evidence),
    )
