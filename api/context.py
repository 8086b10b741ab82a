"""What a handler is given: the services, the caller's language, and a way to answer an act once.

What depends on nothing that waits is `async`: FastAPI gives a thread to any other.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Depends, Header, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.access.service import Access
from api.doors import Doors
from api.explain import explain
from api.idempotency import Answer, Claim, Idempotency, check_key
from api.languages import Catalogue, Messages, negotiate
from api.metrics import Metrics
from api.schemas.acts import Act, BatchListOut, PackageOut, Unsigned
from api.schemas.reasons import simulation_out
from api.schemas.types import moment
from api.sending.history import Historian
from api.sending.reasons import Reasons
from api.sending.relay import Sender
from api.sending.store import SentStore
from api.services import ApiSettings, Services
from api.uploads.shelf import Shelf
from ledger.chain.simulation import reporting
from ledger.errors import Rejected, Unavailable
from ledger.index.watch import HeadWatch
from ledger.paging import Sort, sorted_from
from ledger.types import Address, Digest

if TYPE_CHECKING:
    from pydantic import BaseModel

    from api.metering import Quotas
    from ledger.records import BlockRef
    from ledger.transactions import UnsignedTransaction

__all__ = [
    "Acting",
    "Application",
    "Desk",
    "JsonOnly",
    "Limit",
    "Offer",
    "Paging",
    "Simulate",
    "Speech",
    "application_of",
    "fingerprint",
    "is_json",
]

Simulate = Literal["require", "report"]
DEFAULT_LIMIT: Final = 50
_WAITING: Final = 256
_EXPORTS: Final = 4
_PROOFS: Final = 4
_RETRIES: Final = 4
_IDENTIFYING: Final = 4
_TRACES: Final = 2
_FOLLOWERS: Final = 500


@dataclass(frozen=True)
class Application:
    """What the application was made of; one for its life, kept in `app.state.application`."""

    services: Services
    settings: ApiSettings
    catalogue: Catalogue
    idempotency: Idempotency
    uploads: Shelf
    listeners: Doors
    access: Access
    metrics: Metrics
    watch: HeadWatch
    version: str
    sent: SentStore
    reasons: Reasons
    quotas: Quotas
    waiting: Doors = field(default_factory=lambda: Doors(_WAITING))
    closing: threading.Event = field(default_factory=threading.Event)
    exports: Doors = field(default_factory=lambda: Doors(_EXPORTS))
    retries: Doors = field(default_factory=lambda: Doors(_RETRIES))
    proofs: Doors = field(default_factory=lambda: Doors(_PROOFS))
    identifying: Doors = field(default_factory=lambda: Doors(_IDENTIFYING))
    followers: Doors = field(default_factory=lambda: Doors(_FOLLOWERS))
    traces: Doors = field(default_factory=lambda: Doors(_TRACES))

    @property
    def sender(self) -> Sender:
        """What hands signed transactions to the node."""
        return Sender(self.services, self.sent, self.waiting)

    @property
    def historian(self) -> Historian:
        """What tells how far a transaction has come."""
        return Historian(self.services, self.sent, self.reasons)

    def head(self) -> BlockRef:
        """The block on which answers of the index stand; Unavailable("index.empty") before any."""
        head = self.watch.head()
        if head is None:
            raise Unavailable("index.empty")
        return head

    async def head_at_once(self) -> BlockRef:
        """As `head`, for who must not wait."""
        return self.head() if self.watch.prompt else await run_in_threadpool(self.head)


def application_of(request: Request) -> Application:
    """The application that serves a request."""
    application = request.app.state.application
    if not isinstance(application, Application):
        msg = "the application was not made by create_app"
        raise TypeError(msg)
    return application


async def _desk(request: Request) -> Application:
    return application_of(request)


async def _speech(
    request: Request,
    response: Response,
    accept_language: Annotated[
        str | None,
        Header(description="`kk`, `ru` or `en`; Kazakh when none of them is accepted."),
    ] = None,
) -> Messages:
    messages = application_of(request).catalogue.messages(negotiate(accept_language))
    response.headers["Content-Language"] = messages.language
    response.headers["Vary"] = "Accept-Language"
    return messages


Speech = Annotated[Messages, Depends(_speech)]
Desk = Annotated[Application, Depends(_desk)]


@dataclass(frozen=True)
class Paging:
    """Which part of a list: at most `limit` items after the cursor `after`."""

    limit: int
    after: str | None


async def _paging(
    limit: Annotated[int, Query(ge=1, le=200)] = DEFAULT_LIMIT,
    after: Annotated[
        str | None, Query(max_length=512, description="The `next` of the page before.")
    ] = None,
    sort: Annotated[
        Sort | None,
        Query(
            description="By the list's own key, such as a number or a place in the chain: `asc` is "
            "the least and the oldest first, `desc` the greatest and the newest. Pages that follow "
            "go the same way."
        ),
    ] = None,
) -> Paging:
    return Paging(limit, after if sort is None else sorted_from(sort, after))


Limit = Annotated[Paging, Depends(_paging)]


def is_json(request: Request) -> bool:
    """Whether the body of a request says that it is JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


async def _json_only(request: Request) -> None:
    if not is_json(request):
        raise Rejected("request.media-type", expected="application/json")


JsonOnly: Final = Depends(_json_only)


@dataclass(frozen=True)
class Offer:
    """An act to be signed: its transaction; its draft's id, package, batch and end, if any."""

    transaction: UnsignedTransaction
    draft: str | None = None
    package: PackageOut | None = None
    batch: BatchListOut | None = None
    expires_at: int | None = None


@dataclass(frozen=True)
class Acting:
    """Answers one act: builds it, explains it, and repeats the answer under the same key."""

    application: Application
    messages: Messages
    route: str
    key: str | None
    simulate: Simulate = "require"

    def answer(self, asked: Digest, build: Callable[[Claim], Offer]) -> Response:
        """201 with the act that `build` makes.

        `asked` is the fingerprint of the request; `build` renews the claim that it is given now
        and then while it works long.
        """

        def work(claim: Claim) -> Answer:
            with reporting() if self.simulate == "report" else nullcontext():
                return Answer(self.written(build(claim)), self.messages.language)

        said = b"" if self.simulate == "require" else self.simulate.encode()
        return self.respond(Digest(hashlib.sha256(asked + said).digest()) if said else asked, work)

    def of(self, account: Address) -> Acting:
        """The same where each account has keys of its own, which another's do not meet."""
        return replace(self, route=f"{self.route} {account}")

    def respond(self, asked: Digest, work: Callable[[Claim], Answer]) -> Response:
        """As `answer`, with whatever answer `work` makes."""
        if self.key is None:
            done = work(Claim())
        else:
            done = self.application.idempotency.once(self.route, self.key, asked, work)
        headers = {"Content-Language": done.language, "Vary": "Accept-Language", **done.headers}
        if done.replayed:
            headers["Idempotency-Replayed"] = "true"
        media_type = "application/json" if done.body else None
        return Response(done.body, done.status, headers, media_type)

    def sign(self, body: BaseModel, build: Callable[[], UnsignedTransaction]) -> Response:
        """As `answer`, for an act that has no draft of its own."""
        return self.answer(fingerprint(body), lambda _: Offer(build()))

    def draft(self, body: BaseModel, build: Callable[[], Any]) -> Response:
        """As `answer`, for a service's draft: whatever has an `id` and a `transaction`."""

        def made(_: Claim) -> Offer:
            draft = build()
            return Offer(draft.transaction, draft.id)

        return self.answer(fingerprint(body), made)

    def written(self, offer: Offer) -> bytes:
        """The JSON of an act in the caller's language."""
        return self.act(offer).model_dump_json(exclude_none=True).encode()

    def act(self, offer: Offer) -> Act:
        """An act in the caller's language."""
        tried = offer.transaction.simulation
        return Act(
            id=offer.draft,
            package=offer.package,
            batch=offer.batch,
            expires_at=None if offer.expires_at is None else moment(offer.expires_at),
            transaction=Unsigned(**offer.transaction.as_json()),
            explanation=explain(offer.transaction.call, self.messages),
            simulation=None if tried is None else simulation_out(tried, self.messages),
        )


async def acting(
    request: Request,
    speech: Speech,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=200,
            description="Repeating a request under its key gets the first answer.",
            json_schema_extra={"pattern": "^[\\x21-\\x7e]+$"},  # else idempotency.bad-key
        ),
    ] = None,
) -> Acting:
    """The desk at which an act is answered."""
    if idempotency_key is not None:
        check_key(idempotency_key)
    return Acting(application_of(request), speech, request.url.path, idempotency_key)


def fingerprint(body: BaseModel, content: Digest | None = None) -> Digest:
    """What tells a request from another under the same key: its JSON and its content."""
    document = json.dumps(body.model_dump(), sort_keys=True, default=str).encode()
    return Digest(hashlib.sha256(document + (content or b"")).digest())
