"""Lists by offset are the same on PostgreSQL and on SQLite."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.addresses import parse_address
from ledger.assets.book import Wanted
from ledger.assets.spans import AssetSpans
from ledger.database import MAX_INTEGER, IndexRow, open_database
from ledger.index.indexer import Indexer
from ledger.index.spans import Side, Span, Spans
from ledger.index.store import IndexStore
from ledger.types import Timestamp
from tests.engines.postgresql import running_postgresql
from tests.support.chain import connect, opened, projections

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines

SPANS = [
    Span(0, MAX_INTEGER, 0, 100),
    Span(0, 10**30, 1, 3, descending=True),
    Span(2, 6, 0, 2),
    Span(5, 4, 0, 10),
]
SIDES: list[Side | None] = [None, "from", "to"]


def told(engine: Engine, recorded: Recorded) -> dict[str, Any]:
    """Every list over an index, by what was asked."""
    spans, assets = Spans(engine), AssetSpans(engine)
    deployed = recorded.node.deployment["contracts"]
    accounts = [parse_address(each.address) for each in (recorded.depositor, recorded.holder)]
    accounts += [parse_address(each["address"]) for each in deployed.values()]
    found: dict[str, Any] = {"accounts": spans.accounts(1, 5)}
    for place, span in enumerate(SPANS):
        found[f"hashes {place}"] = spans.hashes(span)
        found[f"all movements {place}"] = assets.movements(Wanted(), span)
        for account in accounts:
            for side in SIDES:
                key = f"{account} {side} {place}"
                found[key] = spans.transactions(account, span, side)
            found[f"moved {account} {place}"] = assets.movements(Wanted(1, account), span)
            found[f"held {account} {place}"] = assets.holdings(account, span)
        found[f"holders {place}"] = assets.holders(1, span)
    for account in accounts:
        found[f"made {account}"] = spans.creation(account)
    block = IndexStore(engine).block(3)
    assert block.sealer is not None
    head = IndexStore(engine).counts().blocks - 1
    within = [replace(span, last=min(span.last, head)) for span in SPANS]
    found["sealed"] = [spans.sealed_by(block.sealer, span) for span in within]
    moments = [Timestamp(block.timestamp + each) for each in (-1, 0, 1, -(10**9), 10**9)]
    found["closest"] = [spans.closest(m, after=each) for m in moments for each in (True, False)]
    found["events"] = [
        spans.next_event("digital_assets", name, 0, last)
        for name in (None, "Issued", "Nothing")
        for last in (10**30, 3)
    ]
    found["of"] = spans.of(found["hashes 0"])
    found["supply"] = [assets.supply(1), assets.supply(1, IndexStore(engine).head())]
    found["count"] = assets.holder_count(1)
    return found


def test_lists_are_the_same(recorded: Recorded, tmp_path: Path) -> None:
    chain = connect(recorded.node)
    with running_postgresql() as url, opened(tmp_path / "index.db", IndexRow) as on_sqlite:
        on_postgresql = open_database(url, IndexRow)
        try:
            for engine in (on_postgresql, on_sqlite):
                Indexer(chain, engine, projections()).catch_up()
            one, other = told(on_sqlite, recorded), told(on_postgresql, recorded)
        finally:
            on_postgresql.dispose()
    for key in one:
        assert one[key] == other[key], key
    assert any(one["closest"])
    assert one["of"]
    assert one["supply"] == [100, 100]
