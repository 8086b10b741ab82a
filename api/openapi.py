"""The OpenAPI document: `python -m api.openapi` writes `docs/openapi.json`, `--check` compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.app import skeleton
from api.documentation import document

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["PATH", "main", "rendered"]

PATH: Final = Path(__file__).parent.parent / "docs" / "openapi.json"


def rendered(app: FastAPI) -> str:
    """The document as the file holds it."""
    return json.dumps(document(app), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` compare it: 1 when it differs."""
    fresh = rendered(skeleton())
    if "--check" in arguments:
        same = PATH.exists() and PATH.read_text("utf-8") == fresh
        sys.stdout.write("" if same else f"{PATH.name} differs: run python -m api.openapi\n")
        return 0 if same else 1
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
