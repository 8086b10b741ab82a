"""Cases of records in batches: the way to the root of a tree, and what is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.merkle import node_digest
from ledger.types import Digest
from tests.ledger.proofs.case import bad, good, whole
from tests.support.forge import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ledger.proofs.case import Case

__all__ = ["cases"]

_RECORD: Final = Plan(kind="record")
_PROVEN: Final = (8, "record-not-proven")
_FORM: Final = (1, "malformed")
_CONCLUDED: Final = {"conclusion": "0x" + "00" * 32, "size": str(2**256 - 1)}


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _good()
    yield from _ways()
    yield from _words()
    yield from _forms()


def _good() -> Iterator[Case]:
    for signers in (1, 3):
        yield good(f"record under {signers}", Plan(kind="record", signers=signers))
    yield good("record without a state", Plan(kind="record", state=False))
    yield good("record alone in its list", _at(0, 1))
    yield good("first record of two", _at(0, 2))
    yield good("last record of seventeen", _at(16, 17))
    yield good("last record of three", _at(2, 3))
    yield good("record in the middle of thirteen", _at(11, 13))
    yield good("record of a thousand", _at(777, 1000))
    yield good("record with no conclusion", Plan(kind="record", record=_CONCLUDED))


def _ways() -> Iterator[Case]:
    last, two = _at(16, 17), _at(0, 2)
    path = whole(_RECORD)["record"]["path"]
    for name, alter in {
        "way in the list cut": lambda way: way[:-1],
        "way in the list without its first": lambda way: way[1:],
        "no way in the list": lambda _: [],
        "way in the list and a digest": lambda way: [*way, way[0]],
        "way in the list turned": lambda way: way[::-1],
        "way in the list altered": lambda way: ["0x" + "00" * 32, *way[1:]],
        "way of many steps": lambda way: (way * 13)[:64],
    }.items():
        yield bad(_PROVEN, name, _RECORD, change=_path(alter))
    yield bad(_PROVEN, "way of the last record cut", last, change=_path(lambda way: way[:-1]))
    yield bad(_PROVEN, "way of another record", last, change=_path(lambda _: path))
    yield bad(_PROVEN, "node shown as a record", two, change=_as_leaf)
    for name, place in {
        "next": "8",
        "first": "0",
        "past the last": "20",
        "far": str(2**255),
    }.items():
        yield bad(
            _PROVEN, f"place in the list {name}", _RECORD, change=_put(place, "subject", "index")
        )
    for size in ("0", "1", "7", "2000"):
        yield bad(_PROVEN, f"list of {size}", Plan(kind="record", says={"records": size}))
    yield bad(_PROVEN, "root of another list", Plan(kind="record", says={"tree": "0x" + "77" * 32}))


def _words() -> Iterator[Case]:
    for name, value in {
        "size": "4",
        "kind": "4",
        "access": "4",
        "origin": "4",
        "conclusion": "0x" + "00" * 32,
        "root": "0x" + "00" * 32,
    }.items():
        change = _put(value, "record", "says", name)
        yield bad(_PROVEN, f"other {name} of a record", _RECORD, change=change)
    yield bad((8, "subject-differs"), "other batch", _RECORD, change=_put("8", "subject", "batch"))
    for name, value in {"possessor": "4", "records": "21", "list": "0x" + "00" * 32}.items():
        change = _put(value, "statement", "says", name)
        yield bad((8, "statement-differs"), f"other {name} of a batch", _RECORD, change=change)
    cid = "bafybei" + "a" * 52
    yield bad(
        (8, "cid-differs"), "other CID of a record", _RECORD, change=_put(cid, "content", "cid")
    )
    held = _put("4", "state", "says", "possessor")
    yield bad((13, "state-differs"), "other possessor of a batch held", _RECORD, change=held)


def _forms() -> Iterator[Case]:
    yield bad(_FORM, "record missing", _RECORD, change=lambda b: b.pop("record"))
    yield bad(_FORM, "record in a deposit", change=_put({}, "record"))
    yield bad(_FORM, "way too long", _RECORD, change=_path(lambda way: (way * 17)[:65]))
    yield bad(
        _FORM, "step in capitals", _RECORD, change=_path(lambda way: ["0x" + "AB" * 32, *way])
    )
    yield bad(_FORM, "step as a number", _RECORD, change=_path(lambda way: [1, *way]))
    yield bad(_FORM, "way in the list as a text", _RECORD, change=_put("", "record", "path"))
    word = _put("1", "record", "says", "possessor")
    yield bad(_FORM, "word that is not a record's", _RECORD, change=word)
    yield bad(_FORM, "place with a zero before", _RECORD, change=_put("07", "subject", "index"))


def _at(place: int, records: int) -> Plan:
    return Plan(kind="record", records=records, subject={"index": str(place)})


def _as_leaf(bundle: Any) -> None:
    """The root of two as the only leaf of a list of one: it is no leaf's digest."""
    path = [Digest(bytes.fromhex(each[2:])) for each in bundle["record"]["path"]]
    bundle["record"]["says"]["root"] = "0x" + node_digest(path[0], path[0]).hex()
    bundle["record"]["path"] = []


def _path(alter: Callable[[list[Any]], list[Any]]) -> Any:
    def change(bundle: Any) -> None:
        bundle["record"]["path"] = alter(bundle["record"]["path"])

    return change


def _put(value: Any, *path: str) -> Any:
    def change(bundle: Any) -> None:
        for name in path[:-1]:
            bundle = bundle[name]
        bundle[path[-1]] = value

    return change
