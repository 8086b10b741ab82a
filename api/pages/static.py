"""Style sheets, scripts and the icon, read once and addressed by the digest of them all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STATIC", "StaticFiles", "static_router"]

STATIC: Final = Path(__file__).parent.parent / "static"

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_ROOMS: Final = ("", "portal/")
"""Folders whose files are served one by one."""
_FOREVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class StaticFiles:
    """The files by name; `build` changes when any of them does, and with it every address."""

    build: str
    files: Mapping[str, bytes]

    @classmethod
    def read(cls, folder: Path = STATIC) -> StaticFiles:
        """Read every file of the kinds that we serve."""
        files = {
            room + each.name: each.read_bytes()
            for room in _ROOMS
            for each in sorted((folder / room).glob("*"))
            if each.suffix in _TYPES
        }
        digest = hashlib.sha256()
        for name, content in files.items():
            digest.update(f"{name}:{len(content)}:".encode() + content)
        return cls(digest.hexdigest()[:12], files)

    def href(self, name: str) -> str:
        """The address of a file; KeyError for a name that is not there."""
        if name not in self.files:
            raise KeyError(name)
        return f"/static/{self.build}/{name}"

    def answer(self, build: str, name: str) -> Response:
        """The file, to be kept for ever; NotFound("route.unknown") for another name or build."""
        content = self.files.get(name)
        if content is None or build != self.build:
            raise NotFound("route.unknown", path=f"/static/{build}/{name}")
        return Response(
            content, media_type=_TYPES[Path(name).suffix], headers={"Cache-Control": _FOREVER}
        )


def static_router(files: StaticFiles) -> APIRouter:
    """Routes of the files, the icon where browsers look for one, and the word to robots."""
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{build}/{name:path}")
    def static(build: str, name: str) -> Response:
        return files.answer(build, name)

    @router.get("/favicon.ico")
    def favicon() -> Response:
        return RedirectResponse(files.href("favicon.svg"))

    @router.get("/robots.txt")
    def robots() -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /v1/\n")

    return router
