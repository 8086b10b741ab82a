"""The sentences of one language, without reading those of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message

from api.languages import LOCALES, Messages

if TYPE_CHECKING:
    from api.languages import Language

__all__ = ["speech"]


def speech(language: Language, catalogues: str = "*") -> Messages:
    """Messages of the catalogues whose names match; a command pays for what it says."""
    bundle = FluentBundle([language], use_isolating=False)
    ids: set[str] = set()
    for path in sorted((LOCALES / language).glob(f"{catalogues}.ftl")):
        resource = FluentResource(path.read_text("utf-8"))
        ids |= {entry.id.name for entry in resource.body if isinstance(entry, Message)}
        bundle.add_resource(resource)
    return Messages(language, bundle, frozenset(ids))
