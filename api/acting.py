"""How an act is answered: built, explained, tried out, and answered alike under the same key."""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Header
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response

from api.context import Application, Speech, application_of
from api.explain import explain
from api.idempotency import Answer, Claim, check_key
from api.schemas.acts import Act, BatchListOut, PackageOut, Unsigned
from api.schemas.reasons import simulation_out
from api.schemas.types import moment
from ledger.chain.simulation import reporting
from ledger.types import Address, Digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from api.languages import Messages
    from ledger.transactions import UnsignedTransaction

__all__ = ["Acting", "Offer", "Simulate", "acting", "fingerprint"]

Simulate = Literal["require", "report"]


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
