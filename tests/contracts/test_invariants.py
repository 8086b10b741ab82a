"""Digital assets under any sequence of acts: a model foretells each, and what must hold, holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.contracts.assets import register
from tests.contracts.evm import RefusedError, account
from tests.contracts.world import digest, found

PEOPLE = ("issuer", "holder", "second holder", "miner")
IDS = (1, 2)

people = st.sampled_from(PEOPLE)
ids = st.sampled_from(IDS)
amounts = st.integers(0, 12)


@dataclass
class Backing:
    """What the model knows of a class."""

    supply: int = 0
    attested: int = 0
    until: int = 0
    shortfall: bool = False


class Assets(RuleBasedStateMachine):
    """Two classes, four people who may lose keys and be suspended, and a stranger."""

    @initialize()
    def begin(self) -> None:
        self.world = found()
        for _ in IDS:
            register(self.world)
        self.classes = {id_: Backing() for id_ in IDS}
        self.balances: dict[tuple[int, str], int] = defaultdict(int)
        self.keys = {who: who for who in PEOPLE} | {"stranger": "stranger"}
        self.lost: dict[str, str] = {}
        self.suspended: set[str] = set()

    def attempt(self, allowed: bool, who: str, function: str, *args: Any) -> bool:
        """Act; whether the contract let it must be what the model foretold."""
        try:
            self.world.digital_assets.act(self.keys.get(who, who), function, *args)
        except RefusedError:
            assert not allowed
            return False
        assert allowed
        return True

    def active(self, who: str) -> bool:
        return who in PEOPLE and who not in self.suspended

    def address(self, who: str) -> str:
        return account(self.keys[who])

    def held(self, id_: int, who: str) -> int:
        return self.balances[id_, self.keys[who]]

    def take(self, id_: int, owner: str, to: str, amount: int) -> None:
        self.balances[id_, self.keys[owner]] -= amount
        self.balances[id_, self.keys[to]] += amount

    @rule(id_=ids, amount=st.integers(0, 30), seconds=st.integers(1, 50))
    def attest(self, id_: int, amount: int, seconds: int) -> None:
        until = self.world.evm.now + seconds
        self.attempt(True, "attestor", "attest_backing", id_, amount, until, digest("seen"))
        backing = self.classes[id_]
        backing.attested, backing.until = amount, until
        backing.shortfall = backing.supply > amount

    @rule(id_=ids, to=st.sampled_from((*PEOPLE, "stranger")), amount=amounts)
    def issue(self, id_: int, to: str, amount: int) -> None:
        backing = self.classes[id_]
        covered = backing.supply + amount <= backing.attested
        valid = self.world.evm.now <= backing.until
        allowed = covered and valid and amount > 0 and self.active("issuer") and self.active(to)
        if self.attempt(allowed, "issuer", "issue", id_, self.address(to), amount):
            backing.supply += amount
            self.balances[id_, self.keys[to]] += amount
            assert backing.supply <= backing.attested

    @rule(id_=ids, owner=people, to=st.sampled_from((*PEOPLE, "stranger")), amount=amounts)
    def transfer(self, id_: int, owner: str, to: str, amount: int) -> None:
        allowed = self.active(owner) and self.active(to) and self.held(id_, owner) >= amount
        args = (self.address(owner), self.address(to), id_, amount, b"")
        if self.attempt(allowed, owner, "safeTransferFrom", *args):
            self.take(id_, owner, to, amount)

    @rule(owner=people, to=people, moved=st.lists(st.tuples(ids, amounts), max_size=4))
    def transfer_batch(self, owner: str, to: str, moved: list[tuple[int, int]]) -> None:
        enough = all(
            sum(amount for id_, amount in moved if id_ == wanted) <= self.held(wanted, owner)
            for wanted in IDS
        )
        if owner == to:
            enough = all(amount <= self.held(id_, owner) for id_, amount in moved)
        allowed = self.active(owner) and self.active(to) and enough
        lists = [id_ for id_, _ in moved], [amount for _, amount in moved]
        args = (self.address(owner), self.address(to), *lists, b"")
        if self.attempt(allowed, owner, "safeBatchTransferFrom", *args):
            for id_, amount in moved:
                self.take(id_, owner, to, amount)

    @rule(who=people, verb=st.sampled_from(("suspend", "reinstate")))
    def bar(self, who: str, verb: str) -> None:
        if (who in self.suspended) == (verb == "reinstate"):
            self.world.decree("participants", verb, self.address(who))
            self.suspended ^= {who}

    @rule(who=people)
    def lose_key(self, who: str) -> None:
        old, new = self.keys[who], self.keys[who] + "'"
        self.world.replace_key(old, new)
        self.keys[who] = new
        self.lost[old] = who

    @rule(id_=ids, claimant=people, data=st.data())
    def claim(self, id_: int, claimant: str, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(sorted(self.lost) or ["stranger"]))
        amount = self.balances[id_, old]
        own = self.lost.get(old) == claimant
        allowed = own and self.active(claimant) and amount > 0
        if self.attempt(allowed, claimant, "claim", id_, account(old)):
            self.balances[id_, old] = 0
            self.balances[id_, self.keys[claimant]] += amount

    @rule(seconds=st.integers(1, 40))
    def wait(self, seconds: int) -> None:
        self.world.evm.wait(seconds)

    @invariant()
    def supply_is_the_sum_of_balances(self) -> None:
        ask = self.world.digital_assets.ask
        keys = sorted({*self.keys.values(), *self.lost})
        for id_ in IDS:
            held = [ask("balanceOf", account(key), id_) for key in keys]
            assert held == [self.balances[id_, key] for key in keys]
            assert sum(held) == self.classes[id_].supply == ask("totalSupply", id_)

    @invariant()
    def supply_is_within_the_backing_but_for_a_reported_shortfall(self) -> None:
        for id_ in IDS:
            record = self.world.digital_assets.ask("class_of", id_)
            assert record["attested"] == self.classes[id_].attested
            assert (record["supply"] > record["attested"]) == self.classes[id_].shortfall


TestAssets = Assets.TestCase
TestAssets.settings = settings(
    max_examples=15, stateful_step_count=40, deadline=None, derandomize=True
)
