"""The register of participants under any sequence of acts: a model foretells each refusal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.contracts.evm import RefusedError, account
from tests.contracts.roll_model import LIFETIME, Act, Model
from tests.contracts.world import AUTHORITY, BASIS, World, digest, found

ZERO = "0x" + "00" * 20
KEYS = ("authority", "operator", "issuer", "holder", *(f"key {number}" for number in range(6)))
ROLES = (0, AUTHORITY, AUTHORITY | 8, 8, 32, 63, 64)

keys = st.sampled_from(KEYS)
roles = st.sampled_from(ROLES)
acts = st.one_of(
    st.builds(Act, st.just("admit"), st.tuples(keys, roles)),
    st.builds(Act, st.just("set_roles"), st.tuples(keys, roles)),
    st.builds(Act, st.sampled_from(("suspend", "reinstate")), st.tuples(keys)),
    st.builds(Act, st.just("replace_key"), st.tuples(keys, keys)),
    st.builds(Act, st.just("set_quorum"), st.tuples(st.integers(0, 4))),
    st.builds(Act, st.just("register_node"), st.tuples(st.integers(0, 12))),
    st.builds(Act, st.just("remove_node"), st.tuples(st.integers(0, 3))),
)


class Founded:
    """One bench for all runs, brought back to its beginning before each."""

    def __init__(self) -> None:
        self.world = found()
        self._snapshot = self.world.evm.snapshot()

    def afresh(self) -> World:
        self.world.evm.revert(self._snapshot)
        self._snapshot = self.world.evm.snapshot()
        return self.world


class Register(RuleBasedStateMachine):
    """Ten keys, some admitted and some not yet, any of which may become authority or lose that."""

    founded: Founded | None = None
    steps = 0
    agreed = 0
    """How many decisions took the agreement of more than one."""

    @initialize(shared=st.booleans())
    def begin(self, shared: bool) -> None:
        """Begin with one authority, or with three of whom two must agree."""
        Register.founded = Register.founded or Founded()
        self.world = Register.founded.afresh()
        self.model = Model.of_world()
        self.model.before = self.world.participants.ask("proposals")
        self.news, self.rights = True, self.model.rights()
        if shared:
            for act in (
                Act("admit", ("key 0", AUTHORITY)),
                Act("admit", ("key 1", AUTHORITY)),
                Act("set_quorum", (2,)),
            ):
                self.propose("authority", act)

    def attempt(self, foretold: str | None, who: str, function: str, *args: Any) -> None:
        """Act; the refusal, or that there is none, must be what the model foretold."""
        Register.steps += 1
        self.news = foretold is None
        if foretold is not None:
            with pytest.raises(RefusedError) as refused:
                self.world.participants.act(who, function, *args)
            assert str(refused.value) == foretold
            return
        events = self.world.participants.act(who, function, *args).events
        names = {event.name for event in events}
        Register.agreed += function == "confirm" and "Executed" in names
        rights, self.rights = self.rights, self.model.rights()
        self.news = rights != self.rights
        if self.news:
            assert "Executed" in names, "a right changed without a decision"
            assert {e.args["basis"] for e in events if "basis" in e.args} == {BASIS}
        assert names <= {"Proposed", "Confirmed", "Withdrawn", "Awaiting"} or "Executed" in names

    def encoded(self, act: Act) -> bytes:
        """The call that an act of names is."""
        args = tuple(account(each) if isinstance(each, str) else each for each in act.args)
        if act.function == "admit":
            args = (*args, digest("subject"))
        if act.function == "register_node":
            args = (*args, 3, ZERO, "purpose", "")
        return self.world.participants.contract.data(act.function, *args)

    @rule(who=keys, act=acts)
    def propose(self, who: str, act: Act) -> None:
        target = self.world.participants.contract.address
        foretold = self.model.propose(who, act, self.world.evm.now)
        self.attempt(foretold, who, "propose", target, self.encoded(act), BASIS)

    @rule(act=acts)
    def propose_as_authority(self, act: Act) -> None:
        able = [key for key in KEYS if self.model.decides(key)]
        if able:
            self.propose(able[0], act)

    @rule(who=keys, back=st.integers(0, 3))
    def confirm(self, who: str, back: int) -> None:
        id_ = self.id_of(back)
        foretold = self.model.confirm(who, id_, self.world.evm.now)
        self.attempt(foretold, who, "confirm", id_)

    @rule(back=st.integers(0, 1))
    def confirm_as_another_authority(self, back: int) -> None:
        waiting = [id_ for id_, each in self.model.proposals.items() if each.state == 1]
        if not waiting:
            return
        id_ = waiting[max(-1 - back, -len(waiting))]
        agree = self.model.proposals[id_].agree
        able = [key for key in KEYS if self.model.decides(key) and key not in agree]
        if able:
            foretold = self.model.confirm(able[-1], id_, self.world.evm.now)
            self.attempt(foretold, able[-1], "confirm", id_)

    @rule(act=acts)
    def decide_together(self, act: Act) -> None:
        """Have as many authorities agree as it takes, the last of them first."""
        able = [key for key in reversed(KEYS) if self.model.decides(key)]
        if not able:
            return
        before = len(self.model.proposals)
        self.propose(able[0], act)
        if len(self.model.proposals) == before:
            return
        id_ = max(self.model.proposals)
        for who in able[1:]:
            if self.model.proposals[id_].state == 1:
                foretold = self.model.confirm(who, id_, self.world.evm.now)
                self.attempt(foretold, who, "confirm", id_)

    @rule(who=keys, back=st.integers(0, 3))
    def withdraw(self, who: str, back: int) -> None:
        id_ = self.id_of(back)
        foretold = self.model.withdraw(who, id_, self.world.evm.now)
        self.attempt(foretold, who, "withdraw", id_)

    @rule(who=keys, act=acts)
    def act_alone(self, who: str, act: Act) -> None:
        Register.steps += 1
        target = self.world.participants.contract
        with pytest.raises(RefusedError, match=r"^participants: not the authority$"):
            self.world.evm.send(target, account(who), self.encoded(act))

    @rule(seconds=st.sampled_from((1, 1, 3600, 86_400, LIFETIME, LIFETIME + 1)))
    def wait(self, seconds: int) -> None:
        self.world.evm.wait(seconds)

    def id_of(self, back: int) -> int:
        last: int = self.world.participants.ask("proposals")
        return last + 1 if back == 3 else max(last - back, self.model.before + 1)

    def teardown(self) -> None:
        """Everything is looked at once more when a run ends."""
        self.news = True
        self.everybody_is_as_foretold()

    @invariant()
    def everybody_is_as_foretold(self) -> None:
        """All are looked at when a right has changed, and one at every step."""
        ask = self.world.participants.ask
        key = KEYS[Register.steps % len(KEYS)]
        person_of = self.model.people.get(self.model.number(key))
        active = person_of is not None and not person_of.suspended
        assert ask("is_active", account(key)) == active
        assert ask("has_role", account(key), AUTHORITY) == self.model.decides(key)
        if not self.news:
            return
        assert ask("count") == len(self.model.people)
        for number, person in self.model.people.items():
            record = ask("participant", number)
            assert (record["account"], record["roles"]) == (account(person.key), person.roles)
            assert record["suspended"] == person.suspended
        for key in KEYS:
            assert ask("number_of", account(key)) == self.model.number(key)

    @invariant()
    def the_quorum_can_be_reached(self) -> None:
        ask = self.world.participants.ask
        assert 1 <= ask("quorum") == self.model.quorum <= self.model.deciders()
        assert ask("basis") == bytes(32)

    @invariant()
    def proposals_and_nodes_are_as_foretold(self) -> None:
        ask = self.world.participants.ask
        for id_, proposal in list(self.model.proposals.items())[-2:]:
            assert ask("proposal_of", id_)["state"] == proposal.state
            assert ask("agreed", id_) == self.model.agreed(proposal)
            agree = tuple(account(key) for key in proposal.agree)
            assert ask("confirmations_of", id_) == agree
        for number, (entity, stands) in enumerate(self.model.nodes, 1):
            expected = stands and not self.model.people[entity].suspended
            assert ask("node_stands", number) == expected


TestRegister = Register.TestCase
TestRegister.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None, derandomize=True
)


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_ten_thousand_acts_come_out_as_foretold(part: int) -> None:
    """Four parts of 2,500 acts and more, each with a seed of its own."""
    Register.steps = Register.agreed = 0
    machine = seed(part)(Register)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=100,
            stateful_step_count=50,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
    assert Register.steps >= 2_500
    assert Register.agreed >= 10
