"""Pages over a register that is empty, and over a node that is away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from api.languages import LANGUAGES, Catalogue, Language
from api.pages.router import pages_router
from api.services import Services
from ledger.assets.service import Assets
from ledger.chain.rpc import Rpc
from ledger.database import IndexRow
from ledger.index.moments import Moments
from ledger.index.store import IndexStore
from ledger.journal.service import Journal
from ledger.participants.service import Participants
from mining_registry.service import MiningRegistry
from tests.api.pages.reading import speak
from tests.support.chain import opened
from tests.support.http import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.api.pages.populated import Populated

_NOWHERE = "http://127.0.0.1:9"
"""A port where nothing listens."""


def _app(services: Services) -> FastAPI:
    app = FastAPI()
    app.include_router(pages_router(services, Catalogue.read()))
    return app


@pytest.fixture(scope="module")
def empty(populated: Populated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The explorer over an index that has not begun."""
    full = populated.services
    with opened(tmp_path_factory.mktemp("empty") / "index.db", IndexRow) as index:
        services = Services(
            chain=full.chain,
            index=IndexStore(index),
            moments=Moments(index, full.mining.clock),
            participants=Participants(full.chain, index, full.vault),
            identities=full.identities,
            decisions=full.decisions,
            assets=Assets(full.chain, index),
            depository=replace(full.depository, index_engine=index),
            batches=replace(full.batches, index_engine=index),
            accesses=full.accesses,
            verifier=full.verifier,
            mining=MiningRegistry(full.chain, index, full.vault, full.mining.clock),
            journal=Journal(full.chain, index, full.vault),
            vault=full.vault,
        )
        with client_of(_app(services)) as client:
            yield client


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_says_so_on_every_list(empty: httpx.Client, language: Language) -> None:
    expected = {
        "/": "page-state-empty",
        "/deposits": "page-deposits-empty",
        "/assets": "page-assets-empty",
        "/notifications": "page-notifications-empty",
        "/participants": "page-participants-empty",
        "/blocks": "page-blocks-empty",
        "/search?q=1000": "page-search-none",
    }
    for path, message in expected.items():
        answer = empty.get(f"/{language}{path}")
        assert answer.status_code == 200
        assert speak(language)(message) in answer.text
        assert speak(language)("page-as-of-none") in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_index_stand_while_the_node_is_away(
    populated: Populated, language: Language
) -> None:
    chain = replace(populated.services.chain, rpc=Rpc(_NOWHERE))
    with client_of(_app(replace(populated.services, chain=chain))) as client:
        home = client.get(f"/{language}/")
        deposit = client.get(f"/{language}/deposits/1")
        unknown = client.get(f"/{language}/transactions/0x{'0' * 64}")
    assert speak(language)("page-state-unreachable") in home.text
    assert (home.status_code, deposit.status_code) == (200, 200)
    assert unknown.status_code == 503
    assert speak(language)("page-problem-unavailable") in unknown.text
