"""What the state machines whose model foretells each act have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from tests.contracts.evm import RefusedError
from tests.contracts.world import BASIS

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["Foretold"]


class Foretold(RuleBasedStateMachine):
    """Acts on one contract of a world; `meddler` is one who is not the authority and tries to be.

    `keys` has the name of each one's present key.
    """

    contract: ClassVar[str]
    meddler: ClassVar[str]
    steps: ClassVar[int] = 0
    world: World
    keys: dict[str, str]

    def attempt(self, allowed: bool, who: str, function: str, *args: Any) -> bool:
        """Act; whether the contract let it must be what the model foretold."""
        type(self).steps += 1
        try:
            self.world.side(self.contract).act(self.keys[who], function, *args)
        except RefusedError:
            assert not allowed
            return False
        assert allowed
        return True

    def decree(self, allowed: bool, function: str, *args: Any) -> bool:
        """Have the authority act; nobody does so alone, and each act leaves its basis."""
        type(self).steps += 1
        for who in ("authority", self.meddler):
            with pytest.raises(RefusedError, match=rf"^{self.contract}: not the authority$"):
                self.world.side(self.contract).act(self.keys[who], function, *args)
        try:
            outcome = self.world.decree(self.contract, function, *args)
        except RefusedError:
            assert not allowed
            return False
        assert allowed
        assert outcome.event.args["basis"] == BASIS
        return True

    def pass_on_key(self, who: str) -> None:
        """Have someone's key replaced."""
        old, self.keys[who] = self.keys[who], self.keys[who] + "'"
        self.world.replace_key(old, self.keys[who])
