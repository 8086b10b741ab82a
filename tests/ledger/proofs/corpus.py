"""The corpus of bundles: `python -m tests.ledger.proofs.corpus` writes `tests/vectors/proofs`.

`index.json` there says of each case the bundle's file, the reader's trust and demands, the file
that is given with it, and the verdict: 0, or the check that fails and the code of the refusal.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.ledger.proofs import (
    cases_batches,
    cases_chain,
    cases_content,
    cases_form,
    cases_good,
    cases_records,
)
from tests.ledger.proofs.case import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOLDER", "files", "main", "read"]

FOLDER: Final = Path(__file__).parents[2] / "vectors" / "proofs"
_CASES: Final = (cases_good, cases_form, cases_chain, cases_records, cases_batches, cases_content)


def files() -> Mapping[str, bytes]:
    """The vectors by their paths, made anew."""
    found: dict[str, bytes] = {}
    index = [_described(case, found) for room in _CASES for case in room.cases()]
    found["index.json"] = json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n"
    return found


def read(folder: Path = FOLDER) -> list[Case]:
    """The cases as the vectors have them."""
    index = json.loads((folder / "index.json").read_bytes())
    return [_case(folder, entry) for entry in index]


def main() -> None:
    """Write the vectors in place of those that are there."""
    for name in ("bundles", "trust", "files"):
        shutil.rmtree(FOLDER / name, ignore_errors=True)
    for path, data in files().items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(data)


def _described(case: Case, found: dict[str, bytes]) -> dict[str, Any]:
    trust = json.dumps(case.trust, ensure_ascii=False, indent=1).encode()
    given = None if case.file is None else _put(found, "files", ".bin", case.file)
    return {
        "name": case.name,
        "bundle": _put(found, "bundles", ".json", case.document),
        "trust": _put(found, "trust", ".json", trust),
        "now": case.now,
        "not_before": case.not_before,
        "file": given,
        "check": case.check,
        "code": case.code,
    }


def _put(found: dict[str, bytes], folder: str, ending: str, data: bytes) -> Any:
    """Where bytes lie; large ones of a single kind are only described."""
    if len(data) > 1 << 20:
        assert not any(data)
        return {"zeros": len(data)}
    path = f"{folder}/{hashlib.sha256(data).hexdigest()[:16]}{ending}"
    found[path] = data
    return path


def _case(folder: Path, entry: Mapping[str, Any]) -> Case:
    given = entry["file"]
    if isinstance(given, dict):
        data: bytes | None = bytes(given["zeros"])
    else:
        data = None if given is None else (folder / given).read_bytes()
    return Case(
        name=entry["name"],
        document=(folder / entry["bundle"]).read_bytes(),
        trust=json.loads((folder / entry["trust"]).read_bytes()),
        now=entry["now"],
        not_before=entry["not_before"],
        file=data,
        code=entry["code"],
        check=entry["check"],
    )


if __name__ == "__main__":
    main()
