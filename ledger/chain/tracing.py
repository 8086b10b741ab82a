"""What a sealed transaction did inside: its calls as a tree, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ledger.addresses import checksummed
from ledger.chain.refusals import reverted
from ledger.chain.rpc import METHOD_NOT_FOUND, RpcError, well_formed
from ledger.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.chain.gateway import Chain
    from ledger.errors import QoimaError
    from ledger.transactions import DecodedCall
    from ledger.types import Address, TxHash

__all__ = ["MOST_CHANGES", "MOST_DEPTH", "MOST_FRAMES", "Change", "Frame", "Trace", "trace_of"]

MOST_FRAMES: Final = 200
MOST_DEPTH: Final = 12
MOST_CHANGES: Final = 200

_KINDS: Final = frozenset(
    {"CALL", "CALLCODE", "CREATE", "CREATE2", "DELEGATECALL", "SELFDESTRUCT", "STATICCALL"}
)
_FIELDS: Final = ("nonce", "balance", "code")
_ZERO: Final = "0x" + "0" * 64
_LONGEST: Final = 66
_SECONDS: Final = "5s"


@dataclass(frozen=True, slots=True)
class Frame:
    """A call: its opcode, who called whom, and what was asked where that is known.

    `size` counts the bytes of its input; `error` says why it failed; `left_out` counts the calls of
    its own that are not among `frames`.
    """

    kind: str
    sender: Address
    to: Address | None
    call: DecodedCall | None
    size: int
    gas_used: int
    error: QoimaError | None
    frames: tuple[Frame, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Change:
    """A field of an account (`nonce`, `balance`, `code`) or a slot (`storage`), before and after.

    `before` and `after` are numbers in decimal, words in hexadecimal, of a code its bytes counted.
    """

    account: Address
    field: str
    slot: str | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What a transaction did; `more_changes` counts those that are not among `changes`."""

    top: Frame
    changes: tuple[Change, ...]
    more_changes: int


def trace_of(chain: Chain, transaction: TxHash) -> Trace:
    """Have a node execute a sealed transaction again in its place.

    At most `MOST_FRAMES` calls, `MOST_DEPTH` deep, and `MOST_CHANGES` changes are told. Raises
    NotFound("trace.unsupported") of a node that does not trace, Unavailable("trace.refused",
    reason=) where it did not this time, and Unavailable as `Chain` has it.
    """
    calls = _asked(chain, transaction, {"tracer": "callTracer"})
    states = _asked(
        chain, transaction, {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}}
    )
    with well_formed("trace"):
        top = _Reader(chain, MOST_FRAMES - 1).frame(calls, 1)
        changes = _changes(states["pre"], states["post"])
        told = tuple(islice(changes, MOST_CHANGES))
        return Trace(top, told, sum(1 for _ in changes))


def _asked(chain: Chain, transaction: TxHash, config: dict[str, Any]) -> Any:
    given = {**config, "timeout": _SECONDS}
    return chain.rpc.call("debug_traceTransaction", transaction, given, refused=_refused)


def _refused(error: RpcError) -> QoimaError:
    if error.code == METHOD_NOT_FOUND:
        return NotFound("trace.unsupported")
    return Unavailable("trace.refused", reason=error.message[:200])


@dataclass(slots=True)
class _Reader:
    """Reads frames until it has `left` no more."""

    chain: Chain
    left: int

    def frame(self, raw: Any, depth: int) -> Frame:
        to = None if raw.get("to") is None else checksummed(raw["to"])
        data = bytes.fromhex(raw.get("input", "0x")[2:])
        call = self.chain.codec.decode_call(to, data)
        inner = raw.get("calls") or []
        frames = tuple(self._inner(inner, depth + 1)) if depth < MOST_DEPTH else ()
        return Frame(
            kind=raw["type"] if raw["type"] in _KINDS else "CALL",
            sender=checksummed(raw["from"]),
            to=to,
            call=call,
            size=len(data),
            gas_used=int(raw["gasUsed"], 16),
            error=_error(raw, str(to) if call is None else call.contract),
            frames=frames,
            left_out=len(inner) - len(frames),
        )

    def _inner(self, inner: list[Any], depth: int) -> Iterator[Frame]:
        for each in inner:
            if not self.left:
                return
            self.left -= 1
            yield self.frame(each, depth)


def _error(raw: Any, contract: str) -> QoimaError | None:
    if not raw.get("error"):
        return None
    message = str(raw["error"])
    if raw.get("revertReason"):
        message += f": {raw['revertReason']}"
    refused = partial(RpcError, "debug_traceTransaction", 3)
    return reverted(refused(message, raw.get("output")), contract)


def _changes(before: Any, after: Any) -> Iterator[Change]:
    """Field by field and slot by slot, each account's together."""
    for address in sorted({*before, *after}):
        old, new = before.get(address, {}), after.get(address, {})
        account = checksummed(address)
        gone = address not in after
        for field in _FIELDS:
            if field in new or (gone and field in old):
                was, now = _shown(field, old.get(field)), _shown(field, new.get(field))
                yield Change(account, field, None, was, now)
        was, now = old.get("storage", {}), new.get("storage", {})
        for slot in sorted({*was, *now}):
            yield Change(
                account, "storage", _word(slot), _word(was.get(slot)), _word(now.get(slot))
            )


def _shown(field: str, value: Any) -> str:
    if field == "code":
        return str(len(bytes.fromhex((value or "0x")[2:])))
    return str(value if isinstance(value, int) else int(value or "0x0", 16))


def _word(value: Any) -> str:
    if value is None:
        return _ZERO
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError(value)
    return f"0x{int(value, 16):064x}"
