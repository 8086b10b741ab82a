"""Checks of the content, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.types import Moment, Response, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depository.fixity.model import DepositCheck, Scrub

__all__ = ["DepositCheckOut", "ScrubOut", "StoreCheckOut", "deposit_check_out", "store_check_out"]


class DepositCheckOut(Response):
    """The last check of a deposit: its blocks, and those of them damaged or missing."""

    deposit: int
    checked_at: Moment
    blocks: int
    faulty: int


class ScrubOut(Response):
    """The last check of the whole store: what was hashed again, found and written anew.

    `entry` is the place of its last entry in the log `fixity`; `faulty` blocks are not good still.
    """

    entry: int
    began_at: Moment
    ended_at: Moment
    checked: int
    bytes: int
    damaged: int
    missing: int
    recovered: int
    faulty: int


class StoreCheckOut(Response):
    """The state of the content: its last whole check, null before any, and faulty deposits.

    At most 200 deposits are named.
    """

    last: ScrubOut | None
    faulty: tuple[DepositCheckOut, ...]


def deposit_check_out(check: DepositCheck) -> DepositCheckOut:
    """The check of a deposit as it is answered."""
    return DepositCheckOut(
        deposit=check.deposit,
        checked_at=moment(check.checked_at),
        blocks=check.blocks,
        faulty=check.faulty,
    )


def store_check_out(last: Scrub | None, faulty: Sequence[DepositCheck]) -> StoreCheckOut:
    """The state of the content as it is answered."""
    return StoreCheckOut(
        last=None if last is None else _scrub_out(last),
        faulty=tuple(map(deposit_check_out, faulty)),
    )


def _scrub_out(scrub: Scrub) -> ScrubOut:
    return ScrubOut(
        entry=scrub.place,
        began_at=scrub.began_at,
        ended_at=scrub.ended_at,
        checked=scrub.checked,
        bytes=scrub.size,
        damaged=scrub.damaged,
        missing=scrub.missing,
        recovered=scrub.recovered,
        faulty=scrub.faulty,
    )
