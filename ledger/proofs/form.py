"""The first check: the file is canonical JSON with exactly the fields of its kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ledger.canonical import canonical_json
from ledger.errors import QoimaError, VerificationError
from ledger.proofs.checks import Check
from ledger.proofs.fields import (
    address,
    count,
    exactly,
    hashed,
    in_base64,
    listed,
    packed,
    text,
    words,
)
from ledger.proofs.kinds import KINDS
from ledger.proofs.model import (
    FORMAT,
    MAX_BYTES,
    PROFILE,
    Block,
    Bundle,
    Content,
    Place,
    Record,
    Section,
    Witness,
)

if TYPE_CHECKING:
    from ledger.proofs.kinds import Kind, Word

__all__ = ["read_bundle"]

_MOST_HEADERS: Final = 520
_MOST_HEADER_BYTES: Final = 1 << 15
_MOST_WITNESSES: Final = 256
_MOST_STEPS: Final = 64
_MOST_BRACKETS: Final = 1000
"""So many cannot be nested deep enough to exhaust the stack, whatever limit a program has set."""
_TOP: Final = ("chain", "contract", "format", "kind", "subject", "witnesses")


def read_bundle(document: bytes) -> Bundle:
    """Read a bundle.

    1. It is not larger than 4 MiB. 2. It is the canonical JSON (RFC 8785) of what it says: no key
    stands twice, no blank, no float. 3. Its format and its kind are known. 4. It has the fields of
    its kind, of their types, and no others.
    Raises VerificationError "proof.too-large" (limit), "proof.not-canonical",
    "proof.unknown-format" (given), "proof.malformed" (field), each with `check`.
    """
    if len(document) > MAX_BYTES:
        raise VerificationError("proof.too-large", check=Check.FORM, limit=MAX_BYTES)
    fields = _canonical(document)
    given = fields.get("format") if isinstance(fields, dict) else None
    if given != FORMAT:
        raise VerificationError("proof.unknown-format", check=Check.FORM, given=str(given)[:80])
    try:
        return _bundle(fields)
    except ValueError as error:
        field = str(error)
        raise VerificationError("proof.malformed", check=Check.FORM, field=field) from error


def _canonical(document: bytes) -> Any:
    if document.count(b"[") + document.count(b"{") > _MOST_BRACKETS:
        raise VerificationError("proof.not-canonical", check=Check.FORM)
    try:
        fields = json.loads(
            document.decode(), parse_int=_whole, parse_float=_refuse, parse_constant=_refuse
        )
        if canonical_json(fields) == document:
            return fields
    except (ValueError, RecursionError, QoimaError) as error:
        raise VerificationError("proof.not-canonical", check=Check.FORM) from error
    raise VerificationError("proof.not-canonical", check=Check.FORM)


def _refuse(number: str) -> Any:
    raise ValueError(number)


def _whole(digits: str) -> int:
    """A number that every reader of JSON reads alike (RFC 7493 §2.2)."""
    number = int(digits)
    if abs(number) >= 2**53:
        raise ValueError(digits)
    return number


def _bundle(fields: Any) -> Bundle:
    name = text(fields, "kind")
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError("kind")
    exactly(fields, _TOP + _sections(kind, fields), "bundle")
    chain = exactly(fields["chain"], ("genesis", "id"), "chain")
    said = () if kind.event is None else kind.event.words
    held = tuple(each.word for each in kind.state)
    return Bundle(
        kind_name=name,
        kind=kind,
        chain_id=count(chain, "id"),
        genesis=hashed(chain, "genesis"),
        contract=address(fields, "contract"),
        subject=words(fields["subject"], kind.subject, "subject"),
        statement=_section(fields, "statement", said, ("receipt",), ("index", "log")),
        place=_place(fields),
        state=_section(fields, "state", held, ("account", "storage")),
        content=_content(fields["content"], kind) if kind.content else None,
        record=_record(fields["record"], kind) if kind.record else None,
        witnesses=_witnesses(fields),
    )


def _sections(kind: Kind, fields: Any) -> tuple[str, ...]:
    """What stands in a bundle of this kind beside what is in all."""
    found = ("content",) * kind.content + ("record",) * bool(kind.record)
    if kind.event is None:
        return (*found, "state")
    return (*found, "statement") + (("state",) if "state" in fields else ())


def _section(
    bundle: Any,
    name: str,
    said: tuple[Word, ...],
    ways: tuple[str, ...],
    more: tuple[str, ...] = (),
) -> Section | None:
    if name not in bundle:
        return None
    fields = exactly(bundle[name], ("block", "headers", "says", *ways, *more), name)
    block = exactly(fields["block"], ("number", "parent", "time"), name + ".block")
    headers = listed(fields, "headers", _MOST_HEADERS)
    return Section(
        block=Block(count(block, "number"), hashed(block, "parent"), count(block, "time")),
        headers=tuple(packed({"headers": h}, "headers", _MOST_HEADER_BYTES) for h in headers),
        ways=tuple(packed(fields, way, MAX_BYTES) for way in ways),
        says=words(fields["says"], {each.name: each.type for each in said}, name + ".says"),
    )


def _place(bundle: Any) -> Place | None:
    fields = bundle.get("statement")
    return None if fields is None else Place(count(fields, "index"), count(fields, "log"))


def _content(fields: Any, kind: Kind) -> Content:
    names: tuple[str, ...] = ("cid", "profile")
    if kind.file:
        names += ("car", "file", "path", "sha256")
    exactly(fields, names, "content")
    if fields["profile"] != PROFILE:
        raise ValueError("profile")
    if not kind.file:
        return Content(text(fields, "cid"))
    return Content(
        cid=text(fields, "cid"),
        path=text(fields, "path"),
        file=text(fields, "file"),
        sha256=None if fields["sha256"] is None else "0x" + hashed(fields, "sha256").hex(),
        car=in_base64(fields, "car"),
    )


def _record(fields: Any, kind: Kind) -> Record:
    exactly(fields, ("path", "says"), "record")
    path = listed(fields, "path", _MOST_STEPS)
    return Record(
        says=words(fields["says"], {each.name: each.type for each in kind.record}, "says"),
        path=tuple(hashed({"path": each}, "path") for each in path),
    )


def _witnesses(fields: Any) -> tuple[Witness, ...]:
    found = []
    for each in listed(fields, "witnesses", _MOST_WITNESSES):
        exactly(each, ("address", "section", "signature"), "witness")
        section = text(each, "section")
        if section not in {"statement", "state"} or section not in fields:
            raise ValueError("witness")
        found.append(Witness(section, address(each, "address"), in_base64(each, "signature")))
    return tuple(found)
