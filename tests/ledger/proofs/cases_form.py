"""Cases of form, chain and contract: the checks 1 to 3."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from ledger.canonical import canonical_json
from tests.ledger.proofs.case import Case, bad, whole
from tests.support.forge import CONTRACTS, Plan, trust_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cases"]

_MALFORMED = (1, "malformed")
_RAW = "not-canonical"


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _texts()
    yield from _fields()
    yield from _words()
    yield bad((2, "other-chain"), "other chain", change=_put(7, "chain", "id"))
    genesis = "0x" + "ab" * 32
    yield bad((2, "other-genesis"), "other genesis", change=_put(genesis, "chain", "genesis"))
    trust = trust_of(genesis_hash=genesis)
    yield bad((2, "other-genesis"), "genesis that another trusts", trust=trust)
    other = "0x" + CONTRACTS["digital_assets"].hex()
    yield bad((3, "other-contract"), "other contract", change=_put(other, "contract"))
    yield bad((3, "other-contract"), "contract unknown to trust", trust=trust_of(contracts={}))


def _texts() -> Iterator[Case]:
    """Bytes that are not the one form of a bundle."""
    plain = canonical_json(whole(Plan()))
    text = plain.decode()
    spaced = json.dumps(json.loads(plain), sort_keys=True).encode()
    unsorted = json.dumps(dict(reversed(json.loads(plain).items())), separators=(",", ":")).encode()
    shapes = {
        "newline at the end": plain + b"\n",
        "blanks": spaced,
        "keys in another order": unsorted,
        "duplicate key": plain.replace(b'{"chain":', b'{"chain":{"id":1},"chain":', 1),
        "duplicate key within": text.replace('"id":', '"id":1,"id":', 1).encode(),
        "byte order mark": b"\xef\xbb\xbf" + plain,
        "not UTF-8": plain.replace(b"qoima-proof", b"qoima\xffproof", 1),
        "number as float": text.replace('"number":100', '"number":100.0', 1).encode(),
        "number with exponent": text.replace('"number":100', '"number":1e2', 1).encode(),
        "minus zero": text.replace('"log":1', '"log":-0', 1).encode(),
        "not a number": text.replace('"log":1', '"log":NaN', 1).encode(),
        "letter escaped": text.replace("qoima-proof", "\\u0071oima-proof", 1).encode(),
        "cut off": plain[:-1],
        "nothing": b"",
        "nested without end": b"[" * 100_000,
    }
    for name, document in shapes.items():
        yield Case(name, document, code="proof." + _RAW, check=1)
    pair = text.replace('"kind":"deposit"', '"kind":"\\ud800"', 1).encode()
    yield Case("half a surrogate pair", pair, code="proof." + _RAW, check=1)
    yield Case("a list", b"[]", code="proof.unknown-format", check=1)
    yield Case("a word", b'"qoima-proof/1"', code="proof.unknown-format", check=1)


def _fields() -> Iterator[Case]:
    yield bad((1, "unknown-format"), "format of the future", change=_put("qoima-proof/2", "format"))
    yield bad((1, "unknown-format"), "format as a number", change=_put(1, "format"))
    yield bad(_MALFORMED, "unknown kind", change=_put("gift", "kind"))
    yield bad(_MALFORMED, "kind as a list", change=_put(["deposit"], "kind"))
    yield bad(_MALFORMED, "field that is not known", change=_put(1, "remark"))
    yield bad(_MALFORMED, "field missing", change=lambda b: b.pop("witnesses"))
    yield bad(_MALFORMED, "statement missing", change=lambda b: b.pop("statement"))
    yield bad(_MALFORMED, "state null", change=_put(None, "state"))
    yield bad(
        _MALFORMED, "word that is not the event's", change=_put("1", "statement", "says", "x")
    )
    balance = Plan(kind="balance")
    section = whole(Plan())["statement"]
    yield bad(_MALFORMED, "statement in a balance", balance, change=_put(section, "statement"))
    yield bad(_MALFORMED, "content in a balance", balance, change=_put({}, "content"))
    yield bad(_MALFORMED, "other profile", change=_put("unixfs-v0-2015", "content", "profile"))
    yield bad(_MALFORMED, "file in a deposit", change=_put("x", "content", "file"))
    witness = {"address": "0x" + "00" * 20, "section": "car", "signature": ""}
    yield bad(_MALFORMED, "witness of nothing", change=_put([witness], "witnesses"))
    zeros = base64.b64encode(b"\0\xff" * 129).decode()
    yield bad(_MALFORMED, "header of zeros", change=_put([zeros] * 3, "statement", "headers"))
    flood = base64.b64encode(b"\0\xff" * 16_400).decode()
    yield bad(_MALFORMED, "way of zeros", change=_put(flood, "statement", "receipt"))
    yield bad(_MALFORMED, "way as a list", change=_put([""], "state", "storage"))
    yield bad(_MALFORMED, "header as a number", change=_put([1], "state", "headers"))
    yield bad(_MALFORMED, "too many headers", change=_put([""] * 521, "statement", "headers"))


def _words() -> Iterator[Case]:
    says = ("statement", "says")
    yield bad(_MALFORMED, "number with a zero before", change=_put("07", "subject", "number"))
    yield bad(_MALFORMED, "number of 257 bits", change=_put(str(2**256), "subject", "number"))
    yield bad(_MALFORMED, "number as number", change=_put(7, "subject", "number"))
    yield bad(_MALFORMED, "number in other digits", change=_put("٧", "subject", "number"))
    yield bad(_MALFORMED, "hex in capitals", change=_put("0x" + "5C" * 32, *says, "root"))
    yield bad(_MALFORMED, "hex too short", change=_put("0x" + "5c" * 31, *says, "root"))
    yield bad(
        _MALFORMED, "hex with a line end", change=_put("0x" + "5c" * 32 + "\n", *says, "root")
    )
    yield bad(_MALFORMED, "address too long", change=_put("0x" + "5c" * 21, *says, "account"))
    yield bad(
        _MALFORMED, "block number as text", change=_put("100", "statement", "block", "number")
    )
    yield bad(
        _MALFORMED, "block number below zero", change=_put(-1, "statement", "block", "number")
    )
    yield bad(_MALFORMED, "log true", change=_put(True, "statement", "log"))
    for name, text in {
        "base64 without padding": "QQ",
        "base64 with loose bits": "QR==",
        "base64 for addresses": "_-8=",
        "base64 with a blank": "QUFB QUFB",
        "base64 padded twice": "QQ======",
        "zeros shortened twice": "AAAAAA==",
        "zero without its count": "QQA=",
    }.items():
        yield bad(_MALFORMED, name, change=_put(text, "statement", "receipt"))
    large = str(2**53)
    document = canonical_json(whole(Plan())).replace(b'"log":1', b'"log":' + large.encode())
    yield Case("number past 2**53", document, code="proof." + _RAW, check=1)
    inexact = document.replace(large.encode(), str(2**53 + 1).encode())
    yield Case("number that others round", inexact, code="proof." + _RAW, check=1)


def _put(value: Any, *path: str) -> Any:
    def change(bundle: Any) -> None:
        for name in path[:-1]:
            bundle = bundle[name]
        bundle[path[-1]] = value

    return change
