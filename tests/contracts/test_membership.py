"""Each register is tied for good to one register of participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts import loader
from tests.contracts.evm import Evm, RefusedError, account
from tests.contracts.world import deploy

if TYPE_CHECKING:
    from tests.contracts.world import World


@pytest.mark.parametrize("name", loader.CONTRACTS[1:])
def test_a_register_is_tied_to_a_register_of_participants(world: World, name: str) -> None:
    expected = world.participants.contract.address
    assert getattr(world, name).ask("participants") == expected
    given = {each["name"]: account("stranger") for each in loader.load(name).constructor}
    given.pop("rules", None)
    with pytest.raises(RefusedError, match=r"^membership: participants is not a contract$"):
        deploy(Evm(), name, given)
