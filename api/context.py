"""What a handler is given: the services, the caller's language, and a way to answer an act once.

What depends on nothing that waits is `async`: FastAPI gives a thread to any other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Header, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.access.service import Access
from api.doors import Doors
from api.idempotency import Idempotency
from api.languages import Catalogue, Messages, negotiate
from api.metrics import Metrics
from api.sending.history import Historian
from api.sending.reasons import Reasons
from api.sending.relay import Sender
from api.sending.store import SentStore
from api.services import ApiSettings, Services
from api.uploads.shelf import Shelf
from ledger.errors import Rejected, Unavailable
from ledger.index.watch import HeadWatch
from ledger.paging import Sort, sorted_from

if TYPE_CHECKING:
    from api.metering import Quotas
    from ledger.records import BlockRef

__all__ = [
    "Application",
    "Desk",
    "JsonOnly",
    "Limit",
    "Paging",
    "Speech",
    "application_of",
    "is_json",
]

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
