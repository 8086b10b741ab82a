"""Entity tags of JSON answers, and 304 for what a client has already (RFC 9110 §8.8, §13)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

from api.kept import Kept, KeptAnswer
from api.languages import negotiate
from ledger.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from fastapi.routing import APIRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ledger.changes import Changes
    from ledger.index.watch import HeadWatch
    from ledger.records import BlockRef

__all__ = ["INDEXED", "NAMED", "Conditional"]

INDEXED: Final = frozenset(
    {
        "getBlock",
        "getDeposit",
        "getHolder",
        "getMinedOwner",
        "getPossessor",
        "getStatement",
        "getStatistics",
        "listAccess",
        "listAccountMovements",
        "listAccountTransactions",
        "listBlockTransactions",
        "listBlocks",
        "listCopies",
        "listDeposits",
        "listEnforcement",
        "listEvents",
        "listFiles",
        "listHolders",
        "listHoldings",
        "listMovements",
        "listNodes",
        "listPossessors",
        "listStatistics",
        "listTransactions",
    }
)
"""Operations whose answers are those of the index at its head and of nothing else: neither the
vault, nor the content, nor the clock has a part in them.
"""

NAMED: Final = frozenset({"getParticipant", "listParticipants", "listParticipantStates"})
"""Operations whose answers are those of the index at its head and of the vault, of nothing else."""

_AT_A_BLOCK: Final = frozenset({"getHolder", "getMinedOwner", "getPossessor", "listHolders"}) | {
    "listHoldings",
    "listNodes",
}
"""Those of them whose whole answer is of the block that `block` names."""

_LASTING: Final = "public, max-age=86400"
_SHARED, _OWN, _NOWHERE = "no-cache", "private, no-cache", "no-store"
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True)
class Conditional:
    """ASGI middleware: strong tags on the JSON of `/v1`, and 304 where a tag still holds.

    The tag of what stands on the index is made of the head's hash, of path, query and language: a
    client that has it gets its 304 without any query but that of the head, and a client that has
    not may get what another was answered since the head moved. Where the caller names
    a block the answer never changes, and says so. Any other answer has the digest of its body for a
    tag; where the vault has a part in it, it is kept until somebody writes to the vault. What a
    credential is shown for is kept by no shared cache, and refusals by none at all.
    """

    app: ASGIApp
    watch: HeadWatch
    vault: Changes
    routes: Sequence[APIRoute]
    version: str
    kept: Kept = field(default_factory=Kept)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and scope["path"].startswith("/v1/")
        ):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = "authorization" in headers or "cookie" in headers
        asked = _Asked(scope, headers, _OWN if known else _SHARED)
        route = None if known else self._route(scope["path"])
        if route is None:
            await self.app(scope, receive, _Answering(asked, send, None, None, self.kept).send)
            return
        if route.operation_id in NAMED:
            await self._named(asked, route, receive, send)
            return
        names = {name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), True)}
        lasting = route.operation_id in _AT_A_BLOCK and "block" in names
        head = None if lasting else await self._look()
        tag = self._tag(asked, "at a block" if head is None else head.hash)
        if lasting:
            asked.cached = _LASTING
        if (lasting or head is not None) and tag in asked.held:
            scope["route"] = route  # so that the figures count it under its operation
            await asked.unchanged(tag, send)
            return
        found = None if head is None else self.kept.get(tag)
        if found is not None:
            scope["route"] = route
            await _send(found, send)
            return
        before = None if lasting else (self._look, head)
        answering = _Answering(asked, send, tag, before, self.kept)
        await self.app(scope, receive, answering.send)

    async def _named(self, asked: _Asked, route: APIRoute, receive: Receive, send: Send) -> None:
        """Answer what the vault has a part in: tagged by its body, kept until either changes."""
        stands = await self._stands()
        key = None if stands is None else self._tag(asked, stands)
        found = None if key is None else self.kept.get(key)
        if found is None:
            answering = _Answering(asked, send, None, (self._stands, stands), self.kept, key)
            await self.app(asked.scope, receive, answering.send)
            return
        asked.scope["route"] = route
        tag = found.tag
        if tag in asked.held:
            await asked.unchanged(tag, send)
        else:
            await _send(found, send)

    async def _stands(self) -> str | None:
        """What the head and the vault are by now, as far as this process can tell them."""
        head, version = await self._look(), self.vault.version()
        return None if head is None or version is None else f"{head.hash} {version}"

    async def _look(self) -> BlockRef | None:
        """The head, None where there is none or nobody tells: the handler will say which."""
        try:
            if self.watch.prompt:
                return self.watch.head()
            return await run_in_threadpool(self.watch.head)
        except Unavailable:
            return None

    def _route(self, path: str) -> APIRoute | None:
        return next((each for each in self.routes if each.path_regex.match(path)), None)

    def _tag(self, asked: _Asked, stands_on: str) -> str:
        query = asked.scope["query_string"].decode("latin-1")
        said = (self.version, stands_on, asked.scope["path"], query, asked.language)
        return _quoted("\0".join(said).encode())


@dataclass
class _Asked:
    """A request: what it says it has, and how its answer may be cached."""

    scope: Scope
    headers: Headers
    cached: str

    @property
    def held(self) -> frozenset[str]:
        """The tags of `If-None-Match`; `*` is none of them: it says nothing of what is held."""
        given = ",".join(self.headers.getlist("if-none-match"))
        return frozenset(_TAG.findall(given[:8192]))

    @property
    def language(self) -> str:
        return negotiate(self.headers.get("accept-language"))

    def mark(self, headers: MutableHeaders, tag: str) -> None:
        """Say of an answer what it is known by, and how long."""
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", self.cached)
        headers.add_vary_header("Accept-Language")

    async def unchanged(self, tag: str, send: Send) -> None:
        """Answer 304."""
        start: Message = {"type": "http.response.start", "status": 304, "headers": []}
        self.mark(MutableHeaders(scope=start), tag)
        await send(start)
        await send({"type": "http.response.body", "body": b""})


@dataclass
class _Answering:
    """An answer on its way out, held back until its body is known if it is whole.

    It is kept under `key`, or under its tag if that is made of what it stands on.
    """

    asked: _Asked
    onward: Send
    tag: str | None
    before: tuple[Callable[[], Awaitable[object]], object] | None
    kept: Kept
    key: str | None = None
    held: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._may_be_marked(message):
            self.held = message
            return
        start, self.held = self.held, None
        if start is None:
            await self.onward(message)
            return
        headers, body = MutableHeaders(scope=start), message.get("body", b"")
        whole = not message.get("more_body", False)
        if whole and await self._unchanged(body, headers):
            await self.asked.unchanged(headers["ETag"], self.onward)
            return
        await self.onward(start)
        await self.onward(message)

    def _may_be_marked(self, start: Message) -> bool:
        """Whether it is JSON that nobody has marked yet; refusals are to be kept by nobody."""
        headers = MutableHeaders(scope=start)
        if start["status"] >= 400:
            headers.setdefault("Cache-Control", _NOWHERE)
        return bool(
            start["status"] == 200
            and headers.get("content-type", "").startswith("application/json")
            and "etag" not in headers
            and "no-store" not in headers.get("cache-control", "")
        )

    async def _unchanged(self, body: bytes, headers: MutableHeaders) -> bool:
        """Mark the answer; whether the client has it already.

        What it stands on is looked at again: what was read while that changed stands on no one
        block.
        """
        tag, key = self.tag, self.key or self.tag
        if key is not None and self.before is not None:
            look, before = self.before
            if before is None or await look() != before:
                tag = key = None
        tag = tag or _quoted(body)
        self.asked.mark(headers, tag)
        if key is not None and self.before is not None:
            self.kept.keep(key, KeptAnswer(tuple(headers.raw), body, tag))
        return tag in self.asked.held


async def _send(found: KeptAnswer, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": list(found.headers)})
    await send({"type": "http.response.body", "body": found.body})


def _quoted(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'
