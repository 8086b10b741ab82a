"""Requests to the HTTP API, and its refusals as errors of our tree."""

from __future__ import annotations

import ipaddress
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import httpx

from ledger.errors import Unavailable
from qoima.client.errors import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

__all__ = ["Client", "Json"]

Json = dict[str, Any]
"""An answer of the API as it came: `data`, and `as_of` where it was read from the index."""

_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0, read=600.0)


@dataclass(frozen=True)
class Client:
    """One server, one language. Close it, or use it in a `with`."""

    url: str
    http: httpx.Client

    @classmethod
    def connect(
        cls, url: str, language: str = "en", shown: Callable[[], str | None] | None = None
    ) -> Client:
        """A client of the server at `url`; nothing is sent yet.

        `shown` gives the token or key for each request.
        """
        return cls(
            url,
            httpx.Client(
                base_url=url,
                headers={"Accept-Language": language},
                timeout=_TIMEOUT,
                auth=None if shown is None else _Bearer(shown),
                trust_env=not _is_loopback(url),
            ),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get(self, path: str, **parameters: str | int | None) -> Json:
        """The JSON at `path`; parameters that are None are left out.

        Raises ProblemError, Unavailable `server.unreachable` (url), `server.strange-answer` (url).
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._json("GET", path, params=given)

    def post(self, path: str, body: Mapping[str, Any], **parameters: str | int) -> Json:
        """The answer to a JSON body; a repetition after a lost answer is recognised."""
        headers = {"Idempotency-Key": secrets.token_hex(16)}
        return self._json("POST", path, json=body, params=parameters, headers=headers)

    def upload(self, path: str, content: Iterator[bytes], media_type: str) -> Json:
        """The answer to a body that is sent piece by piece."""
        headers = {"Idempotency-Key": secrets.token_hex(16), "Content-Type": media_type}
        return self._json("POST", path, content=content, headers=headers)

    def ask(self, path: str, body: Mapping[str, Any]) -> Json:
        """The answer to a question that is asked by a JSON body; nothing is changed by it."""
        return self._json("POST", path, json=body)

    def give(self, path: str, content: bytes, media_type: str) -> Json:
        """The answer to a body that is only read, and not kept."""
        return self._json("POST", path, content=content, headers={"Content-Type": media_type})

    def send(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b""
    ) -> Mapping[str, str]:
        """The headers of the answer to a request whose answer has no body."""
        with self._translated():
            response = self.http.request(method, path, headers=dict(headers), content=content)
        _check(response)
        return response.headers

    @contextmanager
    def stream(self, path: str, **parameters: Any) -> Iterator[Iterator[bytes]]:
        """The bytes at `path`, as they come."""
        with self._translated(), self.http.stream("GET", path, params=parameters) as response:
            if not response.is_success:
                response.read()
            _check(response)
            yield response.iter_bytes()

    @contextmanager
    def rest(self, path: str, start: int, tag: str) -> Iterator[Iterator[bytes] | None]:
        """The bytes at `path` from `start` on, as they come; None if they are others by now.

        Raises ProblemError, Unavailable `server.unreachable` (url), while they come too.
        """
        headers = {"Range": f"bytes={start}-", "If-Range": tag, "Accept-Encoding": "identity"}
        with self._translated(), self.http.stream("GET", path, headers=headers) as response:
            if not response.is_success:
                response.read()
            _check(response)
            same = response.status_code == 206 and response.headers.get("etag") == tag
            yield response.iter_bytes() if same else None

    def _json(self, method: str, path: str, **arguments: Any) -> Json:
        with self._translated():
            response = self.http.request(method, path, **arguments)
        _check(response)
        try:
            answer = response.json()
        except ValueError as error:
            raise Unavailable("server.strange-answer", url=self.url) from error
        if not isinstance(answer, dict):
            raise Unavailable("server.strange-answer", url=self.url)
        return answer

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Unavailable("server.unreachable", url=self.url) from error


class _Bearer(httpx.Auth):
    """Shows a credential (RFC 6750 §2.1)."""

    def __init__(self, shown: Callable[[], str | None]) -> None:
        self._shown = shown

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        secret = self._shown()
        if secret is not None:
            request.headers["Authorization"] = f"Bearer {secret}"
        yield request


def _check(response: httpx.Response) -> None:
    if response.is_success:
        return
    try:
        document = response.json()
    except ValueError:
        document = None
    raise problem_of(response.status_code, document)


def _is_loopback(url: str) -> bool:
    host = httpx.URL(url).host
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
