"""What a program of others has: a key, the trusted deployment, a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from ledger.localized import Localized
from qoima.client import Agent, Client, Metadata, PackageKind, read_deployment
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qoima.client import Deployment
    from tests.cli.people import People
    from tests.cli.program import Up


@pytest.fixture(scope="session")
def trusted(installation: Up) -> Deployment:
    """The deployment file of the installation."""
    return read_deployment(installation.home / "node" / "deployment.json")


@pytest.fixture(scope="session")
def connection(installation: Up) -> Iterator[Client]:
    """A client of the installation, with no credential."""
    with Client.connect(installation.url) as client:
        yield client


@pytest.fixture(scope="session")
def agent_of(connection: Client, people: People, trusted: Deployment) -> Callable[[str], Agent]:
    """Who acts with the key of a part of the cast."""
    return lambda part: Agent.of(connection, people.accounts[part], trusted)


@pytest.fixture(scope="session")
def authority(installation: Up, connection: Client, trusted: Deployment) -> Agent:
    """A key of the authorised body, of which one is enough here."""
    keystore = (installation.home / "node" / "keys" / "authority.json").read_text()
    return Agent.of(connection, bytes(Account.decrypt(keystore, PASSWORD)), trusted)


@pytest.fixture(scope="session")
def said() -> Metadata:
    """What is said of a package where it does not matter."""
    titles = Localized(kk="Сәлем", ru="Привет", en="Hello")
    return Metadata(titles, version="1.0", license="MIT", kind=PackageKind.PROGRAM_CODE)
