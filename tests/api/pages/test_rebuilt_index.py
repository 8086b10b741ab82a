"""An index built from nothing gives every answer that the one before gave."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.api.pages.browser import addresses
from tests.api.pages.populated import POINT
from tests.support.http import serving
from tests.support.world import open_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api.pages.populated import Populated

_LISTS = ("deposits", "assets", "notifications", "participants", "blocks")
_DETAILS = {
    "deposits": ("", "/files"),
    "assets": ("", "/holders", "/movements"),
    "notifications": ("",),
    "participants": ("",),
    "blocks": ("", "/transactions"),
}
_OF_ACCOUNTS = ("", "/holdings", "/movements", "/transactions")


@pytest.fixture
def rebuilt(populated: Populated, tmp_path: Path) -> Iterator[httpx.Client]:
    """The same chain, content and vault, and no index file: it is built while this opens."""
    before = populated.world.folder
    (tmp_path / "content").symlink_to(before / "content")
    with (
        contextlib.closing(sqlite3.connect(before / "vault.db")) as vault,
        contextlib.closing(sqlite3.connect(tmp_path / "vault.db")) as copy,
    ):
        vault.backup(copy)
    with (
        open_world(populated.world.node, tmp_path) as world,
        serving(world.app()) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


def test_every_answer_for_machines_is_as_before(
    reader: httpx.Client, rebuilt: httpx.Client
) -> None:
    paths = _machine_paths(reader)
    assert len(paths) > 150
    for path in paths:
        assert rebuilt.get(path).json() == reader.get(path).json(), path
    verdicts = [each.post("/v1/verifications", content=POINT).json() for each in (reader, rebuilt)]
    assert verdicts[0]["data"]["known"]
    assert verdicts[0] == verdicts[1]


def test_every_page_is_as_before(
    populated: Populated, reader: httpx.Client, rebuilt: httpx.Client
) -> None:
    for path in addresses(populated).values():
        assert rebuilt.get(f"/kk{path}").text == reader.get(f"/kk{path}").text, path


def _machine_paths(client: httpx.Client) -> list[str]:
    """Lists, each record in them, and every account and transaction that they name."""
    lists = [f"/v1/{name}?limit=200" for name in _LISTS]
    paths = [*lists, "/v1/status"]
    for name in _LISTS:
        for record in client.get(f"/v1/{name}?limit=200").json()["data"]:
            key = record.get("id") or record["number"]
            paths += [f"/v1/{name}/{key}{detail}" for detail in _DETAILS[name]]
    told = " ".join(client.get(path).text for path in paths)
    accounts = sorted(set(re.findall(r'"(0x[0-9a-fA-F]{40})"', told)))
    transactions = sorted(set(re.findall(r'"transaction":"(0x[0-9a-f]{64})"', told)))
    paths += [f"/v1/accounts/{account}{detail}" for account in accounts for detail in _OF_ACCOUNTS]
    return paths + [f"/v1/transactions/{each}" for each in transactions]
