"""The depository under any sequence of acts: the model foretells what each of them does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.contracts.depository_model import DEPOSITORS, NUMBERS, PEOPLE, ROOTS, Known, Model
from tests.contracts.deposits import ACCEPTED, DEPOSITED, content
from tests.contracts.evm import RefusedError, account
from tests.contracts.world import ATTESTOR, DEPOSITOR, World, digest, found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Draw = Callable[[Sequence[Any]], Any]

__all__ = ["ACTS", "MOST", "Depository"]

MOST: Final = 6
WORD: Final = digest("word")
COPIES: Final = {"applied": 1, "issue": 2, "refuse": 3, "lapsed": 4}

BUYERS: Final = ("holder", "rival", "depositor", "attestor")
ACTS: Final = (
    *("deposit", "supersede", "accept", "hand_back", "annul", "offer", "end_offer"),
    *("accept_offer", "attest", "withdraw_level", "apply", "decide", "bar", "lose_key", "wait"),
)
OFTEN: Final = 8


def populated() -> World:
    """The contracts, with those admitted whom the model knows."""
    world = found()
    assert world.admit("rival", DEPOSITOR) == NUMBERS["rival"]
    world.set_roles("holder", ATTESTOR)
    return world


class Depository(RuleBasedStateMachine):
    """Two contents, two who claim them, who buys, who attests, who operates, and a stranger."""

    @initialize(levels=st.sampled_from((0, 4)))
    def begin(self, levels: int) -> None:
        self.world = populated()
        self.keys = {who: who for who in PEOPLE}
        self.model, self.steps = Model(), 0
        for who in DEPOSITORS:
            self.enter(who, ROOTS[0])
        self.attempt(True, "operator", "accept", 1)
        self.model.known[1].status = ACCEPTED
        for level in range(1, levels + 1):
            self.attempt(True, "operator", "attest_level", 1, level, WORD)
            self.model.known[1].level = level

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.check_register()
            self.check_past()
            self.check_claims()

    def attempt(self, allowed: bool, who: str, function: str, *args: Any) -> bool:
        """Act; whether the contract let it must be what the model foretold."""
        try:
            self.world.depository.act(self.keys[who], function, *args)
            refusal = ""
        except RefusedError as error:
            refusal = str(error)
        assert (refusal == "") == allowed, (function, refusal)
        return allowed

    def one(
        self, draw: Draw, fit: Callable[[Known], bool], right: Callable[[Known], str]
    ) -> tuple[str, int, Known]:
        """Who acts on which deposit: mostly one that is fit and who has the right."""
        known = self.model.known
        likely = [number for number, each in known.items() if fit(each)] * 12
        number = draw([*likely, *known])
        who = draw([*[right(known[number]) or "stranger"] * 24, *PEOPLE])
        return who, number, known[number]

    def enter(self, who: str, root: bytes) -> None:
        if self.attempt(self.model.may_deposit(who, root), who, "deposit", *content(root)):
            self.model.enter(who, root, 0, self.world.evm.block)

    def deposit(self, draw: Draw) -> None:
        if len(self.model.known) < MOST:
            self.enter(draw((*DEPOSITORS * 4, *PEOPLE)), draw(ROOTS))

    def supersede(self, draw: Draw) -> None:
        root = draw(ROOTS)
        who, number, it = self.one(draw, lambda it: it.is_last, lambda it: it.possessor)
        allowed = self.model.may_follow(who, it, root)
        if len(self.model.known) < MOST and self.attempt(
            allowed, who, "supersede", number, *content(root)
        ):
            self.model.enter(who, root, number, self.world.evm.block)

    def accept(self, draw: Draw) -> None:
        who, number, it = self.one(draw, lambda it: it.status == DEPOSITED, lambda _: "operator")
        if self.attempt(self.model.may_accept(who, it), who, "accept", number):
            it.status = ACCEPTED

    def hand_back(self, draw: Draw) -> None:
        who, number, it = self.one(draw, lambda it: it.status == DEPOSITED, lambda _: "operator")
        if self.attempt(self.model.may_return(who, it), who, "return_deposit", number, WORD):
            self.model.leave(number, annulled=False)

    def annul(self, draw: Draw) -> None:
        known = self.model.known
        accepted = [number for number, each in known.items() if each.status == ACCEPTED]
        if accepted and draw((False, False, False, True)):
            number = draw(accepted)
            self.world.decree("depository", "annul", number)
            self.model.leave(number, annulled=True)

    def offer(self, draw: Draw) -> None:
        receiver = draw((*BUYERS * 3, *PEOPLE))
        who, number, it = self.one(
            draw, lambda it: it.status == ACCEPTED and not it.receiver, lambda it: it.possessor
        )
        allowed, whose = self.model.may_offer(who, it, receiver), NUMBERS.get(receiver, 99)
        if self.attempt(allowed, who, "offer", number, whose, WORD):
            it.receiver = receiver

    def end_offer(self, draw: Draw) -> None:
        function = draw(("withdraw", "refuse"))

        def right(it: Known) -> str:
            return it.possessor if function == "withdraw" else it.receiver

        who, number, it = self.one(draw, lambda it: bool(it.receiver), right)
        allowed = bool(it.receiver) and right(it) == who and self.model.active(who)
        if self.attempt(allowed, who, f"{function}_offer", number):
            it.receiver = ""

    def accept_offer(self, draw: Draw) -> None:
        agreement = draw((*[WORD] * 5, bytes(32)))
        who, number, it = self.one(draw, lambda it: bool(it.receiver), lambda it: it.receiver)
        allowed = self.model.may_take(who, it) and agreement == WORD
        if self.attempt(allowed, who, "accept_offer", number, agreement):
            self.model.take(it, self.world.evm.block)

    def attest(self, draw: Draw) -> None:
        leap = draw((*[1] * 6, 0, 2))

        def right(it: Known) -> str:
            return "operator" if it.level + leap <= 4 else "attestor"

        who, number, it = self.one(draw, lambda it: it.stands and it.level == 4, right)
        level = it.level + leap
        fit = it.stands and leap == 1 and level <= 5
        allowed = fit and who in it.attests(level) and self.model.active(who)
        if self.attempt(allowed, who, "attest_level", number, level, WORD):
            it.level, it.rebuilder = level, who if level == 5 else it.rebuilder

    def withdraw_level(self, draw: Draw) -> None:
        depth = draw((0, 0, 0, 1, 2, -1))

        def right(it: Known) -> str:
            return it.withdraws(it.level - depth)

        who, number, it = self.one(draw, lambda it: it.stands and it.level == 5, right)
        level = max(it.level - depth, 0)
        may = who == it.withdraws(level) and self.model.active(who)
        allowed = may and it.stands and 0 < level <= it.level
        if self.attempt(allowed, who, "withdraw_level", number, level, WORD):
            it.level = level - 1

    def apply(self, draw: Draw) -> None:
        purpose = draw((1, 1, 1, 2, 2, 2, 0, 3))
        who, number, it = self.one(
            draw, lambda it: it.status == ACCEPTED and not it.waits, lambda it: it.possessor
        )
        allowed = self.model.may_apply(who, it) and purpose in (1, 2)
        if self.attempt(allowed, who, "apply_for_copy", number, purpose, WORD):
            it.copies.append((who, "applied"))

    def decide(self, draw: Draw) -> None:
        outcome = draw(("issue", "refuse"))
        who, number, it = self.one(draw, lambda it: it.waits, lambda _: "operator")
        index = max(len(it.copies) - 1, 0)
        allowed = it.waits and who == "operator" and self.model.active(who)
        if self.attempt(allowed, who, f"{outcome}_copy", number, index, WORD):
            it.copies[-1] = (it.copies[-1][0], outcome)

    def bar(self, draw: Draw) -> None:
        """Suspend now and then; reinstate soon."""
        who, suspended = draw(("depositor", "holder", "operator")), self.model.suspended
        if who in suspended or draw((False, False, False, True)):
            verb = "reinstate" if who in suspended else "suspend"
            self.world.decree("participants", verb, account(self.keys[who]))
            suspended ^= {who}

    def lose_key(self, draw: Draw) -> None:
        who = draw(("depositor", "holder"))
        old, self.keys[who] = self.keys[who], self.keys[who] + "'"
        self.world.replace_key(old, self.keys[who])

    def wait(self, draw: Draw) -> None:
        self.world.evm.wait(draw((1, 100)), draw((1, 2)))

    @rule(data=st.data(), act=st.sampled_from(ACTS))
    def act(self, data: st.DataObject, act: str) -> None:
        """One act, or one try. All are equally likely: rules of their own are not."""
        getattr(self, act)(lambda values: data.draw(st.sampled_from(values)))
        self.steps += 1

    @invariant()
    def a_deposit_is_what_the_model_says(self) -> None:
        ask, known = self.world.depository.ask, self.model.known
        assert ask("count") == len(known)
        for number, each in known.items():
            found = ask("deposit_of", number)
            names = ("root", "size", "kind", "access", "origin", "conclusion")
            assert tuple(found[name] for name in names) == each.content
            assert found["possessor"] == NUMBERS[each.possessor]
            assert found["status"] == each.status
            assert (found["previous"], found["successor"]) == (each.previous, each.successor)

    @invariant()
    def so_is_all_else_that_is_asked_now_and_then(self) -> None:
        if self.steps % OFTEN == 0:
            self.check_register()
            self.check_past()
            self.check_claims()

    def check_register(self) -> None:
        ask, known = self.world.depository.ask, self.model.known
        assert ask("standing") == self.standing()
        for number, each in known.items():
            assert ask("owner_of", number) == account(self.keys[each.possessor])
            assert ask("level_of", number) == each.level
            assert ask("offer_of", number)["receiver"] == NUMBERS.get(each.receiver, 0)

    def standing(self) -> int:
        """How many deposits stand."""
        return sum(each.stands for each in self.model.known.values())

    def check_past(self) -> None:
        ask, block = self.world.depository.ask, self.world.evm.block
        for number, each in self.model.known.items():
            assert ask("owners_count", number) == len(each.tenures)
            for height in {0, block, *(since for _, since in each.tenures)}:
                before = [who for who, since in each.tenures if since <= height]
                expected = NUMBERS[before[-1]] if before else 0
                assert ask("owner_at", number, height) == expected
            assert ask("copies_count", number) == len(each.copies)
            for index, (who, outcome) in enumerate(each.copies):
                copy = ask("copy_by_index", number, index)
                assert (copy["applicant"], copy["status"]) == (NUMBERS[who], COPIES[outcome])

    def check_claims(self) -> None:
        """Of a content one deposit at most is accepted, and one at most is anybody's own."""
        ask, known = self.world.depository.ask, self.model.known
        for root in ROOTS:
            assert [ask("number_of", root)] == (self.model.accepted(root) or [0])
            claims = [ask("claim_by_index", root, i) for i in range(ask("claims_count", root))]
            assert claims == [n for n, each in known.items() if each.content[0] == root]
            for who, number in NUMBERS.items():
                assert [ask("claim_of", root, number)] == (self.model.own(root, who) or [0])
