"""The register of nodes on a real chain: as it is, as it was, and held against the contract."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from ledger.database import writing
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.index.verifying import verify
from ledger.network import claims
from ledger.network.model import NodeKind
from ledger.network.store import Network, Wanted
from ledger.network.tables import NodeRemovalRow, NodeRow
from ledger.types import ZERO_ADDRESS, ParticipantId
from tests.support.chain import address
from tests.support.node import BASIS

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.network.model import Node
    from tests.support.chain import Ledger


def _key() -> LocalAccount:
    account: LocalAccount = Account.create()
    return account


def _register(
    ledger: Ledger, entity: int, kind: int, key: str, location: str = "witness.example.kz"
) -> Node:
    ledger.node.decree(
        "participants", "register_node", entity, kind, key, "independent control", location
    )
    ledger.indexer().catch_up()
    number = ledger.chain.call("participants", "node_count")
    return Network(ledger.index).node(number)


def _remove(ledger: Ledger, number: int) -> None:
    ledger.node.decree("participants", "remove_node", number)
    ledger.indexer().catch_up()


def _entity(ledger: Ledger) -> ParticipantId:
    account = ledger.admit()
    return ParticipantId(ledger.chain.call("participants", "number_of", account.address))


def test_a_node_is_told_with_its_entity_and_the_basis(ledger: Ledger) -> None:
    entity, key = _entity(ledger), address(_key())
    node = _register(ledger, entity, 2, key)
    assert (node.entity, node.kind, node.key) == (entity, NodeKind.WITNESS, key)
    assert (node.purpose, node.location) == ("independent control", "witness.example.kz")
    assert (node.basis, node.removal) == (BASIS, None)
    assert node.registered.block == ledger.store.head()
    follower = _register(ledger, entity, 3, ZERO_ADDRESS, "")
    assert (follower.key, follower.location) == (None, "")
    with pytest.raises(NotFound, match=r"node\.unknown"):
        Network(ledger.index).node(follower.number + 1)
    with pytest.raises(NotFound):
        Network(ledger.index).node(2**70)


def test_a_removed_node_stays_and_its_key_may_have_another_after(ledger: Ledger) -> None:
    entity, key, network = _entity(ledger), address(_key()), Network(ledger.index)
    first = _register(ledger, entity, 2, key)
    _remove(ledger, first.number)
    removed = network.node(first.number)
    assert removed.removal is not None
    second = _register(ledger, entity, 1, key)
    of_key = network.nodes(Wanted(key=key), 10, None)
    assert [each.number for each in of_key.items] == [first.number, second.number]
    valid = network.nodes(Wanted(entity=entity, valid=True), 10, None)
    assert [each.number for each in valid.items] == [second.number]
    over = network.nodes(Wanted(entity=entity, valid=False), 10, None)
    assert [each.number for each in over.items] == [first.number]
    sealers = network.nodes(Wanted(kind=NodeKind.SEALER, entity=entity), 10, None)
    assert [each.number for each in sealers.items] == [second.number]


def test_the_register_at_a_block_is_what_it_was_then(ledger: Ledger) -> None:
    entity, network = _entity(ledger), Network(ledger.index)
    node = _register(ledger, entity, 2, address(_key()))
    then = node.registered.block
    _remove(ledger, node.number)
    assert network.node(node.number, then) == node
    valid = Wanted(entity=entity, valid=True)
    assert network.nodes(valid, 10, None, then).items == (node,)
    assert network.nodes(valid, 10, None).items == ()
    before = ledger.store.block(then.number - 1).ref
    assert network.nodes(Wanted(entity=entity), 10, None, before).total == 0
    with pytest.raises(NotFound):
        network.node(node.number, before)


def test_pages_follow_one_another_and_a_strange_cursor_is_refused(ledger: Ledger) -> None:
    entity, network = _entity(ledger), Network(ledger.index)
    made = [_register(ledger, entity, 3, ZERO_ADDRESS).number for _ in range(3)]
    first = network.nodes(Wanted(entity=entity), 2, None)
    rest = network.nodes(Wanted(entity=entity), 2, first.next)
    assert [each.number for each in (*first.items, *rest.items)] == made
    assert (first.total, rest.total, rest.next) == (3, 3, None)
    with pytest.raises(Rejected, match=r"page\.bad-cursor"):
        network.nodes(Wanted(), 2, "strange")


def test_an_altered_node_is_found_by_verifying_the_index(ledger: Ledger) -> None:
    node = _register(ledger, _entity(ledger), 2, address(_key()))
    _remove(ledger, node.number)
    assert verify(ledger.chain, ledger.index, claims.SOURCES).compared >= 2
    with writing(ledger.index) as session:
        row = session.get_one(NodeRow, node.number)
        row.location, right = "other.example.kz", row.location
    try:
        with pytest.raises(VerificationError, match=r"index\.differs"):
            verify(ledger.chain, ledger.index, claims.SOURCES)
    finally:
        with writing(ledger.index) as session:
            session.get_one(NodeRow, node.number).location = right
    with writing(ledger.index) as session:
        removal = session.get_one(NodeRemovalRow, node.number)
        removal.block, block = removal.block - 1, removal.block
    try:
        with pytest.raises(VerificationError, match=r"index\.differs"):
            verify(ledger.chain, ledger.index, claims.SOURCES)
    finally:
        with writing(ledger.index) as session:
            session.get_one(NodeRemovalRow, node.number).block = block


def test_a_rebuilt_index_has_the_same_nodes(ledger: Ledger) -> None:
    node = _register(ledger, _entity(ledger), 1, address(_key()))
    _remove(ledger, node.number)
    before = Network(ledger.index).nodes(Wanted(), 200, None)
    ledger.indexer().rebuild()
    assert Network(ledger.index).nodes(Wanted(), 200, None) == replace(before)
