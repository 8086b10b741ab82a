"""The yearly verification in one request: a check, its report, and the act to sign (D-8)."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response

from api.acting import Acting, Offer, fingerprint
from api.context import Desk, JsonOnly, Speech
from api.documentation import problems
from api.idempotency import Answer, Claim
from api.languages import Messages
from api.schemas.checks import Checking, CheckOut, check_out
from api.schemas.types import AddressIn, DigestIn, digest_of
from api.signing import Keyed
from depository.fixity.verification import WholeCheck
from ledger.types import Address, Digest

__all__ = ["router"]

PATH: Final = "/v1/depository/checks"
_RETRY_SECONDS: Final = 5
_STARTED: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": CheckOut, "description": "The check is at work; `Location` tells how far."}
}

router = APIRouter(prefix=PATH, tags=["deposits"])

Entry = Annotated[int, Path(ge=0, le=2**53 - 1, description="The check's place in the log.")]


@router.post(
    "",
    operation_id="checkDepository",
    status_code=201,
    response_model=CheckOut,
    dependencies=[JsonOnly],
    responses={**_STARTED, **problems(400, 409, 413, 415, 422, 503)},
)
def begin(desk: Desk, body: Checking, deed: Keyed) -> Response:
    """Verify the whole depository (D-8); the record of it is signed by the authority.

    201 with the report and the act to sign where a check ended within a day; else 202, and
    `Location` answers with them once every block has been hashed again. 409 while another check
    runs.
    """
    sender, basis = Address(body.sender), digest_of(body.basis)

    def work(_: Claim) -> Answer:
        check = desk.services.verifier.begin(sender)
        return _answer(desk, deed.messages, check, (sender, basis))

    return deed.respond(fingerprint(body), work)


@router.get(
    "/{entry}",
    operation_id="getCheck",
    response_model=CheckOut,
    responses=problems(404, 422, 503),
)
def check(
    desk: Desk,
    entry: Entry,
    speech: Speech,
    sender: Annotated[AddressIn | None, Query(description="Who is to sign the act.")] = None,
    basis: Annotated[DigestIn | None, Query(description="The digest of its legal basis.")] = None,
) -> Response:
    """How far a check is; when it is over its report, and the act for `sender` and `basis`."""
    asked = None if sender is None or basis is None else (Address(sender), digest_of(basis))
    found = desk.services.verifier.find(entry)
    done = _answer(desk, speech, found, asked, found=True)
    headers = {"Content-Language": done.language, "Vary": "Accept-Language", **done.headers}
    return Response(done.body, done.status, headers, "application/json")


def _answer(
    desk: Desk,
    speech: Messages,
    check: WholeCheck,
    asked: tuple[Address, Digest] | None,
    *,
    found: bool = False,
) -> Answer:
    act = None
    if asked is not None and check.report is not None:
        act = Acting(desk, speech, PATH, None).act(
            Offer(desk.services.verifier.draft(check, *asked))
        )
    headers = {"Cache-Control": "no-store"}
    if not found and asked is not None:
        sender, basis = asked
        headers["Location"] = f"{PATH}/{check.entry}?sender={sender}&basis=0x{basis.hex()}"
    if check.running:
        headers["Retry-After"] = str(_RETRY_SECONDS)
    status = 200 if found else 202 if check.running else 201
    body = check_out(check, act).model_dump_json().encode()
    return Answer(body, speech.language, status, headers)
