"""What is not public, for those whom the law lets read it; each reading is logged (P-2)."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response

from api.access.caller import SIGNED_IN
from api.access.model import Scope
from api.documentation import problems
from api.reading import Visit, Visitor
from api.schemas.restricted import FormOut, ReasonOut
from depository.access_log import Wanted
from depository.rights import check_reason_reader
from ledger.types import DepositId, NotificationId
from mining_registry.reports.model import Quarter
from mining_registry.rights import check_form_reader
from mining_registry.service import MiningRegistry

__all__ = ["router"]

router = APIRouter(prefix="/v1")

_HOW: Final[dict[str, Any]] = {
    "responses": problems(401, 403, 404, 422, 500, 503),
    "openapi_extra": SIGNED_IN,
}
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Version = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="That in force unless another is named.")
]


@router.get(
    "/notifications/{number}/form",
    operation_id="readNotificationForm",
    tags=["notifications"],
    **_HOW,
)
def form(visit: Visit, response: Response, number: Number, version: Version = None) -> FormOut:
    """The whole form of a version of a notification: for its miner and the authorised body."""
    response.headers["Cache-Control"] = "no-store"

    def shown() -> FormOut:
        mining = _allowed(visit, number)
        return FormOut(form=mining.filed(NotificationId(number), version))

    return visit.told(_notification(number), shown)


@router.get(
    "/notifications/{number}/return-reason",
    operation_id="readNotificationReason",
    tags=["notifications"],
    **_HOW,
)
def notification_reason(
    visit: Visit, response: Response, number: Number, version: Version = None
) -> ReasonOut:
    """Why a version was returned: for its miner and the authorised body."""
    response.headers["Cache-Control"] = "no-store"

    def shown() -> ReasonOut:
        mining = _allowed(visit, number)
        return ReasonOut(reason=mining.return_reason(NotificationId(number), version))

    return visit.told(_notification(number), shown)


@router.get(
    "/notifications/{number}/reports/{year}/{quarter}/form",
    operation_id="readReportForm",
    tags=["notifications"],
    **_HOW,
)
def report_form(
    visit: Visit,
    response: Response,
    number: Number,
    year: Annotated[int, Path(ge=2000, le=9999)],
    quarter: Annotated[int, Path(ge=1, le=4)],
    version: Version = None,
) -> FormOut:
    """The whole form of a quarterly report: for the miner and the authorised body."""
    response.headers["Cache-Control"] = "no-store"

    def shown() -> FormOut:
        reports = _allowed(visit, number).reports
        quarterly = Quarter(year, quarter)
        return FormOut(form=reports.filed(NotificationId(number), quarterly, version))

    return visit.told(_notification(number), shown)


@router.get(
    "/deposits/{number}/return-reason",
    operation_id="readDepositReason",
    tags=["deposits"],
    **_HOW,
)
def deposit_reason(visit: Visit, response: Response, number: Number) -> ReasonOut:
    """Why a deposit was returned: for its possessor and the operator (R-7)."""
    response.headers["Cache-Control"] = "no-store"
    depository, wanted = visit.application.services.depository, DepositId(number)

    def shown() -> ReasonOut:
        caller = visit.caller
        caller.known(Scope.RESTRICTED_READ)
        check_reason_reader(depository.deposit(wanted), caller.reading_as, caller.roles)
        return ReasonOut(reason=depository.acts.return_reason(wanted))

    return visit.told(Wanted(wanted), shown)


def _allowed(visit: Visitor, number: int) -> MiningRegistry:
    """The registry, for a caller who may read the forms of a notification."""
    mining, caller = visit.application.services.mining, visit.caller
    caller.known(Scope.RESTRICTED_READ)
    found = mining.notification(NotificationId(number))
    check_form_reader(found, caller.reading_as, caller.roles)
    return mining


def _notification(number: int) -> Wanted:
    return Wanted(record=f"notification:{number}")
