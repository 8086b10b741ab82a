"""A log in the vault: what was appended is told again, proven, and not altered unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from ledger.canonical import canonical_json
from ledger.database import VaultRow, writing
from ledger.errors import NotFound, Rejected, Unavailable, VerificationError
from ledger.journal.log import Log
from ledger.journal.tables import LogEntryRow
from ledger.merkle import check_consistency, check_inclusion, leaf_digest
from tests.support.chain import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MANY = 1000


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        yield Log(vault, "access")


def _said(number: int) -> dict[str, Any]:
    return {"what": f"жазба {number}"}


def _alter(log: Log, place: int, **values: Any) -> None:
    chosen = col(LogEntryRow.place) == place
    with writing(log.engine) as session:
        session.execute(update(LogEntryRow).where(chosen).values(**values))


def test_entries_are_told_as_they_were_appended(log: Log) -> None:
    assert (log.size(), log.append(_said(0)), log.append(_said(1), _said(2))) == (0, 0, 2)
    assert log.size() == 3
    found = log.entries(1, 5)
    assert [each.place for each in found] == [1, 2]
    assert found[0].text == canonical_json(_said(1))
    assert found[0].digest == leaf_digest(found[0].text) == log.entry(1).digest
    assert Log(log.engine, "fixity").size() == 0
    with pytest.raises(NotFound, match=r"journal\.no-such-entry"):
        log.entry(3)
    with pytest.raises(Rejected, match=r"page\.bad-limit"):
        log.entries(0, 201)


def test_an_entry_beyond_the_bound_is_not_written(log: Log) -> None:
    with pytest.raises(Unavailable, match=r"journal\.entry-too-long"):
        log.append(_said(0), {"what": "x" * 5000})
    assert log.size() == 0


def test_every_proof_over_a_thousand_entries_holds(log: Log) -> None:
    """So many that digests of subtrees are kept, of 256 entries each."""
    log.append(*map(_said, range(_MANY)))
    sizes = [1, 255, 256, 257, 511, 512, 700, _MANY]
    roots = dict(log.recomputed(sizes))
    for size in sizes:
        assert log.root(size) == roots[size]
        for place in {0, size // 3, size - 1}:
            proof = log.inclusion(place, size)
            check_inclusion(log.entry(place).digest, place, size, proof, roots[size])
        proof = log.consistency(size, _MANY)
        check_consistency((size, roots[size]), (_MANY, roots[_MANY]), proof)
    with pytest.raises(NotFound, match=r"journal\.no-such-entry"):
        log.root(_MANY + 1)
    with pytest.raises(NotFound, match=r"journal\.no-such-entry"):
        log.inclusion(5, 5)


@pytest.mark.parametrize("place", [0, 299, 599])
def test_an_altered_entry_does_not_pass(log: Log, place: int) -> None:
    log.append(*map(_said, range(600)))
    ((_, root),) = log.recomputed([600])
    _alter(log, place, text=b'{"what":"something else"}')
    with pytest.raises(VerificationError, match=rf"journal\.entry-differs.*place={place}"):
        list(log.recomputed([600]))
    _alter(log, place, digest=leaf_digest(b'{"what":"something else"}'))
    assert list(log.recomputed([600])) != [(600, root)]


def test_an_entry_that_was_taken_out_leaves_a_gap(log: Log) -> None:
    log.append(*map(_said, range(10)))
    with writing(log.engine) as session:
        session.execute(delete(LogEntryRow).where(col(LogEntryRow.place) == 4))
    with pytest.raises(NotFound, match=r"journal\.no-such-entry.*place=4"):
        list(log.recomputed([10]))


def test_writers_beside_each_other_take_places_one_after_another(log: Log) -> None:
    with ThreadPoolExecutor(4) as threads:
        places = list(threads.map(lambda number: log.append(_said(number)), range(60)))
    assert sorted(places) == list(range(60))
    ((_, root),) = log.recomputed([60])
    assert log.root(60) == root
