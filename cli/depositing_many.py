"""`qoima deposit many`: from folders and archives that a person named to a recorded batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cli.bounds import limits
from cli.described import described
from cli.exits import FaultsError, UsageError, sentence
from cli.progress import count_bar
from cli.speech import speech
from depository.batches.model import MAX_RECORDS, list_cid_of, tree_over
from depository.metadata import Access
from ledger.errors import QoimaError, Rejected
from qoima.client.batches import Prepared, deposit_many, list_of
from qoima.client.deposits import Payload, Wanted, compute
from qoima.client.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cli.described import Description
    from cli.session import Session
    from depository.metadata import Provenance

__all__ = ["Many", "named_paths", "put_many"]

_CODEMETA: Final = "codemeta.json"
_MAX_LIST_BYTES: Final = 64 << 20


@dataclass(frozen=True)
class Many:
    """What is deposited at once: the paths, and what is said of each of them.

    What `given` does not say is read from `codemeta.json` in a folder.
    """

    paths: Sequence[Path]
    given: Description
    provenance: Provenance


def named_paths(paths: Sequence[Path], listed: Path | None) -> list[Path]:
    """The paths, those of a file after them, one a line; blank lines are passed over.

    Raises UsageError `input.no-packages`, `input.file-unreadable` (path), `input.path-twice`
    (path).
    """
    found = list(paths)
    if listed is not None:
        try:
            with listed.open("rb") as file:
                text = file.read(_MAX_LIST_BYTES).decode("utf-8")
        except (OSError, ValueError) as error:
            raise UsageError("input.file-unreadable", path=str(listed)) from error
        found += [Path(line.strip()) for line in text.splitlines() if line.strip()]
    if not found:
        raise UsageError("input.no-packages")
    seen: set[Path] = set()
    for each in found:
        if each.resolve() in seen:
            raise UsageError("input.path-twice", path=str(each))
        seen.add(each.resolve())
    return found


def put_many(session: Session, key: str, many: Many) -> dict[str, Any]:
    """Compute every package, send them all, sign one root, wait; the batch and its records.

    Nothing is sent unless every package is fit: FaultsError `input.many-refused` (count) names all
    that are not. Raises Rejected `batch.too-many` (limit), and as `deposit_many`.
    """
    if len(many.paths) > MAX_RECORDS:
        raise Rejected("batch.too-many", limit=MAX_RECORDS)
    with session.agent(key) as agent:
        with count_bar(session, "cli-computing") as told:
            prepared = _prepared(session, many, told)
        data = list_of(prepared)
        with count_bar(session, "cli-sending") as told:
            done = deposit_many(agent, prepared, told)
    return {
        "batch": done.number,
        "block": done.block,
        "transaction": done.transaction,
        "root": "0x" + tree_over(data).root.hex(),
        "list_cid": str(list_cid_of(data)),
        "records": [
            {"index": index, "path": str(path), "cid": str(each.wanted.package.cid)}
            for index, (path, each) in enumerate(zip(many.paths, prepared, strict=True))
        ],
    }


def _prepared(session: Session, many: Many, told: Callable[[int, int], None]) -> list[Prepared]:
    prepared: list[Prepared] = []
    found: list[Fault] = []
    first: dict[bytes, Path] = {}
    messages = speech(session.language)
    for count, path in enumerate(many.paths, 1):
        try:
            each = _prepare(session, many, path)
            same = first.setdefault(each.wanted.package.root, path)
            if same is not path:
                raise UsageError("input.same-package", path=str(same))
            prepared.append(each)
        except QoimaError as error:
            said, more = sentence(error, messages)
            found.append(Fault(str(path), f"{said} {more}" if more else said))
        except OSError as error:
            found.append(Fault(str(path), error.strerror or str(error)))
        told(count, len(many.paths))
    if found:
        raise FaultsError("input.many-refused", found, count=len(found))
    return prepared


def _prepare(session: Session, many: Many, path: Path) -> Prepared:
    inner = path / _CODEMETA
    metadata = described(many.given, inner if inner.is_file() else None).metadata()
    if metadata.access is not Access.PUBLIC:
        raise UsageError("input.many-limited")
    metadata.check_complete()
    payload = Payload(path, limits(session.settings))
    package = compute(payload, metadata)
    metadata.check_files(file.path for file in package.files)
    many.provenance.check(metadata.kind, {file.sha256 for file in package.files})
    files = replace(package, files=())  # thousands of packages are held at once
    return Prepared(payload, Wanted(metadata, many.provenance, files))
