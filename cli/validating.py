"""The validation query from the command line: what is asked, and the answer for a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.exits import UsageError
from cli.proving import is_bundle, read_bundle_file
from cli.verifying import subject_of
from ledger.errors import Rejected
from qoima.client import validation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.session import Session
    from qoima.client.http import Json

__all__ = ["told", "validated"]


def validated(session: Session, subject: str) -> Json:
    """The answer of the server; raises UsageError as `subject_of`, and what the client raises."""
    if is_bundle(subject):
        with session.client() as client:
            return validation.given(client, read_bundle_file(Path(subject)))
    asked = _asked(session, subject)
    with session.client() as client:
        return validation.asked(client, asked)


def told(answer: Json) -> dict[str, Any]:
    """The same for a person: each record flat, what nobody asked about left out."""
    data = answer["data"]
    proof, act = data["proof"], data["transaction"]
    shown: dict[str, Any] = {name: data[name] for name in ("subject", "answer", "detail")}
    if act is not None:
        shown |= {"transaction": _act(act)}
    if proof is not None:
        shown |= {"proof": _without_nothing(proof)}
    shown |= {"matches": [_without_nothing(_match(each)) for each in data["matches"]]}
    if data["records"]:
        shown |= {"records": [_without_nothing(_record(each)) for each in data["records"]]}
    if data["records"]:
        shown |= {"records": [_listed(each) for each in data["records"]]}
    if data["total"] > len(data["matches"]):
        shown |= {"total": data["total"]}
    return {"data": shown, "as_of": answer["as_of"]}


def _asked(session: Session, subject: str) -> str:
    from api.validation.subjects import read_question

    if not Path(subject).is_file():
        try:
            return read_question(subject).text
        except Rejected as error:
            raise UsageError("input.not-verifiable", given=subject[:200]) from error
    return subject_of(session, subject)


def _listed(found: Mapping[str, Any]) -> dict[str, Any]:
    """A record of a batch."""
    record, path = found["record"], found["path"]
    told = {name: record[name] for name in ("batch", "index", "status", "account", "cid")}
    return _without_nothing({**told, "path": path, **record["recorded"]})


def _without_nothing(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _match(match: Mapping[str, Any]) -> dict[str, Any]:
    where, held, fixity = match["recorded"], match["possessor"], match["fixity"]
    return {
        "kind": match["kind"],
        "number": match["number"],
        "title": match["title"],
        "path": match["path"],
        "status": match["status"],
        "by": _party(match["by"]),
        "block": where["block"],
        "timestamp": where["timestamp"],
        "transaction": where["transaction"],
        **_seal(match["sealed"]),
        "held_by": None if held is None else _party(held["party"]),
        "since": None if held is None else held["since"]["timestamp"],
        "checked_at": None if fixity is None else fixity["checked_at"],
        "faulty": None if fixity is None else fixity["faulty"],
        "proof": match["proof"],
    }


def _record(match: Mapping[str, Any]) -> dict[str, Any]:
    record = match["record"]
    named = ("batch", "index", "cid", "status", "possessor", "account")
    where = record["recorded"]
    return {
        **{name: record[name] for name in named},
        "path": match["path"],
        "block": where["block"],
        "timestamp": where["timestamp"],
        "transaction": where["transaction"],
    }


def _act(act: Mapping[str, Any]) -> dict[str, Any]:
    state, known = act["state"], act["state"]["transaction"] or {}
    sealed = {} if act["sealed"] is None else _seal(act["sealed"])
    explained = known.get("explanation") or {}
    return {
        "state": state["state"],
        "succeeded": state["succeeded"],
        "summary": explained.get("summary"),
        "sender": _party(act["sender"]),
        "block": ((known.get("receipt") or {}).get("block") or {}).get("number"),
        **sealed,
    }


def _seal(seal: Mapping[str, Any]) -> dict[str, Any]:
    witnesses = seal["witnesses"]
    named = None if witnesses is None else [_party(each) for each in witnesses]
    return {"sealer": _party(seal["sealer"]), "witnesses": named}


def _party(party: Mapping[str, Any] | None) -> str | None:
    """A participant's number and key in one line; the name stands in the register."""
    if party is None:
        return None
    number = party["participant"]
    return str(party["account"]) if number is None else f"№ {number}, {party['account']}"
