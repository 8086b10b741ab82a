"""The page of a whole list that belongs to a record: of an asset, of an account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.pages.moments import query_of
from api.pages.views import Form, Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.pages.cells import Link
    from api.pages.moments import Then
    from api.pages.views import Table
    from ledger.records import BlockRef

__all__ = ["Cursors", "list_of", "list_then"]

Cursors = tuple[str | None, str | None]
"""That of this part of a list, and that of the next."""


def list_of(
    about: Link,
    name: str,
    lead: str,
    table: Table,
    cursors: Cursors,
    query: Mapping[str, str | None] | None = None,
) -> Listing:
    """The list `name` below the record that `about` leads to; each part keeps the `query`."""
    path, (after, following) = f"{about.href}/{name}", cursors
    asked = dict(query or {})
    return Listing(
        title=table.heading,
        lead=lead,
        table=table,
        href=query_of(path, **asked),
        next=query_of(path, **asked, after=following) if following else None,
        later=after is not None,
        about=about,
        api_href=f"/v1{path}",
    )


def list_then(plain: Listing, then: Then, at: BlockRef | None) -> Listing:
    """The same list with the form that asks for another time, as it was `at` a block."""
    path = plain.href.partition("?")[0]
    return replace(
        plain,
        form=Form("page-then", path, then.inputs, "page-then-go", "page-then-hint"),
        stands_on=at,
        api_href=f"/v1{path}" if at is None else f"/v1{path}?block={at.number}",
    )
