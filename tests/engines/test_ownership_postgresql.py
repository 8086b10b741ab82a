"""Questions of ownership are answered alike on PostgreSQL, one by one and many at once."""

from __future__ import annotations

import random

import pytest

from benchmarks.reference.history import History, fill
from ledger.assets.ownership import Ownership
from ledger.assets.tables import FreezeRow
from ledger.database import IndexRow, open_database, writing
from ledger.index.moments import Moments
from ledger.index.values import amount_to_text
from tests.engines.postgresql import running_postgresql

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("frozen", [False, True])
def test_many_are_told_what_each_is_told(frozen: bool) -> None:
    chance, history = random.Random(3), History(3000, 300)  # noqa: S311 - places to look at
    with running_postgresql() as url:
        engine = open_database(url, IndexRow)
        fill(engine, history)
        if frozen:
            with writing(engine) as session:
                for account in history.accounts[:50]:
                    amount = amount_to_text(7)
                    session.add(FreezeRow(class_id=1, account=account, block=5, amount=amount))
        ownership, moments = Ownership(engine), Moments(engine, history.now)
        for number in (0, 1, 9, history.blocks):
            at = moments.block(number)
            asked = [
                (chance.randint(1, history.classes), chance.choice(history.accounts))
                for _ in range(200)
            ]
            each = [ownership.holding(*pair, at) for pair in asked]
            assert ownership.many(asked, at) == [(str(h.amount), str(h.frozen)) for h in each]
            assert number == 0 or any(h.amount for h in each)
        engine.dispose()
