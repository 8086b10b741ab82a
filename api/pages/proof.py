"""The page that verifies proofs: one file that needs no network, from here or from a disk."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.languages import LANGUAGES
from api.pages.static import STATIC
from depository.words import NAMES
from ledger.proofs.kinds import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from api.languages import Catalogue, Messages

__all__ = ["ProofPage", "proof_router"]

_SCRIPTS: Final = (
    "sha256.js",
    *(
        f"proof/{name}.js"
        for name in (
            *("bytes", "keccak", "secp256k1", "trie", "kinds", "form", "chain", "verify"),
            *("unixfs", "content", "page"),
        )
    ),
)
_REFUSAL: Final = "problem-proof_"
_WORD: Final = "proof-page-"
_FIELDS: Final = ("cid", "path", "file", "sha256")
_FACTS: Final = (
    *("check", "limit", "given", "field", "expected", "found", "contract", "place", "signer"),
    *("time", "number", "wanted", "witness"),
)


@dataclass(frozen=True)
class ProofPage:
    """The page whole, and the policy that lets it run nothing but itself and reach nobody."""

    html: str
    policy: str

    @classmethod
    def made(cls, catalogue: Catalogue, folder: Path = STATIC) -> ProofPage:
        """Put the page together of its scripts, its style and the sentences of all languages."""
        words = {each: _words(catalogue.messages(each)) for each in LANGUAGES}
        said = json.dumps(words, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
        scripts = [(folder / name).read_text("utf-8") for name in _SCRIPTS]
        script = "\n".join([f"const WORDS = {said};", *scripts])
        script = f"'use strict';\n{re.sub(r'(?m)^export ', '', script)}"
        style = (folder / "proof" / "style.css").read_text("utf-8")
        policy = (
            f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
            "base-uri 'none'; form-action 'none'"
        )
        html = (folder / "proof" / "page.html").read_text("utf-8")
        for name, text in {"POLICY": policy, "STYLE": style, "SCRIPT": script}.items():
            html = html.replace(f"[[{name}]]", text)
        return cls(html, policy)


def proof_router(catalogue: Catalogue) -> APIRouter:
    """The page at /proof."""
    page = ProofPage.made(catalogue)
    router = APIRouter(include_in_schema=False)

    @router.get("/proof")
    def proof() -> Response:
        policy = f"{page.policy}; frame-ancestors 'none'"
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": policy}
        return HTMLResponse(page.html, headers=headers)

    return router


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _words(messages: Messages) -> dict[str, Any]:
    """The page's words, its refusals with places for their facts, the names of fields."""
    places = {name: f"{{{name}}}" for name in _FACTS}
    refusals = {
        f"proof.{each.removeprefix(_REFUSAL)}": {
            "title": messages(each, **places),
            "detail": messages.attribute(each, "detail", **places),
        }
        for each in messages.ids
        if each.startswith(_REFUSAL)
    }
    page = {each.removeprefix(_WORD): messages(each) for each in messages.ids if _WORD in each}
    values = {
        field: {number: messages(f"cli-value-{word}") for number, word in names.items()}
        for field, names in NAMES.items()
    }
    return {"page": page, "refusals": refusals, "fields": _fields(messages), "values": values}


def _fields(messages: Messages) -> dict[str, str]:
    names = set(_FIELDS)
    for kind in KINDS.values():
        names |= {slot.word.name for slot in kind.state}
        names |= {*kind.subject, *(word.name for word in kind.record)}
        names |= set() if kind.event is None else {word.name for word in kind.event.words}
    known = {name: f"cli-field-{name.replace('_', '-')}" for name in names}
    return {name: messages(each) for name, each in known.items() if each in messages}
