"""What goes wrong with a call of kubo's RPC, in our own errors."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from depository.kubo.library import exceptions as rpc
from ledger.errors import NotFound, Unavailable, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.cid import Cid

__all__ = ["Failed", "asking", "failing", "reading", "writing"]

_LOG = logging.getLogger(__name__)


class Failed(Exception):  # noqa: N818 - it never leaves this package
    """A call that did not succeed: what to call it, and whether kubo itself was reached."""

    def __init__(self, reason: str, message: str = "", *, reached: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = message
        self.reached = reached


@contextlib.contextmanager
def failing() -> Iterator[None]:
    """Turn the client's exceptions into our own one."""
    try:
        yield
    except rpc.ErrorResponse as error:
        raise Failed("kubo refused", str(error.args[0]), reached=True) from error
    except rpc.StatusError as error:
        raise Failed("kubo refused access", str(error), reached=False) from error
    except rpc.TimeoutError as error:
        raise Failed("kubo did not answer in time", str(error), reached=False) from error
    except (rpc.ConnectionError, rpc.ProtocolError) as error:
        raise Failed("no connection to kubo", str(error), reached=False) from error
    except (rpc.Error, OSError, LookupError, TypeError, ValueError, AssertionError) as error:
        # The client lets the exceptions of its transport through while an answer is read (OSError),
        # and says by AssertionError that one has another form than it expects.
        raise Failed("the answer broke off", str(error), reached=False) from error


@contextlib.contextmanager
def reading(cid: Cid) -> Iterator[None]:
    """Raise NotFound("content.missing", cid=…), VerificationError("content.damaged", cid=…),
    Unavailable("content.unreachable", reason=…) or Unavailable("content.not-readable", …).
    """
    try:
        yield
    except Failed as failed:
        raise _of_reading(cid, failed) from failed


def _of_reading(cid: Cid, failed: Failed) -> NotFound | Unavailable | VerificationError:
    message = failed.message
    if failed.reached and ("not found" in message or "could not find" in message):
        return NotFound("content.missing", cid=str(cid))
    _LOG.warning("kubo, block %s: %s: %s", cid, failed.reason, message[:500])
    if not failed.reached:
        return Unavailable("content.unreachable", reason=failed.reason)
    if "different hash" in message:
        return VerificationError("content.damaged", cid=str(cid))
    return Unavailable("content.not-readable", cid=str(cid), reason=failed.reason)


@contextlib.contextmanager
def asking() -> Iterator[None]:
    """Raise Unavailable("content.unreachable", reason=…)."""
    try:
        yield
    except Failed as failed:
        _LOG.warning("kubo: %s: %s", failed.reason, failed.message[:500])
        raise Unavailable("content.unreachable", reason=failed.reason) from failed


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Raise Unavailable("content.not-writable", reason=…)."""
    try:
        yield
    except Failed as failed:
        _LOG.warning("kubo, writing: %s: %s", failed.reason, failed.message[:500])
        raise Unavailable("content.not-writable", reason=failed.reason) from failed
