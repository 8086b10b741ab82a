"""One running installation for all tests of the commands, and people admitted to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.people import People, admitted
from tests.cli.program import new_home, up
from tests.support.pki import Pki, pki

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.program import Up

__all__ = ["People"]


@pytest.fixture(scope="session")
def certificates() -> Pki:
    """A root that the installation trusts, and an organisation below it."""
    return pki()


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory, certificates: Pki) -> Iterator[Up]:
    """`qoima up` at work on a chain of its own; organisations of `certificates` bind accounts."""
    home = new_home(tmp_path_factory.mktemp("cli") / "home")
    anchors, lists = certificates.publish(home / "trust")
    settings = {"QOIMA_IDENTITY_ANCHORS": str(anchors), "QOIMA_IDENTITY_CRLS": str(lists)}
    with up(home, **settings) as running:
        yield running


@pytest.fixture(scope="session")
def people(installation: Up) -> People:
    """Admitted through the client library; `stranger` has a key and is admitted by nobody."""
    return admitted(installation)
