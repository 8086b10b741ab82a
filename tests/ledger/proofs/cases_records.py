"""Cases of receipts, logs, accounts, slots and witnesses: the checks 7, 8 and 12 to 14."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from coincurve import PrivateKey
from eth_hash.auto import keccak

from tests.ledger.proofs.case import bad, good, whole
from tests.support.forge import CONTRACTS, Plan, b64, key_of, trust_of, unb64, witnessed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.ledger.proofs.case import Case

__all__ = ["cases"]

_INCLUSION = (7, "receipt-not-proven")
_EVENT = (8, "other-event")
_SAYS = (8, "statement-differs")
_SLOT = (13, "storage-not-proven")
_HOLDS = (13, "state-differs")
_WITNESS: Final = PrivateKey(b"\x21" * 32)
_OTHER: Final = PrivateKey(b"\x22" * 32)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _inclusion()
    yield from _statements()
    yield from _accounts()
    yield from _slots()
    yield from _witnesses()


def _inclusion() -> Iterator[Case]:
    for name, alter in _WRONG.items():
        yield bad(_INCLUSION, name, change=_way("statement", "receipt", alter))
    untyped = _way("statement", "receipt", _untyped)
    yield bad(_INCLUSION, "type of the receipt dropped", change=untyped)
    yield bad(_INCLUSION, "place of another transaction", change=_put(8, "statement", "index"))
    yield bad(_INCLUSION, "place past the last", change=_put(20, "statement", "index"))
    state = whole(Plan())["state"]["storage"]
    yield bad(_INCLUSION, "way of the state", change=_put(state, "statement", "receipt"))
    tiny, short = Plan(tiny=True), _way("statement", "receipt", _unlisted)
    yield bad(_INCLUSION, "short node that is no node", tiny, change=short)
    text = _way(
        "statement", "receipt", lambda way: way.replace(b"\xc2\x20\x01", b"\x82\x20\x01", 1)
    )
    yield bad(_INCLUSION, "short node as a string", tiny, change=text)


def _statements() -> Iterator[Case]:
    yield bad((8, "transaction-failed"), "status 0", Plan(receipt=_set(0, b"")))
    yield bad((8, "receipt-malformed"), "status 2", Plan(receipt=_set(0, b"\x02")))
    yield bad((8, "receipt-malformed"), "receipt with a field more", Plan(receipt=_append))
    yield bad((8, "receipt-malformed"), "receipt of an unknown type", Plan(receipt_type=3))
    yield bad((8, "receipt-malformed"), "filter of logs cut", Plan(receipt=_set(2, bytes(255))))
    yield bad(_EVENT, "log of another contract", Plan(address=CONTRACTS["digital_assets"]))
    yield bad(_EVENT, "place of another log", change=_put(0, "statement", "log"))
    yield bad(_EVENT, "place past the last log", change=_put(2, "statement", "log"))
    yield bad(_EVENT, "another event", Plan(receipt=_log(1, lambda t: [keccak(b"Gone()"), *t[1:]])))
    yield bad(_EVENT, "topic missing", Plan(receipt=_log(1, lambda t: t[:-1])))
    yield bad(_EVENT, "data too long", Plan(receipt=_log(2, lambda d: d + bytes(32))))
    yield bad(_EVENT, "address of more bytes", Plan(receipt=_log(2, lambda d: b"\x01" + d[1:])))
    for name, value in {"size": "4", "possessor": "4", "root": "0x" + "00" * 32}.items():
        yield bad(_SAYS, f"other {name}", change=_put(value, "statement", "says", name))
    yield bad(
        _SAYS,
        "statement of another account",
        change=_put("0x" + "00" * 20, "statement", "says", "account"),
    )
    yield bad((8, "subject-differs"), "other deposit", change=_put("8", "subject", "number"))
    cid = "bafybei" + "a" * 52
    yield bad((8, "cid-differs"), "digest right and CID wrong", change=_put(cid, "content", "cid"))
    upper = whole(Plan())["content"]["cid"].upper()
    yield bad((8, "cid-differs"), "CID in capitals", change=_put(upper, "content", "cid"))


def _accounts() -> Iterator[Case]:
    account = (12, "account-not-proven")
    yield bad(account, "account missing", change=_way("state", "account", lambda way: way[3:]))
    yield bad(account, "no way to the account", change=_way("state", "account", lambda _: b""))
    yield bad(account, "account altered", change=_way("state", "account", _flipped))
    elsewhere = Plan(kind="ownership", address=b"\x44" * 20)
    yield bad(account, "account of another contract", elsewhere)
    yield bad((12, "other-code"), "other code", Plan(code=keccak(b"other code")))


def _slots() -> Iterator[Case]:
    ownership = Plan(kind="ownership")
    for name, alter in _WRONG.items():
        yield bad(_SLOT, f"{name}, to slots", change=_way("state", "storage", alter))
    other = whole(Plan())["state"]["account"]
    yield bad(_SLOT, "way to the account for that to slots", change=_put(other, "state", "storage"))
    yield bad(_SLOT, "slots of another deposit", ownership, change=_put("8", "subject", "number"))
    for key in ("account", "class"):
        value = "0x" + "00" * 20 if key == "account" else "8"
        balance = Plan(kind="balance")
        yield bad(_SLOT, f"balance of another {key}", balance, change=_put(value, "subject", key))
    yield bad(_SLOT, "a zero written out", Plan(kind="balance", holds={"balance": "0"}))
    yield bad(_HOLDS, "other possessor held", change=_put("4", "state", "says", "possessor"))
    yield bad(_HOLDS, "other status", ownership, change=_put("1", "state", "says", "status"))
    other = _put("41", "state", "says", "balance")
    yield bad(_HOLDS, "other balance", Plan(kind="balance", holds={"balance": "40"}), change=other)
    form = _put("0x" + "5d" * 32, "state", "says", "form")
    yield bad(_HOLDS, "other form", Plan(kind="notification"), change=form)


def _witnesses() -> Iterator[Case]:
    one = trust_of(witnesses={"accepted": [_hex(_WITNESS)], "required": 1})
    two = trust_of(witnesses={"accepted": [_hex(_WITNESS), _hex(_OTHER)], "required": 2})
    few = (14, "witnesses-too-few")
    yield good("witness", change=_signed(_WITNESS), trust=one)
    yield good("two witnesses", change=_signed(_OTHER, _WITNESS), trust=two)
    yield bad(few, "no witness", trust=one)
    yield bad(few, "one witness of two", change=_signed(_WITNESS), trust=two)
    half = _signed(_WITNESS, sections=("statement",))
    yield bad(few, "witness of one block only", change=half, trust=one)
    unknown = (14, "witness-unknown")
    yield bad(unknown, "witness outside the policy", change=_signed(_WITNESS, _OTHER), trust=one)
    yield bad(unknown, "witness without a policy", change=_signed(_WITNESS))
    twice = _signed(_WITNESS, _WITNESS)
    yield bad((14, "witness-repeated"), "witness twice", change=twice, trust=two)
    differs = (14, "witness-differs")
    other = _signed(_WITNESS, root=bytes(32))
    yield bad(differs, "witness of another state", change=other, trust=one)
    yield bad(differs, "witness of another name", change=_renamed, trust=two)
    yield bad(differs, "signature of a witness cut", change=_cut, trust=one)


def _put(value: Any, *path: str) -> Any:
    def change(bundle: Any) -> None:
        for name in path[:-1]:
            bundle = bundle[name]
        bundle[path[-1]] = value

    return change


def _way(section: str, name: str, alter: Callable[[bytes], bytes]) -> Any:
    def change(bundle: Any) -> None:
        bundle[section][name] = b64(alter(unb64(bundle[section][name])))

    return change


def _flipped(way: bytes) -> bytes:
    return way[:-1] + bytes([way[-1] ^ 1])


def _masked(bit: int) -> Callable[[bytes], bytes]:
    """Another set of children of the root."""
    return lambda way: (
        way[:1] + (int.from_bytes(way[1:3], "big") ^ bit).to_bytes(2, "big") + way[3:]
    )


def _untyped(way: bytes) -> bytes:
    """The receipt in its leaf without the byte that says its type."""
    at = way.index(b"\x02\xf9")
    size = int.from_bytes(way[at - 2 : at], "big") - 1
    return way[: at - 2] + size.to_bytes(2, "big") + way[at + 1 :]


def _unlisted(way: bytes) -> bytes:
    """A byte in place of a node that stands in the branch as it is."""
    return way.replace(b"\xc2\x20\x01", b"\x01", 1)


_WRONG: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "way cut off": lambda way: way[:-1],
    "way without its root": lambda way: way[3:],
    "no way": lambda _: b"",
    "way and a byte": lambda way: way + b"\x01",
    "way altered": _flipped,
    "hashes in another order": lambda way: way[:-64] + way[-32:] + way[-64:-32],
    "mark of no node": lambda way: b"\x83" + way[1:],
    "mark of a leaf": lambda way: b"\x80" + way[1:],
    "mark of an extension": lambda way: b"\x01" + way,
    "extension past the key": lambda way: b"\x40" + way,
    "child that is not there": _masked(1 << 9),
    "child left out": _masked(1 << 8),
    "no short child": lambda way: b"\x82" + way[1:3] + bytes(2) + way[3:],
    "short child that is not there": lambda way: b"\x82" + way[1:3] + b"\x02\0" + way[3:],
    "hash that is called short": lambda way: b"\x82" + way[1:3] + b"\x01\0" + way[3:],
    "node on the way that is called short": lambda way: b"\x82" + way[1:3] * 2 + way[3:],
}
"""Alterations of a way whose root has children 0, 1 and 8, or all of them."""


def _set(at: int, value: Any) -> Any:
    def hook(fields: list[Any]) -> None:
        fields[at] = value

    return hook


def _append(fields: list[Any]) -> None:
    fields.append(b"")


def _log(at: int, alter: Callable[[Any], Any]) -> Any:
    def hook(fields: list[Any]) -> None:
        fields[3][1][at] = alter(fields[3][1][at])

    return hook


def _signed(
    *witnesses: PrivateKey,
    sections: tuple[str, ...] = ("statement", "state"),
    root: bytes | None = None,
) -> Any:
    def change(bundle: Any) -> None:
        for name in sections:
            for key in witnesses:
                signed = witnessed(bundle[name], name, key, root)
                bundle["witnesses"].append(signed)

    return change


def _renamed(bundle: Any) -> None:
    _signed(_WITNESS)(bundle)
    bundle["witnesses"][0]["address"] = _hex(_OTHER)


def _cut(bundle: Any) -> None:
    _signed(_WITNESS)(bundle)
    given = base64.b64decode(bundle["witnesses"][0]["signature"])
    bundle["witnesses"][0]["signature"] = base64.b64encode(given[:-1]).decode()


def _hex(key: PrivateKey) -> str:
    return "0x" + key_of(key).hex()
