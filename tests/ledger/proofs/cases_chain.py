"""Cases of headers, seals and times: the checks 4 to 6, and 9 to 11."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.proofs.rlp import decode, encode
from tests.ledger.proofs.case import NOW, bad
from tests.support.forge import Plan, b64, key_of, keys, trust_of, unb64

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ledger.proofs.case import Case

__all__ = ["cases"]

_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_STRANGERS: Final = ["0x" + bytes([at] * 20).hex() for at in range(5)]
_COUNT = (4, "header-count")
_BROKEN = (4, "header-malformed")
_UNKNOWN = (5, "signer-unknown")
_SEAL = (5, "seal-malformed")


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _headers()
    yield from _places()
    yield from _seals()
    yield from _states()


def _headers() -> Iterator[Case]:
    yield bad(_COUNT, "not final", change=lambda b: b["statement"]["headers"].pop())
    yield bad(_COUNT, "no header", change=lambda b: b["statement"]["headers"].clear())
    yield bad(_COUNT, "header too many", change=lambda b: b["statement"]["headers"].append("QQ=="))
    one = Plan(signers=1)
    yield bad(_COUNT, "final for one signer, not for three", one, trust=trust_of(3))
    yield bad(_BROKEN, "header cut off", change=_header(lambda data: data[:-1]))
    yield bad(_BROKEN, "header and a byte", change=_header(lambda data: data + b"\0"))
    yield bad(_BROKEN, "header with a longer head", change=_header(_longer))
    yield bad(_BROKEN, "header with a byte as a string", change=_header(_long_byte))
    yield bad(_BROKEN, "header of a string", change=_header(lambda _: b"\x83abc"))
    yield bad(_BROKEN, "header with a field more", Plan(header=lambda _, f: f.append(b"\x01")))
    yield bad(_BROKEN, "header with a field less", Plan(header=lambda _, f: f.pop()))
    yield bad(_BROKEN, "header with a list within", Plan(header=_set(0, 2, [])))
    yield bad(_BROKEN, "number with a zero before it", Plan(header=_set(0, 9, b"\0\x64")))
    yield bad(_UNKNOWN, "mix hash", Plan(header=_set(0, 13, b"\x01" * 32)))
    yield bad(_UNKNOWN, "uncles", Plan(header=_set(0, 1, b"\x01" * 32)))
    yield bad(_BROKEN, "whole header", change=_header(_whole))
    yield bad(_BROKEN, "nonce of seven bytes", Plan(header=_set(0, 14, bytes(7))))


def _places() -> Iterator[Case]:
    yield bad(_UNKNOWN, "number of another block", change=_block("number", 101))
    yield bad(_UNKNOWN, "parent of another block", change=_block("parent", "0x" + "00" * 32))
    yield bad((4, "block-differs"), "time of another block", change=_block("time", 1_790_000_101))
    apart = (4, "headers-apart")
    yield bad(apart, "headers in another order", change=_swapped)
    yield bad(_UNKNOWN, "header of another parent", Plan(header=_set(1, 0, b"\x02" * 32)))
    yield bad(_UNKNOWN, "height left out", Plan(header=_set(1, 8, b"\x66")))
    yield bad(apart, "time stands still", Plan(header=_same_time))


def _seals() -> Iterator[Case]:
    yield bad(_UNKNOWN, "outside signer", Plan(sealers=(9, 2, 0)))
    yield bad(_UNKNOWN, "outside signer on top", Plan(sealers=(1, 2, 9)))
    yield bad(
        _UNKNOWN, "signers of another chain", Plan(signers=5), trust=trust_of(5, signers=_STRANGERS)
    )
    yield bad(_UNKNOWN, "seal of another header", change=_moved_seal)
    yield bad((5, "signer-repeated"), "signer twice in a row", Plan(sealers=(1, 1, 2)))
    yield bad((5, "signer-repeated"), "signer twice at the end", Plan(sealers=(1, 2, 2)))
    yield bad((5, "turn-differs"), "turn misstated", Plan(header=_set(0, 7, b"\x01")))
    yield bad(
        (5, "turn-differs"), "turn usurped", Plan(sealers=(0, 2, 1), header=_set(0, 7, b"\x02"))
    )
    yield bad(_SEAL, "high s", Plan(seal=_high))
    yield bad(_SEAL, "v as wallets write it", Plan(seal=lambda s: s[:64] + bytes([s[64] + 27])))
    yield bad(_SEAL, "r of zero", Plan(seal=lambda s: bytes(32) + s[32:]))
    yield bad(_SEAL, "s of zero", Plan(seal=lambda s: s[:32] + bytes(32) + s[64:]))
    yield bad(_SEAL, "r past the order", Plan(seal=lambda s: b"\xff" * 32 + s[32:]))
    yield bad(_SEAL, "no seal", Plan(seal=lambda _: bytes(65)))
    yield bad((5, "checkpoint-differs"), "checkpoint of others", Plan(header=_lists(b"\x09" * 20)))
    fewer = b"".join(key_of(each) for each in keys(3)[:2])
    yield bad((5, "checkpoint-differs"), "checkpoint of fewer", Plan(header=_lists(fewer)))
    future = (6, "from-the-future")
    yield bad(future, "future", now=1_790_000_000)
    yield bad(future, "future by a second", Plan(state=False), now=1_790_000_102 - 16)


def _states() -> Iterator[Case]:
    ownership = Plan(kind="ownership")
    yield bad((9, "header-count"), "state not final", change=lambda b: b["state"]["headers"].pop())
    yield bad((10, "signer-unknown"), "old state shown as new", change=_state_block(205))
    yield bad((9, "state-too-early"), "state before the statement", Plan(state_number=99))
    malformed = Plan(kind="ownership", header=_set(0, 14, bytes(7)))
    yield bad((9, "header-malformed"), "state in a header of another kind", malformed)
    sealed = Plan(kind="ownership", sealers=(9, 1, 2))
    yield bad((10, "signer-unknown"), "state by an outside signer", sealed)
    high = Plan(kind="ownership", seal=_high)
    yield bad((10, "seal-malformed"), "state under a high s", high)
    yield bad((11, "from-the-future"), "state from the future", now=1_790_000_107 - 16)
    yield bad((11, "state-stale"), "state older than demanded", not_before=106)
    yield bad((11, "state-stale"), "ownership of old", ownership, not_before=NOW)


def _header(alter: Callable[[bytes], bytes]) -> Any:
    def change(bundle: Any) -> None:
        headers = bundle["statement"]["headers"]
        headers[0] = b64(alter(unb64(headers[0])))

    return change


def _whole(data: bytes) -> bytes:
    """With the fields that a bundle leaves out."""
    given = decode(data)
    return encode([bytes(32), bytes(32), *given[:6], b"\x64", *given[6:10], bytes(32), *given[10:]])


def _longer(data: bytes) -> bytes:
    """The list's length in three bytes where two do."""
    return b"\xfa\0" + data[1:]


def _long_byte(data: bytes) -> bytes:
    """The difficulty, a single byte, as a string of one byte with a head."""
    fields = decode(data)
    at = data.index(b"\x02" + encode(fields[6]) + encode(fields[7]))
    body = data[3:at] + b"\x81" + data[at:]
    return b"\xf9" + len(body).to_bytes(2, "big") + body


def _set(place: int, at: int, value: Any) -> Any:
    def hook(now: int, fields: list[Any]) -> None:
        if now == place:
            fields[at] = value

    return hook


def _same_time(place: int, fields: list[Any]) -> None:
    fields[11] = (1_790_000_100).to_bytes(4, "big")


def _lists(signers: bytes) -> Any:
    def hook(place: int, fields: list[Any]) -> None:
        if place == 0:
            fields[12] = bytes(32) + signers + bytes(65)

    return hook


def _block(name: str, value: Any) -> Any:
    def change(bundle: Any) -> None:
        bundle["statement"]["block"][name] = value

    return change


def _state_block(number: int) -> Any:
    def change(bundle: Any) -> None:
        bundle["state"]["block"]["number"] = number

    return change


def _swapped(bundle: Any) -> None:
    headers = bundle["statement"]["headers"]
    headers[1], headers[2] = headers[2], headers[1]


def _moved_seal(bundle: Any) -> None:
    """The gas limit is altered after the header was sealed."""
    bundle.pop("state")
    headers = bundle["statement"]["headers"]
    fields = decode(unb64(headers[2]))
    fields[6] = b"\x01"
    headers[2] = b64(encode(fields))


def _high(seal: bytes) -> bytes:
    """The other signature of the same key."""
    s = _ORDER - int.from_bytes(seal[32:64], "big")
    return seal[:32] + s.to_bytes(32, "big") + bytes([seal[64] ^ 1])
