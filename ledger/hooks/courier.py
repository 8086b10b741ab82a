"""Makes the requests of webhooks: to the address that was checked, once, within ten seconds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import httpx

from ledger.errors import Rejected
from ledger.hooks.reaching import Reach, Resolver, Target, resolve

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

__all__ = ["Courier"]

_SECONDS: Final = 10.0
_ALONE: Final = httpx.Limits(max_keepalive_connections=0)
"""A connection to an address was made for one name, and is used for no other."""


def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True)
class Courier:
    """Posts to receivers; follows no redirect and reads no answer beyond its status.

    `seconds` bound a request as a whole, however slowly a receiver takes or answers it.
    """

    reach: Reach = field(default_factory=Reach)
    resolver: Resolver = resolve
    tls: ssl.SSLContext = field(default_factory=_trust)
    seconds: float = _SECONDS

    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, trusted: bool
    ) -> str | None:
        """One request; what it met, None when it was taken.

        A `trusted` URL is the operator's own choice, and goes where it says.
        """
        try:
            target = _as_it_is(url) if trusted else self.reach.target(url, self.resolver)
        except Rejected:
            return "forbidden address"
        except (OSError, ValueError):
            return "unreachable"
        try:
            status = asyncio.run(self._send(target, body, headers))
        except (TimeoutError, httpx.TimeoutException):
            return "timeout"
        except httpx.HTTPError:
            return "unreachable"
        return None if httpx.codes.is_success(status) else f"status {status}"

    async def _send(self, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
        client = httpx.AsyncClient(
            verify=self.tls,
            timeout=self.seconds,
            follow_redirects=False,
            trust_env=False,
            limits=_ALONE,
        )
        async with asyncio.timeout(self.seconds), client:
            sent = client.stream(
                "POST",
                target.url,
                content=body,
                headers={**headers, "Host": target.host},
                extensions={"sni_hostname": target.name},
            )
            async with sent as answer:
                return answer.status_code


def _as_it_is(url: str) -> Target:
    parsed = httpx.URL(url)
    return Target(url, parsed.netloc.decode(), parsed.host)
