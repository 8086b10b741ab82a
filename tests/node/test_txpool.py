"""The namespace txpool in geth's shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from node.primitives import address_of, as_checksummed
from node.rpc.backend import Backend
from node.rpc.errors import INVALID_PARAMS, RpcError
from node.rpc.methods import all_methods
from tests.node.world import AUTHORITY, OPERATOR

if TYPE_CHECKING:
    from tests.node.world import World

WHO = as_checksummed(address_of(AUTHORITY))
CREATOR = as_checksummed(address_of(OPERATOR))


def ask(world: World, method: str, *given: Any) -> Any:
    backend = Backend(world.chain, world.pool, world.admission)
    return all_methods(backend)[method].call(list(given))


def test_an_empty_pool_is_empty_in_every_view(world: World) -> None:
    nothing: dict[str, Any] = {"pending": {}, "queued": {}}
    assert ask(world, "txpool_status") == {"pending": "0x0", "queued": "0x0"}
    assert ask(world, "txpool_content") == nothing
    assert ask(world, "txpool_contentFrom", WHO) == nothing
    assert ask(world, "txpool_inspect") == nothing


def test_what_can_be_sealed_is_told_from_what_waits_for_a_nonce(world: World) -> None:
    nonce = world.nonce(AUTHORITY)
    sent = [
        world.admission.admit(world.transaction(AUTHORITY, nonce=nonce + ahead))
        for ahead in (0, 1, 3)
    ]
    creation = world.transaction(OPERATOR, to=None, data="0x00")
    created = "0x" + world.admission.admit(creation).hex()
    assert ask(world, "txpool_status") == {"pending": "0x3", "queued": "0x1"}
    content = ask(world, "txpool_content")
    assert list(content["pending"][WHO]) == [str(nonce), str(nonce + 1)]
    whole = content["queued"][WHO][str(nonce + 3)]
    assert whole["hash"] == "0x" + sent[2].hex()
    assert whole["blockHash"] is None
    assert content["pending"][CREATOR][_nonce(content, CREATOR)]["hash"] == created
    assert ask(world, "txpool_contentFrom", WHO) == {
        "pending": content["pending"][WHO],
        "queued": content["queued"][WHO],
    }
    summary = ask(world, "txpool_inspect")
    participants = world.address("participants")
    assert summary["queued"] == {
        WHO: {str(nonce + 3): f"{participants}: 0 wei + 1000000 gas × 0 wei"}
    }
    assert list(summary["pending"][CREATOR].values()) == [
        "contract creation: 0 wei + 1000000 gas × 0 wei"
    ]
    world.seal()
    assert ask(world, "txpool_status") == {"pending": "0x0", "queued": "0x1"}


def test_an_address_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(RpcError) as caught:
        ask(world, "txpool_contentFrom", "0x11")
    assert caught.value.code == INVALID_PARAMS


def test_the_namespaces_are_named(world: World) -> None:
    modules = ask(world, "rpc_modules")
    assert {"clique", "debug", "eth", "net", "rpc", "txpool", "web3"} <= set(modules)
    assert set(modules.values()) == {"1.0"}


def _nonce(content: dict[str, Any], who: str) -> str:
    (nonce,) = content["pending"][who]
    return str(nonce)
