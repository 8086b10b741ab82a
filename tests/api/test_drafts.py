"""A draft says until when it is good, and is not given or signed after that."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from depository.archive import Limits
from depository.metadata import Provenance
from depository.vault import Term
from ledger.canonical import canonical_json
from ledger.deployment import read_deployment
from ledger.errors import Conflict
from qoima.client.agent import Agent
from qoima.client.deposits import Payload, Wanted, compute, deposit
from qoima.client.http import Client
from tests.api.talk import described, package, problem, zipped
from tests.support.http import client_of, serving
from tests.support.packages import description, written
from tests.support.world import Role

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.support.world import World

_DAY = 24 * 3600


def _with(world: World, term: Term) -> World:
    depository = replace(world.services.depository, term=term)
    return replace(world, services=replace(world.services, depository=depository))


def test_a_draft_tells_when_it_expires_and_is_gone_then(world: World) -> None:
    depositor, now = world.admit(Role.DEPOSITOR), [float(int(time.time()))]
    termed = _with(world, Term(_DAY, lambda: now[0]))
    with client_of(termed.app()) as client:
        made = package(client, described(depositor), zipped({"a": b"expires"})).json()
        expires_at = datetime.fromisoformat(made["expires_at"]).timestamp()
        assert expires_at == now[0] + _DAY
        again = client.get(f"/v1/drafts/{made['id']}").json()
        assert {**again, "simulation": made["simulation"]} == made
        now[0] += _DAY
        problem(client.get(f"/v1/drafts/{made['id']}"), 410, "draft.expired")
        again = package(client, described(depositor), zipped({"a": b"expires"})).json()
        assert (again["id"], again["expires_at"] > made["expires_at"]) == (made["id"], True)
        assert client.get(f"/v1/drafts/{made['id']}").status_code == 200


def test_the_id_of_a_draft_is_told_by_nothing_that_others_can_know(
    world: World, client: httpx.Client
) -> None:
    """Root, sender and number of a record are public; whoever knows the id has made the draft."""
    depositor, other = world.admit(Role.DEPOSITOR), world.admit(Role.DEPOSITOR)
    content = zipped({"a": b"whose draft"})
    made = package(client, described(depositor), content).json()
    theirs = package(client, described(other), content).json()
    again = package(client, described(depositor), content).json()
    assert re.fullmatch("[0-9a-f]{32}", made["id"])
    assert again["id"] == made["id"] != theirs["id"]
    public = {"previous": None, "root": made["package"]["root"][2:], "sender": depositor.address}
    reckoned = hashlib.sha256(canonical_json(public)).hexdigest()[:32]
    for guess in (reckoned, made["package"]["cid"], made["id"][:-1], made["id"][:-1] + "%25"):
        problem(client.get(f"/v1/drafts/{guess}"), 404, "draft.unknown")
    found = client.get(f"/v1/drafts/{made['id']}")
    assert found.json()["package"] == made["package"]
    assert found.headers["cache-control"] == "no-store"


def test_the_command_signs_no_draft_whose_time_is_over(world: World, tmp_path: Path) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    late = _with(world, Term(_DAY, lambda: time.time() - 2 * _DAY))
    tree = written(tmp_path / "tree", {"a.txt": b"signed in time"})
    payload = Payload(tree, Limits(), None)
    wanted = Wanted(description(), Provenance(), compute(payload, description()), None)
    trusted = read_deployment(world.node.deployment_path)
    before = world.services.depository.deposits(1).total
    with (
        serving(late.app()) as url,
        Client.connect(url) as client,
        pytest.raises(Conflict, match=r"draft\.too-old") as refused,
    ):
        deposit(Agent(client, depositor, trusted), payload, wanted)
    assert "T" in str(refused.value.facts["expired_at"])
    world.indexer.catch_up()
    assert world.services.depository.deposits(1).total == before
