"""What the settings point to is what is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.anchors import trust
from cli.exits import UsageError
from cli.settings import Settings
from cli.wiring import content_store
from depository.blocks import EmbeddedStore
from depository.cid import RAW, cid_of
from ledger.errors import Unavailable
from tests.support.pki import pki

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = "Сақталады".encode()


def keep(settings: Settings) -> Path:
    """Put a block into the store of the settings; return the one file that holds it."""
    with content_store(settings).batch() as batch:
        batch.put(cid_of(RAW, BLOCK), BLOCK)
        batch.sync()
    folder = settings.content_folder if not settings.content_url else settings.home.parent
    (found,) = [path for path in folder.rglob("1220*") if path.is_file()]
    return found


def test_content_is_kept_in_the_home_unless_told_otherwise(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    assert keep(settings).is_relative_to(tmp_path / "home" / "content")


def test_content_is_kept_in_the_folder_of_a_file_url(tmp_path: Path) -> None:
    elsewhere = tmp_path / "басқа диск"
    settings = Settings(home=tmp_path / "home", content_url=elsewhere.as_uri())
    assert keep(settings).is_relative_to(elsewhere)
    assert EmbeddedStore(elsewhere).get(cid_of(RAW, BLOCK)) == BLOCK


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1", "file://otherhost/folder", "file:relative", "relative"]
)
def test_a_store_of_another_kind_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError) as refused:
        content_store(Settings(home=tmp_path, content_url=url))
    assert refused.value.code == "settings.content-store"
    assert refused.value.facts == {"url": url}


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "/ip4/127.0.0.1/tcp/1"])
def test_content_is_kept_in_a_kubo_that_is_named(tmp_path: Path, url: str) -> None:
    store = content_store(Settings(home=tmp_path, content_url=url))
    with pytest.raises(Unavailable) as refused:
        store.get(cid_of(RAW, BLOCK))
    assert refused.value.code == "content.unreachable"
    assert not list(tmp_path.iterdir())


def test_a_password_in_the_url_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        content_store(Settings(home=tmp_path, content_url="http://qoima:word@127.0.0.1:5001"))
    assert refused.value.facts == {"url": "http://…@127.0.0.1:5001"}


def test_a_secret_that_cannot_be_read_is_refused_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    settings = Settings(home=tmp_path, content_url="http://127.0.0.1:1", content_secret_file=path)
    for content in (None, b"word", b"\xff"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(UsageError) as refused:
            content_store(settings)
        assert refused.value.code == "settings.content-secret"
        assert refused.value.facts == {"path": str(path)}
    path.write_text("bearer:word\nwhatever\n")
    content_store(settings)


def test_certificates_bind_accounts_where_anchors_are_set(tmp_path: Path) -> None:
    assert trust(Settings(home=tmp_path)) is None
    anchors, lists = pki().publish(tmp_path)
    offline = trust(Settings(home=tmp_path, identity_anchors=anchors, identity_crls=lists))
    assert offline is not None
    assert (len(offline.anchors), offline.crls, offline.fetcher) == (1, lists, None)
    asking = trust(Settings(home=tmp_path, identity_anchors=anchors, identity_fetch=True))
    assert asking is not None
    assert asking.crls is None
    assert asking.fetcher is not None
    assert not asking.fetcher.reach.private
    with pytest.raises(Unavailable) as refused:
        trust(Settings(home=tmp_path, identity_anchors=lists))
    assert refused.value.code == "identity.anchors-unreadable"
