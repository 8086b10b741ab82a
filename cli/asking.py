"""`qoima ownership`: many questions of ownership from a file, answered as of one block."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from cli.exits import FaultsError, UsageError
from cli.progress import count_bar
from ledger.addresses import parse_address
from ledger.errors import Rejected
from qoima.client.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.session import Session

__all__ = ["ask_ownership", "read_subjects"]

_AT_ONCE: Final = 1000
_MOST: Final = 100_000
_MOST_BYTES: Final = 16 << 20
_DEPOSIT: Final = re.compile(r"deposit:([1-9][0-9]{0,15})")
_RECORD: Final = re.compile(r"record:([1-9][0-9]{0,15})/(0|[1-9][0-9]{0,15})")
_HOLDING: Final = re.compile(r"asset:([1-9][0-9]{0,15})\s+(0x[0-9a-fA-F]{40})")

Subject = dict[str, Any]


def read_subjects(path: Path) -> list[Subject]:
    """The questions of a file: `deposit:12`, `record:7/0` or `asset:4 0x…` a line, then `# remark`.

    Raises UsageError `input.file-unreadable` (path), `input.subjects-too-many` (path, most),
    `input.subjects-none` (path), and FaultsError `input.subjects-malformed` (path) that names every
    line which is neither.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        text = raw.decode() if len(raw) <= _MOST_BYTES else ""
    except (OSError, ValueError) as error:
        raise UsageError("input.file-unreadable", path=str(path)) from error
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    if len(raw) > _MOST_BYTES or sum(map(bool, lines)) > _MOST:
        raise UsageError("input.subjects-too-many", path=str(path), most=_MOST)
    read = {number: _subject(line) for number, line in enumerate(lines, 1) if line}
    bad = [Fault(str(number), lines[number - 1][:80]) for number, each in read.items() if not each]
    if bad:
        raise FaultsError("input.subjects-malformed", bad, path=str(path))
    if not read:
        raise UsageError("input.subjects-none", path=str(path))
    return [each for each in read.values() if each is not None]


def ask_ownership(
    session: Session, subjects: list[Subject], block: int | None, at: str | None
) -> dict[str, Any]:
    """The answers in the order of the subjects, all as of the block of the first thousand.

    Raises what the client raises.
    """
    stand: dict[str, Any] = {} if block is None else {"block": block}
    stand |= {} if at is None else {"at": at}
    answers: list[Any] = []
    as_of: Any = None
    with session.client() as client, count_bar(session, "cli-asking") as told:
        for some in _parts(subjects):
            answer = client.ask("/v1/ownership", {"subjects": some, **stand})
            as_of = as_of or answer["as_of"]
            stand = {"block": as_of["number"]}
            answers += answer["data"]
            told(len(answers), len(subjects))
    return {"data": answers, "total": len(answers), "as_of": as_of}


def _parts(subjects: list[Subject]) -> Iterator[list[Subject]]:
    left = iter(subjects)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _subject(line: str) -> Subject | None:
    if found := _DEPOSIT.fullmatch(line):
        return {"kind": "deposit", "deposit": int(found[1])}
    if found := _RECORD.fullmatch(line):
        return {"kind": "record", "batch": int(found[1]), "index": int(found[2])}
    found = _HOLDING.fullmatch(line)
    if found is None:
        return None
    try:
        account = parse_address(found[2])
    except Rejected:
        return None
    return {"kind": "holding", "asset": int(found[1]), "account": account}
