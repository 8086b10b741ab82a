"""A whole check of the depository, as it is asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from api.schemas.acts import Act
from api.schemas.types import AddressIn, DigestIn, Moment, Request, Response
from depository.fixity.model import RANGES

if TYPE_CHECKING:
    from depository.fixity.verification import WholeCheck

__all__ = ["CheckOut", "CheckProgressOut", "CheckReportOut", "Checking", "check_out"]


class Checking(Request):
    """Verify the whole depository; `basis` is the digest of the decision."""

    sender: AddressIn
    basis: DigestIn


class CheckProgressOut(Response):
    """How far a check is: blocks hashed again and their bytes, then deposits walked.

    `percent` is of the store; the last deposit that was walked is `deposit`, 0 before any.
    """

    began_at: Moment
    percent: int
    checked: int
    bytes: int
    deposit: int


class CheckReportOut(Response):
    """The report: `digest` is the SHA-256 of the document, which the act names.

    `document` is where it is read as JSON and `paper` where it is as PDF; `verified_at` is the
    time of the verification that the act records, in seconds since 1970.
    """

    digest: str
    document: str
    paper: str
    completed_at: Moment
    checked: int
    bytes: int
    damaged: int
    missing: int
    recovered: int
    faulty: int
    verified_at: int


class CheckOut(Response):
    """A check: `running`, `stopped` on its way (asking for one goes on with it) or `finished`.

    `entry` is the place in the log `fixity` from which its entries stand. With its report comes
    `act`, the record of the verification for the authority to sign.
    """

    entry: int
    state: Literal["running", "stopped", "finished"]
    progress: CheckProgressOut | None
    report: CheckReportOut | None
    act: Act | None


def check_out(check: WholeCheck, act: Act | None) -> CheckOut:
    """A check as it is answered."""
    return CheckOut(
        entry=check.entry,
        state=_state(check),
        progress=_progress(check),
        report=_report(check),
        act=act,
    )


def _state(check: WholeCheck) -> Literal["running", "stopped", "finished"]:
    if check.report is not None:
        return "finished"
    return "running" if check.running else "stopped"


def _progress(check: WholeCheck) -> CheckProgressOut | None:
    found = check.progress
    if found is None:
        return None
    return CheckProgressOut(
        began_at=found.began_at,
        percent=found.ranges * 100 // RANGES,
        checked=found.checked,
        bytes=found.size,
        deposit=found.deposit,
    )


def _report(check: WholeCheck) -> CheckReportOut | None:
    if check.report is None or check.verified_at is None:
        return None
    told, digest = check.told, "0x" + check.report.digest.hex()
    figures = {name: told[name] for name in CheckReportOut.model_fields if name in told}
    document = f"/v1/depository/reports/{digest}"
    return CheckReportOut(
        digest=digest,
        document=document,
        paper=f"{document}/paper",
        verified_at=check.verified_at,
        **figures,
    )
