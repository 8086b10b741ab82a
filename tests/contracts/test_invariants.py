"""Digital assets under any sequence of acts: a model foretells each, and what must hold, holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.contracts.assets import GOODS, NUMBERS, SYSTEM, UNBACKED, register
from tests.contracts.assets_model import BACKED, CLASSES, PEOPLE, Book, Request
from tests.contracts.evm import Outcome, RefusedError, account
from tests.contracts.world import digest, found

people = st.sampled_from(PEOPLE)
anyone = st.sampled_from((*PEOPLE, "stranger"))
ids = st.sampled_from(CLASSES)
amounts = st.integers(0, 12)


class Assets(RuleBasedStateMachine):
    """A backed and an unbacked class, four people who may lose keys, a stranger, the authority."""

    @initialize(open_to_all=st.booleans())
    def begin(self, open_to_all: bool) -> None:
        self.world = found()
        register(self.world, backing=GOODS)
        register(self.world, backing=UNBACKED)
        self.book = Book(self.world.evm.now)
        if open_to_all:
            self.attest(40, 1000)
            self.change_system()
            self.change_exemption()
            for id_ in CLASSES:
                for who in PEOPLE[1:]:
                    self.change_access(id_, who)
                    self.issue(id_, who, 8)

    def attempt(self, allowed: bool, who: str, function: str, *args: Any) -> bool:
        """Act; whether the contract let it must be what the model foretold."""
        return self.expect(allowed, lambda: self.act(who, function, *args))

    def decree(self, allowed: bool, function: str, *args: Any) -> bool:
        """Have the authority act; as `attempt`. The basis is told in the same transaction."""

        def act() -> None:
            events = self.world.decree("digital_assets", function, *args).events
            assert sum("basis" in event.args for event in events) == 1

        return self.expect(allowed, act)

    def expect(self, allowed: bool, act: Any) -> bool:
        try:
            act()
        except RefusedError:
            assert not allowed
            return False
        assert allowed
        return True

    def act(self, who: str, function: str, *args: Any) -> Outcome:
        return self.world.digital_assets.act(self.key(who), function, *args)

    def key(self, who: str) -> str:
        return self.book.keys.get(who, who)

    def address(self, who: str) -> str:
        return account(self.key(who))

    @rule(amount=st.integers(0, 60), seconds=st.integers(1, 80))
    def attest(self, amount: int, seconds: int) -> None:
        until = self.book.now + seconds
        self.attempt(True, "attestor", "attest_backing", BACKED, amount, until, digest("seen"))
        self.book.attested, self.book.until = amount, until
        self.book.shortfall = self.book.supply(BACKED) > amount

    @rule(id_=ids, to=anyone, amount=amounts)
    def issue(self, id_: int, to: str, amount: int) -> None:
        allowed = self.book.may_issue(id_, to, amount)
        if self.attempt(allowed, "issuer", "issue", id_, self.address(to), amount):
            self.book.minted[id_] += amount
            self.book.balances[id_, self.key(to)] += amount

    @rule(id_=ids, who=anyone, owner=people, to=anyone, amount=amounts)
    def transfer(self, id_: int, who: str, owner: str, to: str, amount: int) -> None:
        book = self.book
        ends = self.address(owner), self.address(to)
        rules = book.rules_allow(id_, owner, to)
        held, free = book.held(id_, owner), book.free(id_, owner)
        can = rules and (amount <= free or free == held)
        assert self.world.digital_assets.ask("canTransfer", *ends, id_, amount) == can
        code, _ = self.world.digital_assets.ask("transfer_check", *ends, id_, amount)
        assert (code == 0) == (can and amount <= held)
        allowed = code == 0 and book.may_enter(id_, who, owner)
        if self.attempt(allowed, who, "safeTransferFrom", *ends, id_, amount, b""):
            book.move(id_, self.key(owner), self.key(to), amount)

    @rule(owner=people, to=people, moved=st.lists(st.tuples(ids, amounts), max_size=4))
    def transfer_batch(self, owner: str, to: str, moved: list[tuple[int, int]]) -> None:
        book, left = self.book, {id_: self.book.free(id_, owner) for id_ in CLASSES}
        allowed = book.active(owner) and book.active(to)
        for id_, amount in moved:
            allowed &= book.rules_allow(id_, owner, to) and amount <= left[id_]
            left[id_] -= amount if owner != to else 0
        lists = [id_ for id_, _ in moved], [amount for _, amount in moved]
        args = (self.address(owner), self.address(to), *lists, b"")
        if self.attempt(allowed, owner, "safeBatchTransferFrom", *args):
            for id_, amount in moved:
                book.move(id_, self.key(owner), self.key(to), amount)

    @rule(owner=people, operator=anyone, approved=st.booleans())
    def approve(self, owner: str, operator: str, approved: bool) -> None:
        args = (self.address(operator), approved)
        if self.attempt(self.book.active(owner), owner, "setApprovalForAll", *args):
            change = self.book.approvals.add if approved else self.book.approvals.discard
            change((self.key(owner), self.key(operator)))

    @rule(id_=ids, who=people, amount=amounts)
    def request(self, id_: int, who: str, amount: int) -> None:
        allowed = self.book.may_request(id_, who, amount)
        if self.attempt(allowed, who, "request_redemption", id_, amount, digest("demand")):
            self.book.requests.append(Request(id_, who, amount))

    @rule(verb=st.sampled_from(("close", "refuse", "withdraw")), who=people, data=st.data())
    def decide(self, verb: str, who: str, data: st.DataObject) -> None:
        book = self.book
        if not book.requests:
            return
        number = data.draw(st.integers(1, len(book.requests)))
        request = book.requests[number - 1]
        decidable = request.open and book.runs(request.class_id) and book.active(who)
        by = request.who if verb == "withdraw" else "issuer"
        allowed = decidable and who == by and (verb != "close" or book.may_close(request))
        args = (number,) if verb == "withdraw" else (number, digest("why"))
        if self.attempt(allowed, who, f"{verb}_redemption", *args):
            if verb == "close":
                book.close(request)
            request.open = False

    @rule(id_=ids, owner=people, amount=st.integers(0, 20))
    def freeze(self, id_: int, owner: str, amount: int) -> None:
        assert self.decree(True, "setFrozenTokens", self.address(owner), id_, amount)
        self.book.frozen[id_, self.key(owner)] = amount

    @rule(id_=ids, owner=people, to=anyone, amount=amounts)
    def force(self, id_: int, owner: str, to: str, amount: int) -> None:
        allowed = self.book.active(to) and 0 < amount <= self.book.held(id_, owner)
        ends = self.address(owner), self.address(to)
        if self.decree(allowed, "forcedTransfer", *ends, id_, amount):
            self.book.force(id_, self.key(owner), self.key(to), amount)

    @rule(id_=st.sampled_from((0, *CLASSES)))
    def change_pause(self, id_: int) -> None:
        self.decree(True, "resume" if id_ in self.book.paused else "pause", id_)
        self.book.paused ^= {id_}

    @rule(who=anyone, id_=ids, owner=people, to=people)
    def usurp(self, who: str, id_: int, owner: str, to: str) -> None:
        """Nobody alone acts by force, pauses, or takes another's tokens by a claim."""
        ends = self.address(owner), self.address(to)
        self.attempt(False, who, "forcedTransfer", *ends, id_, 1)
        self.attempt(False, who, "setFrozenTokens", self.address(owner), id_, 0)
        self.attempt(False, who, "resume" if id_ in self.book.paused else "pause", id_)
        self.attempt(False, who, "claim", id_, self.address(owner))

    @rule()
    def change_system(self) -> None:
        verb, *args = ("revoke_system",) if self.book.system else ("attest_system", SYSTEM)
        self.world.decree("asset_classes", str(verb), NUMBERS["issuer"], *args)
        self.book.system = not self.book.system

    @rule()
    def change_exemption(self) -> None:
        verb = "revoke_exemption" if self.book.exempt else "record_exemption"
        self.world.decree("asset_classes", verb, CLASSES[1])
        self.book.exempt = not self.book.exempt

    @rule(id_=ids, who=st.sampled_from(PEOPLE[1:]))
    def change_access(self, id_: int, who: str) -> None:
        verb = "revoke_access" if (id_, who) in self.book.access else "grant_access"
        side, args = self.world.asset_classes, (id_, NUMBERS[who])
        allowed = self.book.active("issuer")
        if self.expect(allowed, lambda: side.act(self.key("issuer"), verb, *args)):
            self.book.access ^= {(id_, who)}

    @rule(who=people)
    def change_suspension(self, who: str) -> None:
        verb = "reinstate" if who in self.book.suspended else "suspend"
        self.world.decree("participants", verb, self.address(who))
        self.book.suspended ^= {who}

    @rule(who=people)
    def lose_key(self, who: str) -> None:
        old = self.key(who)
        self.book.keys[who] = old + "'"
        self.book.lost[old] = who
        self.world.replace_key(old, old + "'")

    @rule(id_=ids, who=people, data=st.data())
    def claim(self, id_: int, who: str, data: st.DataObject) -> None:
        book = self.book
        old = data.draw(st.sampled_from(sorted(book.lost) or ["stranger"]))
        own = book.lost.get(old) == who and book.balances[id_, old] > 0
        allowed = own and book.active(who) and book.runs(id_)
        if self.attempt(allowed, who, "claim", id_, account(old)):
            book.claim(id_, old, who)

    @rule(seconds=st.integers(1, 40))
    def wait(self, seconds: int) -> None:
        self.world.evm.wait(seconds)
        self.book.now = self.world.evm.now

    @invariant()
    def balances_freezes_and_holders_are_the_book_s(self) -> None:
        ask, book = self.world.digital_assets.ask, self.book
        keys = sorted({*book.keys.values(), *book.lost, "stranger"})
        for id_ in CLASSES:
            held = {account(key): ask("balanceOf", account(key), id_) for key in keys}
            assert list(held.values()) == [book.balances[id_, key] for key in keys]
            frozen = [ask("getFrozenTokens", account(key), id_) for key in keys]
            assert frozen == [book.frozen[id_, key] for key in keys]
            listed = [ask("holder_at", id_, i) for i in range(ask("holders_count", id_))]
            assert sorted(listed) == sorted(owner for owner, amount in held.items() if amount)
            assert sum(held.values()) == book.supply(id_) == ask("totalSupply", id_)

    @invariant()
    def supply_is_within_the_backing_but_for_a_reported_shortfall(self) -> None:
        backing = self.world.digital_assets.ask("backing_of", BACKED)
        assert backing["redeemed"] == self.book.burned[BACKED]
        assert backing["attested"] == self.book.attested
        assert (backing["supply"] > backing["attested"]) == self.book.shortfall
        assert self.world.digital_assets.ask("backing_of", CLASSES[1])["attested"] == 0

    @invariant()
    def locks_are_the_open_requests(self) -> None:
        ask = self.world.digital_assets.ask
        for id_ in CLASSES:
            locked = [ask("locked_of", NUMBERS[who], id_) for who in PEOPLE]
            assert locked == [self.book.locked(id_, who) for who in PEOPLE]


TestAssets = Assets.TestCase
TestAssets.settings = settings(
    max_examples=6, stateful_step_count=35, deadline=None, derandomize=True
)


class AssetsAtLength(Assets):
    """Ten thousand acts and more."""


TestAssetsAtLength = pytest.mark.long(AssetsAtLength.TestCase)
TestAssetsAtLength.settings = settings(
    max_examples=110, stateful_step_count=100, deadline=None, derandomize=True
)
