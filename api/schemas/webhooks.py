"""Webhooks in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from api.schemas.types import Exact, Moment, Request, Response, moment

if TYPE_CHECKING:
    from ledger.hooks.model import Hook, Letter

__all__ = [
    "LetterListOut",
    "LetterOut",
    "ReplayIn",
    "RetriedOut",
    "WebhookIn",
    "WebhookListOut",
    "WebhookMadeOut",
    "WebhookOut",
    "letter_out",
    "webhook_out",
]

_Place = Annotated[str, Field(max_length=40, examples=["1200-3"])]
_Word = Annotated[str | None, Field(max_length=80)]


class WebhookIn(Request):
    """A webhook to be made: of all events, or of a contract, of a name, that name an account."""

    url: Annotated[str, Field(max_length=2000, examples=["https://example.kz/events"])]
    contract: _Word = None
    event: _Word = None
    account: _Word = None
    from_place: Annotated[
        str | None,
        Field(alias="from", max_length=40, description="From the head of the index on, if unset."),
    ] = None


class ReplayIn(Request):
    """Where to go on: a block (`1200`) or a place in it (`1200-3`)."""

    from_place: Annotated[_Place, Field(alias="from")]


class WebhookOut(Response):
    """A webhook: `next` is the place that is told next, `failure` what the last attempt met."""

    id: str
    url: str
    contract: str | None
    event: str | None
    account: str | None
    next: str
    delivered: Exact
    paused: str | None
    attempts: int
    failure: str | None


class WebhookMadeOut(WebhookOut):
    """A new webhook; its secret (Standard Webhooks) is shown here, and never again."""

    secret: str


class WebhookListOut(Response):
    """The webhooks of an account."""

    data: tuple[WebhookOut, ...]


class LetterOut(Response):
    """Events from `first` up to before `following` that the receiver did not take."""

    number: Exact
    first: str
    following: str
    events: int
    failure: str
    given_up_at: Moment


class LetterListOut(Response):
    """The dead letters of a webhook, the oldest first."""

    data: tuple[LetterOut, ...]


class RetriedOut(Response):
    """How many events were brought."""

    events: int


def webhook_out(hook: Hook) -> WebhookOut:
    """A webhook in JSON."""
    return WebhookOut(
        id=hook.id,
        url=hook.url,
        contract=hook.wanted.contract,
        event=hook.wanted.name,
        account=hook.wanted.account,
        next=str(hook.place),
        delivered=hook.delivered,
        paused=hook.paused,
        attempts=hook.attempts,
        failure=hook.failure,
    )


def letter_out(letter: Letter) -> LetterOut:
    """A dead letter in JSON."""
    return LetterOut(
        number=letter.number,
        first=str(letter.place),
        following=str(letter.until),
        events=letter.events,
        failure=letter.failure,
        given_up_at=moment(letter.given_up_at),
    )
