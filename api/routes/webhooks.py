"""Webhooks of an account: events of final blocks, brought to where it says."""

from __future__ import annotations

import time
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response

from api.access.caller import SIGNED_IN, Who
from api.access.model import Caller, Scope
from api.acting import fingerprint
from api.context import Application, Desk, JsonOnly
from api.documentation import problems
from api.idempotency import Answer, Claim
from api.schemas.chain import event_out
from api.schemas.webhooks import (
    LetterListOut,
    ReplayIn,
    RetriedOut,
    WebhookIn,
    WebhookListOut,
    WebhookMadeOut,
    WebhookOut,
    letter_out,
    webhook_out,
)
from api.signing import Keyed, made_secret
from ledger.chain import Event
from ledger.errors import Unavailable
from ledger.hooks.delivery import Deliverer
from ledger.hooks.model import secret_text
from ledger.hooks.owned import OwnedHooks
from ledger.hooks.store import HOOK_BYTES, Hooks
from ledger.index.feed import Place, Wanted

__all__ = ["router"]

router = APIRouter(prefix="/v1/webhooks", tags=["access"])

_HOW: Final[dict[str, Any]] = {
    "responses": problems(400, 401, 403, 404, 413, 415, 422, 503),
    "openapi_extra": SIGNED_IN,
}
Id = Annotated[str, Path(max_length=80)]


@router.get("", operation_id="listWebhooks", **_HOW)
def webhooks(desk: Desk, caller: Who) -> WebhookListOut:
    """The webhooks of the account that asks."""
    return WebhookListOut(data=tuple(webhook_out(each) for each in _own(desk, caller).all()))


@router.post(
    "",
    operation_id="createWebhook",
    status_code=201,
    response_model=WebhookMadeOut,
    dependencies=[JsonOnly],
    responses=problems(400, 401, 403, 409, 413, 415, 422, 503),
    openapi_extra=SIGNED_IN,
)
def create(desk: Desk, caller: Who, body: WebhookIn, deed: Keyed) -> Response:
    """A webhook, by https to a public address; at most 20 an account. Its secret is shown once."""
    own = _own(desk, caller)
    wanted = Wanted.parse(body.contract, body.event, body.account)
    place = body.from_place

    def work(claim: Claim) -> Answer:
        start = Place(desk.head().number + 1) if place is None else Place.parse(place)
        hook, secret = own.add(body.url, wanted, start, claim.draw(HOOK_BYTES))
        made = WebhookMadeOut(**webhook_out(hook).model_dump(), secret=secret_text(secret))
        return made_secret(made, deed)

    return deed.of(own.owner).respond(fingerprint(body), work)


@router.get("/{id}", operation_id="getWebhook", **_HOW)
def webhook(desk: Desk, caller: Who, id: Id) -> WebhookOut:  # noqa: A002 - the name in the path
    """One webhook: how far it has come, and what its last attempt met."""
    return webhook_out(_own(desk, caller).get(id))


@router.delete(
    "/{id}",
    operation_id="deleteWebhook",
    status_code=204,
    response_class=Response,
    **_HOW,
)
def delete(desk: Desk, caller: Who, id: Id) -> Response:  # noqa: A002 - as above
    """Forget a webhook and its dead letters."""
    _own(desk, caller).remove(id)
    return Response(status_code=204)


@router.post("/{id}/replays", operation_id="replayWebhook", dependencies=[JsonOnly], **_HOW)
def replay(
    desk: Desk,
    caller: Who,
    id: Id,  # noqa: A002 - as above
    body: ReplayIn,
) -> WebhookOut:
    """Tell everything from a place on, again or leaving something out; it goes on if it paused."""
    return webhook_out(_own(desk, caller).replay(id, Place.parse(body.from_place)))


@router.get("/{id}/dead-letters", operation_id="listDeadLetters", **_HOW)
def letters(desk: Desk, caller: Who, id: Id) -> LetterListOut:  # noqa: A002 - as above
    """Events that the receiver did not take in seven attempts, the oldest first."""
    found = _own(desk, caller).letters(id)
    return LetterListOut(data=tuple(letter_out(each) for each in found))


@router.post("/{id}/dead-letters/{number}/retries", operation_id="retryDeadLetter", **_HOW)
def retry(
    desk: Desk,
    caller: Who,
    id: Id,  # noqa: A002 - as above
    number: Annotated[int, Path(ge=1, le=2**53 - 1)],
) -> RetriedOut:
    """Bring the events of a dead letter again, at once, and forget it once they are taken."""
    letter = _own(desk, caller).letter(id, number)
    hooks, feed = Hooks(desk.services.vault), desk.services.feed
    deliverer = Deliverer(hooks, feed, _written, desk.settings.courier, time.time)
    with desk.retries.place(Unavailable("hook.busy")):
        return RetriedOut(events=deliverer.resend(letter))


def _own(desk: Application, caller: Caller) -> OwnedHooks:
    account = caller.known(Scope.WEBHOOKS)
    return OwnedHooks(Hooks(desk.services.vault), account, desk.settings.courier.reach)


def _written(event: Event) -> dict[str, Any]:
    return event_out(event).model_dump(mode="json")
