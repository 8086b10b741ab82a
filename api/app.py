"""The application: every route, refusal and header put together by hand."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig

from api.access.caller import identify
from api.access.service import Access
from api.conditional import INDEXED, NAMED, Conditional
from api.context import Application
from api.crossing import Crossing
from api.documentation import document
from api.doors import Doors
from api.headers import Envelope
from api.idempotency import Idempotency
from api.languages import Catalogue
from api.limits import BodyLimit
from api.metering import Metered, Quotas, metered
from api.metrics import Measured, Metrics
from api.pages.router import pages_router
from api.quotas import Quota
from api.readiness import NEEDED, Readiness
from api.requests import install
from api.routes import (
    access,
    accounts,
    assets,
    batches,
    certificates,
    chain,
    checks,
    content,
    contracts,
    decisions,
    deposit_acts,
    depository,
    deposits,
    enforcement,
    etherscan,
    events,
    exports,
    fixity,
    forms,
    gateway,
    identities,
    journal,
    mining,
    network,
    notifications,
    ownership,
    participants,
    proofs,
    redemptions,
    restricted,
    rpc,
    service,
    simulations,
    statistics,
    uploads,
    verifications,
    webhooks,
)
from api.sending.reasons import Reasons
from api.sending.store import SentStore
from api.uploads.headers import PATH, Tus
from api.uploads.shelf import Shelf
from ledger.changes import Changes
from ledger.index.watch import HeadWatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from api.services import ApiSettings, Services

__all__ = ["STREAMED", "create_app", "skeleton"]

STREAMED: Final = frozenset({"/v1/deposits", "/v1/verifications"})
"""Paths whose POST carries content and is read as it comes."""

_TELEMETRY: Final = TelemetryConfig(auto_configure=True, logs=False)
"""Traces and figures go where `OTEL_EXPORTER_OTLP_ENDPOINT` says, and nowhere without it; the words
of exceptions do not, for they are not ours.
"""

_ROUTES: Final = (
    service,
    contracts,
    access,
    webhooks,
    chain,
    simulations,
    rpc,
    etherscan,
    events,
    participants,
    identities,
    network,
    decisions,
    proofs,
    deposits,
    batches,
    deposit_acts,
    uploads,
    depository,
    certificates,
    fixity,
    checks,
    content,
    gateway,
    verifications,
    assets,
    redemptions,
    enforcement,
    accounts,
    ownership,
    forms,
    notifications,
    mining,
    restricted,
    journal,
    statistics,
    exports,
)


def create_app(services: Services, settings: ApiSettings) -> FastAPI:
    """The HTTP interface and the explorer over `services`.

    Nothing is kept outside of what is returned: several applications may live in one process.
    """
    catalogue = Catalogue.read()
    app = skeleton()
    shelf = Shelf(services.vault, settings.uploads)
    shelf.sweep()
    metrics, quotas = _metrics(services), _quotas(settings)
    watch = HeadWatch(services.index.engine)
    app.state.application = Application(
        services,
        settings,
        catalogue,
        Idempotency(services.vault),
        shelf,
        Doors(settings.max_listeners),
        Access.over(services, settings.public_url, time.time),
        metrics,
        watch,
        app.version,
        SentStore(services.vault),
        Reasons(services.chain),
        quotas,
    )
    app.router.lifespan_context = _closing(services)
    app.include_router(pages_router(services, catalogue), include_in_schema=False)
    install(app, catalogue)
    changes = Changes(services.vault)
    app.add_middleware(Conditional, watch=watch, vault=changes, routes=_kept(), version=app.version)
    app.add_middleware(Metered, quotas=quotas, catalogue=catalogue)
    app.add_middleware(
        BodyLimit,
        max_body_bytes=settings.max_body_bytes,
        max_content_bytes=settings.max_content_bytes,
        max_upload_bytes=settings.uploads.max_bytes,
        streamed=STREAMED,
        pieces=PATH + "/",
        pace=settings.pace,
    )
    app.add_middleware(Tus)
    if settings.origins:
        app.add_middleware(Crossing, origins=settings.origins)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(Envelope)
    return app


def _quotas(settings: ApiSettings) -> Quotas:
    """What each caller may ask for of this process."""
    address, account = settings.rate_of_address, settings.rate_of_account
    return Quotas(
        Quota("address", address) if address else None,
        Quota("account", account) if account else None,
    )


def _kept() -> list[APIRoute]:
    """The routes whose answers stand on the index alone, or on it and the vault."""
    routes = [route for each in _ROUTES for route in each.router.routes]
    return [r for r in routes if isinstance(r, APIRoute) and r.operation_id in INDEXED | NAMED]


def _metrics(services: Services) -> Metrics:
    """The figures of an application and of how far its index is."""
    metrics, readiness = Metrics(), Readiness(services)
    metrics.gauge("index_lag_blocks", "Final blocks that are not indexed yet.", readiness.lag)
    for name in (*sorted(NEEDED), "content"):
        metrics.gauge(f"{name}_up", "1 when this part answers.", partial(readiness.up, name))
    return metrics


def _closing(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Stop what is at work in the background when the server stops."""

    @asynccontextmanager
    async def serving(_: FastAPI) -> AsyncIterator[None]:
        yield
        services.verifier.close()

    return serving


def skeleton() -> FastAPI:
    """The routes of the HTTP interface with nothing behind them: what its document is made of."""
    app = FastAPI(
        title="Qoima",
        version=version("qoima"),
        docs_url=None,
        redoc_url=None,
        telemetry=_TELEMETRY,
    )
    for routes in _ROUTES:
        app.include_router(routes.router, dependencies=[Depends(identify), Depends(metered)])
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Serve our document at /openapi.json; it is made once, when it is first asked for."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way to replace it
