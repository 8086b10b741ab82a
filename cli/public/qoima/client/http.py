"""Requests to the HTTP API, and its refusals as errors of our tree."""

from __future__ import annotations

import secrets
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Self

import httpx
import orjson

from ledger.errors import Unavailable
from qoima.client.bearer import Bearer
from qoima.client.credentials import check_covered, is_here
from qoima.client.errors import BrokenError, problem_of
from qoima.client.patience import BUSY, TOO_MANY, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qoima.client.credentials import Credential

__all__ = ["MOST_ANSWER_BYTES", "Client", "Json"]

Json = dict[str, Any]
"""An answer of the API as it came: `data`, and `as_of` where it was read from the index."""

MOST_ANSWER_BYTES: Final = 32 << 20
"""The largest answer that is held in memory."""

_MOST_PROBLEM_BYTES: Final = 1 << 20
_MOST_ANSWER_SECONDS: Final = 900.0
_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0, read=600.0)


@dataclass(frozen=True)
class Client:
    """One server, one language, one credential. Close it, or use it in a `with`.

    Every method raises ProblemError for a refusal of the server, Unavailable `server.unreachable`
    (url), `server.strange-answer` (url) for what is not of the API, is too large or takes too
    long, and `server.elsewhere` (url) for a redirection, which is never followed.
    """

    url: str
    http: httpx.Client = field(repr=False)
    patience: Patience = field(default=Patience(), repr=False)

    @classmethod
    def connect(
        cls,
        url: str,
        language: str = "en",
        credential: Credential | None = None,
        patience: Patience | None = None,
    ) -> Client:
        """A client of the server at `url`; nothing is sent yet.

        The language (kk, ru, en) is that of explanations and refusals. Raises InputError
        `settings.credential-in-clear` (url).
        """
        if credential is not None:
            check_covered(url)
        http = httpx.Client(
            base_url=url,
            headers={"Accept-Language": language},
            timeout=_TIMEOUT,
            auth=None if credential is None else Bearer(credential, url),
            follow_redirects=False,
            trust_env=not is_here(url),
        )
        return cls(url.rstrip("/"), http, patience or Patience())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self.http.close()

    def get(self, path: str, **parameters: str | int | None) -> Json:
        """The JSON at `path`; parameters that are None are left out."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._json("GET", path, repeatable=True, params=given or None)

    def post(
        self, path: str, body: Mapping[str, Any], once: str | None = None, **parameters: str | int
    ) -> Json:
        """The answer to a JSON body that makes something, under an Idempotency-Key.

        A repetition after a lost answer is recognised; `once` is a key of the caller's own, by
        which it is even when this program was killed.
        """
        headers = {"Idempotency-Key": once or secrets.token_hex(16)}
        return self._json(
            "POST", path, repeatable=True, json=dict(body), params=parameters, headers=headers
        )

    def upload(
        self,
        path: str,
        content: Callable[[], Iterable[bytes]],
        media_type: str,
        once: str | None = None,
    ) -> Json:
        """The answer to a body that is sent piece by piece, from the first one each time."""
        headers = {"Idempotency-Key": once or secrets.token_hex(16), "Content-Type": media_type}
        return self.patience.asked(
            lambda: self._once("POST", path, content=iter(content()), headers=headers),
            repeatable=False,
        )

    def ask(self, path: str, body: Mapping[str, Any]) -> Json:
        """The answer to a question that is asked by a JSON body, without an Idempotency-Key."""
        return self._json("POST", path, repeatable=False, json=dict(body))

    def give(self, path: str, content: bytes, media_type: str) -> Json:
        """The answer to a body that is only read, and not kept."""
        headers = {"Content-Type": media_type}
        return self._json("POST", path, repeatable=True, content=content, headers=headers)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b""
    ) -> Mapping[str, str]:
        """The headers of the answer to a request whose answer has no body.

        Asked again only where the server says that these are too many questions (429).
        """

        def attempt() -> Mapping[str, str]:
            given = {"headers": dict(headers), "content": content}
            with self._answered(method, path, **given) as response:
                self._bounded(response, _MOST_PROBLEM_BYTES)
                return response.headers

        return self.patience.asked(attempt, repeatable=False, busy=TOO_MANY)

    def read(self, path: str, most: int = MOST_ANSWER_BYTES, **parameters: str | int) -> bytes:
        """All bytes at `path`, of which there may be `most`."""

        def attempt() -> bytes:
            with self._answered("GET", path, params=parameters or None) as response:
                return self._bounded(response, most)

        return self.patience.asked(attempt, repeatable=True)

    @contextmanager
    def stream(self, path: str, **parameters: Any) -> Iterator[Iterator[bytes]]:
        """The bytes at `path`, as they come."""
        with self._opened(BUSY, path, params=parameters or None) as response:
            yield response.iter_bytes()

    @contextmanager
    def rest(self, path: str, start: int, tag: str) -> Iterator[Iterator[bytes] | None]:
        """The bytes at `path` from `start` on, as they come; None if they are others by now."""
        headers = {"Range": f"bytes={start}-", "If-Range": tag, "Accept-Encoding": "identity"}
        with self._opened(TOO_MANY, path, headers=headers) as response:
            same = response.status_code == 206 and response.headers.get("etag") == tag
            yield response.iter_bytes() if same else None

    def _json(self, method: str, path: str, *, repeatable: bool, **arguments: Any) -> Json:
        return self.patience.asked(
            lambda: self._once(method, path, **arguments), repeatable=repeatable
        )

    def _once(self, method: str, path: str, **arguments: Any) -> Json:
        with self._answered(method, path, **arguments) as response:
            body = self._bounded(response, MOST_ANSWER_BYTES)
        try:
            answer = orjson.loads(body)  # which bounds the depth, as the standard library does not
        except ValueError as error:
            raise Unavailable("server.strange-answer", url=self.url) from error
        if not isinstance(answer, dict):
            raise Unavailable("server.strange-answer", url=self.url)
        return answer

    @contextmanager
    def _opened(
        self, busy: frozenset[int], path: str, **arguments: Any
    ) -> Iterator[httpx.Response]:
        """An answer that is to be read piece by piece."""
        with ExitStack() as stack:
            yield self.patience.asked(
                lambda: stack.enter_context(self._answered("GET", path, **arguments)),
                repeatable=False,
                busy=busy,
            )

    @contextmanager
    def _answered(self, method: str, path: str, **arguments: Any) -> Iterator[httpx.Response]:
        """An answer that is no refusal; its body is still to be read."""
        try:
            with self.http.stream(method, path, **arguments) as response:
                self._check(response)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
            raise Unavailable("server.unreachable", url=self.url) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise BrokenError("server.unreachable", url=self.url) from error

    def _check(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        if response.is_redirect:
            raise Unavailable("server.elsewhere", url=self.url)
        try:
            document = orjson.loads(self._bounded(response, _MOST_PROBLEM_BYTES))
        except (ValueError, Unavailable):
            document = None
        problem = problem_of(response.status_code, document)
        problem.retry_after = _retry_after(response.headers.get("retry-after"))
        raise problem

    def _bounded(self, response: httpx.Response, most: int) -> bytes:
        """The body, if it is not larger and does not take longer than it may."""
        end, body = time.monotonic() + _MOST_ANSWER_SECONDS, bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > most or time.monotonic() > end:
                raise Unavailable("server.strange-answer", url=self.url)
        return bytes(body)


def _retry_after(given: str | None) -> float | None:
    """Seconds of a Retry-After: a number or a moment (RFC 9110 §10.2.3); None for neither."""
    if given is None:
        return None
    if given.isascii() and given.isdecimal():
        return float(given[:9])
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
