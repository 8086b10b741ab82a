"""Nothing is signed but what was meant, and what was meant is done once, whatever breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.types import Address
from qoima.client import (
    Agent,
    Client,
    Conflict,
    Delivery,
    Done,
    InputError,
    NotFound,
    Rejected,
    VerificationError,
    acts,
    packages,
    records,
)
from qoima.client.resumable import PIECE_BYTES
from tests.support.packages import KeyStream, written
from tests.support.talker import Asked, Says, forwarded, talker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qoima.client import Deployment, Metadata
    from tests.cli.people import People
    from tests.cli.program import Up


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package that no other test has."""
    return written(tmp_path / "tree", {"main.py": f"print('{tmp_path}')\n".encode()})


def test_a_folder_is_deposited_and_read_back_as_values(
    agent_of: Callable[[str], Agent], folder: Path, said: Metadata
) -> None:
    agent = agent_of("depositor")
    done = packages.put(agent, Delivery(folder, said))
    found = records.deposit(agent.client, done.number)
    assert (found.cid, found.size, found.status) == (done.cid, done.size, "deposited")
    assert found.described is not None
    assert (found.described.title.kk, found.described.swhid) == ("Сәлем", done.swhid)
    assert (found.recorded.block, found.recorded.transaction) == (done.block, done.transaction)
    assert found.account == agent.address
    later = packages.put(
        agent, Delivery(folder, replace(said, version="1.1"), previous=done.number)
    )
    versions = records.versions(agent.client, done.number)
    assert [each.number for each in versions] == [done.number, later.number]
    assert records.versions(agent.client, later.number) == versions
    with pytest.raises(NotFound, match=r"deposit\.unknown") as missing:
        records.deposit(agent.client, 10**9)
    assert missing.value.facts["number"] == 10**9


def test_a_stranger_is_refused_in_the_contracts_words(
    agent_of: Callable[[str], Agent], folder: Path, said: Metadata
) -> None:
    with pytest.raises(Rejected, match=r"contract\.refused") as refused:
        packages.put(agent_of("stranger"), Delivery(folder, said))
    assert refused.value.facts["status"] == 422


def _other(field: str, value: Any) -> Callable[[Any], None]:
    def change(draft: Any) -> None:
        if "transaction" in draft:
            draft["transaction"][field] = value(draft["transaction"][field])

    return change


LIES = {
    "chainId": lambda _told: "0x1",
    "to": lambda _told: "0x" + "11" * 20,
    "value": lambda _told: "0x1",
    "root": lambda told: told[:10] + "ee" * 32 + told[74:],
}


@pytest.mark.parametrize("field", sorted(LIES))
def test_a_server_that_lies_about_the_draft_gets_no_signature(
    installation: Up, agent_of: Callable[[str], Agent], folder: Path, said: Metadata, field: str
) -> None:
    change = _other("data" if field == "root" else field, LIES[field])
    with (
        talker(lambda asked: forwarded(installation.url, asked, change)) as server,
        Client.connect(server.url) as client,
        pytest.raises(VerificationError, match=r"signing\.differs") as refused,
    ):
        packages.put(replace(agent_of("depositor"), client=client), Delivery(folder, said))
    assert refused.value.facts == {"field": field}
    assert [each.path for each in server.asked] == ["/v1/deposits"]


def test_the_server_of_another_installation_gets_no_signature(
    agent_of: Callable[[str], Agent], trusted: Deployment, folder: Path, said: Metadata
) -> None:
    there = dict(trusted.contracts)
    there["depository"] = replace(there["depository"], address=Address("0x" + "22" * 20))
    for other, field in (
        (replace(trusted, chain_id=trusted.chain_id + 1), "chainId"),
        (replace(trusted, contracts=there), "to"),
    ):
        agent = replace(agent_of("depositor"), trusted=other)
        with pytest.raises(VerificationError, match=r"signing\.differs") as refused:
            packages.put(agent, Delivery(folder, said))
        assert refused.value.facts == {"field": field}


def test_an_act_asked_for_again_under_its_key_is_the_same_act(
    agent_of: Callable[[str], Agent], folder: Path, said: Metadata, tmp_path: Path
) -> None:
    agent = replace(agent_of("depositor"), once=f"order-{tmp_path.parent.name}")
    first = packages.put(agent, Delivery(folder, said))
    again = packages.put(agent, Delivery(folder, said))
    assert (again.number, again.transaction) == (first.number, first.transaction)
    with pytest.raises(Conflict, match=r"idempotency\.key-reused"):
        packages.put(agent, Delivery(folder, replace(said, version="2.0")))
    with pytest.raises(Conflict, match=r"deposit\.already-recorded") as recorded:
        packages.put(replace(agent, once=None), Delivery(folder, said))
    assert recorded.value.facts == {"status": 409, "number": first.number}


def test_the_authorised_bodys_act_is_done_at_once_where_one_key_is_enough(
    authority: Agent, people: People
) -> None:
    done = acts.set_roles(authority, people["holder"], ["depositor"], b"\x5a" * 32)
    assert isinstance(done, Done)
    found = records.participant(authority.client, people["holder"])
    assert found.roles == ("depositor",)
    acts.set_roles(authority, people["holder"], [], b"\x5a" * 32)
    assert records.participant(authority.client, found.number).roles == ()


@pytest.mark.parametrize("key", ["", "0x", "zz" * 32, b"\x01" * 31, bytes(32), "ff" * 32])
def test_what_is_no_key_is_refused(
    connection: Client, trusted: Deployment, key: str | bytes
) -> None:
    with pytest.raises(InputError, match=r"key\.malformed"):
        Agent.of(connection, key, trusted)


def test_what_was_sent_is_waited_for_while_the_server_is_away(
    installation: Up, agent_of: Callable[[str], Agent], folder: Path, said: Metadata
) -> None:
    """The answer to the signed transaction is lost, and the server breaks off a few times more."""
    cuts = {"/v1/transactions": 1, "GET": 5}

    def breaking(asked: Asked) -> Says:
        answer = forwarded(installation.url, asked)
        what = asked.method if asked.method == "GET" else asked.path.partition("?")[0]
        if cuts.get(what, 0) > 0:
            cuts[what] -= 1
            return Says(b"", cut=True)
        return answer

    with talker(breaking) as server, Client.connect(server.url) as client:
        agent = replace(agent_of("depositor"), client=client)
        done = packages.put(agent, Delivery(folder, said))
    assert cuts == {"/v1/transactions": 0, "GET": 0}
    assert records.deposit(agent_of("depositor").client, done.number).cid == done.cid


def test_a_large_upload_goes_on_where_the_connection_was_cut(
    installation: Up, agent_of: Callable[[str], Agent], tmp_path: Path, said: Metadata
) -> None:
    tree = written(
        tmp_path / "tree", {"big.bin": KeyStream("cut", 2 * PIECE_BYTES).read(2 * PIECE_BYTES)}
    )
    patches: list[Asked] = []

    def breaking(asked: Asked) -> Says:
        if asked.method != "PATCH":
            return forwarded(installation.url, asked)
        patches.append(asked)
        if len(patches) == 1:  # nothing of it arrives
            return Says(b"", cut=True)
        answer = forwarded(installation.url, asked)
        return Says(b"", cut=True) if len(patches) == 2 else answer  # it arrives, unanswered

    with talker(breaking) as server, Client.connect(server.url) as client:
        agent = replace(agent_of("depositor"), client=client)
        done = packages.put(agent, Delivery(tree, said), home=tmp_path / "home")
    offsets = [int(each.headers["upload-offset"]) for each in patches]
    assert offsets == [0, 0, PIECE_BYTES, 2 * PIECE_BYTES]
    assert list((tmp_path / "home" / "sending").iterdir()) == []
    assert records.deposit(agent_of("depositor").client, done.number).cid == done.cid
