"""Rate limits: what requests cost, and what is left to who asks, told with every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation

from api.context import application_of
from api.languages import negotiate
from api.problems import describe, problem_response
from api.remote import network
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.languages import Catalogue
    from api.quotas import Quota

__all__ = [
    "ASKED",
    "COSTS",
    "DESK",
    "REFUSED",
    "SUGGEST",
    "TRACE",
    "Metered",
    "Quotas",
    "charge",
    "metered",
]

COSTS: Final[Mapping[str, int]] = {
    "askExplorerByForm": 1,
    "askOwnership": 20,
    "bindIdentity": 50,
    "callChain": 1,
    "checkDepository": 100,
    "appendUpload": 1,
    "createBatch": 50,
    "getArchive": 20,
    "getBalanceProof": 20,
    "getBlockOrCar": 5,
    "getCarOfPath": 20,
    "getCertificate": 10,
    "getContract": 5,
    "getDepositProof": 20,
    "getExport": 100,
    "getExportDigest": 100,
    "getFileProof": 20,
    "getNotificationProof": 20,
    "getRegionStatistics": 10,
    "getRecordProof": 20,
    "getReportPaper": 10,
    "getStatistics": 2,
    "listStatistics": 2,
    "readContract": 5,
    "sendTransaction": 5,
    "retryTransaction": 5,
    "simulateTransaction": 10,
    "verifyBytes": 20,
    "verifyDigest": 5,
}
"""What an operation costs in tokens where it is more than a plain read; an act costs `_ACT`.

What `askExplorer`, `askExplorerByForm` and `callChain` are asked for costs more beyond that: see
`api/etherscan/answering.py` and `api/rpc/bounds.py`.
"""

TRACE: Final = 20
"""What the page of a trace costs: a node executes the transaction twice."""

SUGGEST: Final = 2
"""What a suggestion costs beside a read: it looks into every register."""

ASKED: Final = 10
"""What a page costs for which a node is asked about many blocks, or very many are counted."""

REFUSED: Final = 10
"""What a page of failed transactions costs: a node tells the reason of each that is new."""

DESK: Final = 10
"""What the desk costs: it looks into every register, and asks a node for open proposals."""

_READ, _ACT = 1, 5
_FREE: Final = frozenset({"/healthz", "/readyz"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_STATE: Final = "rate"


@dataclass(frozen=True)
class Quotas:
    """What network addresses and accounts may ask for; None where there is no bound."""

    address: Quota | None
    account: Quota | None


@dataclass
class _Told:
    """What is left to one request's caller, by quota."""

    left: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, quota: Quota | None, caller: str, tokens: int) -> None:
        """Take tokens; Rejected("rate.exceeded", retry_after=) when too few are left."""
        if quota is None or tokens == 0:
            return
        left = quota.take(caller, tokens)
        self.left[quota.name] = (quota.policy, quota.said(left))
        if left.retry_after is not None:
            raise Rejected("rate.exceeded", retry_after=left.retry_after)

    def mark(self, headers: MutableHeaders) -> None:
        """The fields of draft-ietf-httpapi-ratelimit-headers."""
        if self.left:
            headers["RateLimit-Policy"] = ", ".join(policy for policy, _ in self.left.values())
            headers["RateLimit"] = ", ".join(said for _, said in self.left.values())


@dataclass(frozen=True)
class Metered:
    """ASGI middleware: each request costs its network address a token before anything is done.

    What it costs beyond that is known once its operation is: `metered` takes it.
    """

    app: ASGIApp
    quotas: Quotas
    catalogue: Catalogue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _FREE:
            await self.app(scope, receive, send)
            return
        told = _Told()
        scope.setdefault("state", {})[_STATE] = told

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                told.mark(MutableHeaders(scope=message))
            await send(message)

        try:
            told.take(self.quotas.address, address_of(scope), _READ)
        except Rejected as refusal:
            messages = self.catalogue.messages(
                negotiate(Headers(scope=scope).get("accept-language"))
            )
            answer = problem_response(describe(refusal, messages), messages, scope["path"])
            await answer(scope, receive, marked)
        else:
            await self.app(scope, receive, marked)


async def metered(request: Request) -> None:
    """Take what an operation costs beyond a read, of who is signed in from the account's quota.

    Raises Rejected("rate.exceeded", retry_after=).
    """
    operation = request.scope["route"].operation_id or ""
    cost = COSTS.get(operation, _READ if request.method in _SAFE else _ACT)
    known = request.state.caller.account is not None
    charge(request, cost if known else cost - _READ)


def charge(request: Request, tokens: int) -> None:
    """Take tokens of whoever asks; Rejected("rate.exceeded", retry_after=)."""
    told = getattr(request.state, _STATE, None)
    if not isinstance(told, _Told):
        return
    caller = getattr(request.state, "caller", None)
    quotas, account = application_of(request).quotas, caller.account if caller else None
    if account is None:
        told.take(quotas.address, address_of(request.scope), tokens)
    else:
        told.take(quotas.account, account, tokens)


def address_of(scope: Scope) -> str:
    """The network address that asks, of IPv6 the subscriber's part."""
    client = scope.get("client")
    return network(client[0] if client else "unknown")
