"""Accounts: whose they are, what they hold, what they took part in."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from api.context import Application, Desk, Limit, Speech
from api.documentation import problems
from api.moments import Stand
from api.schemas.accounts import AccountOut
from api.schemas.assets import HoldingOut, MovementOut, holding_out, movement_out
from api.schemas.chain import TransactionOut, transaction_out
from api.schemas.participants import ParticipantOut, participant_out
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import Where
from ledger.addresses import parse_address
from ledger.errors import NotFound
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1/accounts", tags=["chain"])

_READ: Final = problems(400, 404, 422, 503)


@router.get("/{address}", operation_id="getAccount", responses=_READ)
def account(desk: Desk, address: Where) -> Single[AccountOut]:
    """An account; one that never took part is empty."""
    head, wanted = desk.head(), parse_address(address)
    services = desk.services
    found = AccountOut(
        address=wanted,
        participant=_participant(desk, wanted),
        transactions=services.index.transactions(account=wanted, limit=1).total,
        holdings=services.assets.holdings(wanted, 1, None).total,
    )
    return Single(data=found, as_of=as_of(head))


@router.get("/{address}/holdings", operation_id="listHoldings", responses=_READ, tags=["assets"])
def holdings(desk: Desk, address: Where, paging: Limit, stand: Stand) -> Listing[HoldingOut]:
    """What an account holds, now or at a block or moment."""
    wanted = parse_address(address)
    page = desk.services.assets.holdings(wanted, paging.limit, paging.after, stand.at)
    return listing(page, stand.head, holding_out)


@router.get(
    "/{address}/movements", operation_id="listAccountMovements", responses=_READ, tags=["assets"]
)
def movements(desk: Desk, address: Where, paging: Limit) -> Listing[MovementOut]:
    """Tokens that came to an account or left it."""
    head = desk.head()
    page = desk.services.assets.movements(
        account=parse_address(address), limit=paging.limit, after=paging.after
    )
    return listing(page, head, movement_out)


@router.get("/{address}/transactions", operation_id="listAccountTransactions", responses=_READ)
def transactions(
    desk: Desk, speech: Speech, address: Where, paging: Limit
) -> Listing[TransactionOut]:
    """Transactions that involve an account."""
    head = desk.head()
    page = desk.services.index.transactions(
        account=parse_address(address), limit=paging.limit, after=paging.after
    )
    return listing(page, head, lambda each: transaction_out(each, speech))


def _participant(desk: Application, address: Address) -> ParticipantOut | None:
    """The participant behind an account, None for a stranger."""
    try:
        return participant_out(desk.services.participants.participant(address))
    except NotFound:
        return None
