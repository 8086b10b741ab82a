"""What the steps of the demonstration share: who acts, with which key, and what came of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cli
from cli.bounds import limits
from cli.demo.cast import CAST
from cli.exits import UsageError
from cli.keys import find, open_key
from cli.tracked import untracked
from depository.archive import excluding
from ledger.deployment import read_deployment
from qoima.client.agent import Agent
from qoima.client.deposits import Payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cli.session import Session
    from cli.settings import Settings
    from qoima.client.http import Client

__all__ = ["Stage", "set_stage"]

_PACKAGES: Final = (
    "contracts",
    "node",
    "ledger",
    "depository",
    "mining_registry",
    "api",
    "cli",
    "qoima",
)
_NOT_SOURCE: Final = (".git", ".venv", ".qoima", ".engines", "__pycache__", "node_modules", "dist")


@dataclass(frozen=True)
class Stage:
    """The running installation, those who act on it, and the numbers that they were given."""

    client: Client
    agents: Mapping[str, Agent]
    source: Payload
    numbers: dict[str, int] = field(default_factory=dict)


@contextmanager
def set_stage(session: Session, settings: Settings) -> Iterator[Stage]:
    """Keys for the cast, the authority and the operator; the product's own source tree."""
    from eth_account import Account

    trusted = read_deployment(settings.node_folder / "deployment.json")
    accounts = {
        name: open_key(settings, find(settings, name)) for name in ("authority", "operator")
    }
    accounts |= {member.part: Account.create() for member in CAST}
    url = f"http://{settings.api_host}:{settings.api_port}"
    with session.client(url) as client:
        agents = {part: Agent(client, account, trusted) for part, account in accounts.items()}
        yield Stage(client, agents, _source(settings))


def _source(settings: Settings) -> Payload:
    """The tree that this program runs from: what git tracks of it, or all but what was made."""
    root = Path(cli.__file__).parents[1]
    return Payload(root, limits(settings), _leave_out(root))


def _leave_out(root: Path) -> Callable[[str], bool]:
    if not (root / "pyproject.toml").is_file():  # installed among the packages of others
        return lambda path: path.split("/")[0] not in _PACKAGES or "__pycache__" in path
    try:
        return untracked(root)
    except UsageError:
        return excluding(*_NOT_SOURCE)
