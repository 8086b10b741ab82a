"""The mining registry under any sequence of acts: a model foretells each, and titles hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.contracts.evm import account
from tests.contracts.foretold import Foretold
from tests.contracts.mining import DAY
from tests.contracts.mining_model import NAMES, Asset, Model, Notice, bounds, quarter_of
from tests.contracts.world import MINER, digest, found

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE = {"miner": 6, "holder": 7, "second miner": 9}
"""Those who act, and their participants' numbers."""
people = st.sampled_from((*PEOPLE, "authority", "stranger"))
names = st.sampled_from(NAMES)
seldom = st.integers(0, 4).map(lambda drawn: drawn == 0)
"""Whether something goes wrong: one who may not acts, or a value is not what it must be."""


def _digest(kind: str, number: int) -> bytes:
    return digest(f"{kind} {number}") if number else bytes(32)


class Mining(Foretold):
    """Two miners and a holder, who may lose keys, roles and standing; and those who meddle."""

    contract = "mining_registry"
    meddler = "miner"

    @initialize()
    def begin(self) -> None:
        """Mining goes on under a notification of each miner; the first has declared an asset."""
        self.world = found()
        assert self.world.admit("second miner", MINER) == PEOPLE["second miner"]
        self.model = Model(self.world.evm.now)
        self.model.active = {*PEOPLE, "authority"}
        self.model.miners = {"miner", "second miner"}
        self.keys = {who: who for who in (*PEOPLE, "authority", "stranger")}
        self.forms = self.shown = 0
        for who in sorted(self.model.miners):
            self.notify(who, 30, False)
        self.wait(40)
        self.declare(False, NAMES[0], False, 0, 1, None)
        self.exempt(NAMES[0], 60)

    def rightful(self, owner: str, wrong: bool, data: st.DataObject | None) -> str:
        """Who acts: the one who may, or seldom anyone."""
        return data.draw(people) if wrong and data else owner

    def fresh(self, wrong: bool) -> int:
        """A form that nobody has recorded, or seldom the one before, or none."""
        self.forms += not wrong
        return self.forms if self.forms % 3 or not wrong else 0

    def some(self, wrong: bool, count: int, data: st.DataObject) -> int:
        """A number that is there, or seldom any."""
        return data.draw(st.integers(0, count + 1) if wrong else st.integers(1, max(1, count)))

    def notice(self, wrong: bool, data: st.DataObject) -> tuple[int, Notice]:
        """A notification and its number; for a number that none has, one that is not recorded."""
        number = self.some(wrong, len(self.model.notices), data)
        return number, self.model.notice(number) or Notice("miner", 1, self.model.now, 0)

    def asset(
        self, wrong: bool, data: st.DataObject, best: Sequence[int] = ()
    ) -> tuple[int, Asset]:
        """A mined asset and its number; for a number that none has, one that is not recorded."""
        number = self.some(wrong, len(self.model.assets), data)
        number = data.draw(st.sampled_from(best)) if best and not wrong else number
        return number, self.model.asset(number) or Asset(0, ["miner"], NAMES[0], 0)

    def key(self, who: str) -> str:
        """The address of someone's present key."""
        return account(self.keys[who])

    @rule(who=people, days=st.sampled_from((29, 30, 31, 45)), wrong=seldom)
    def notify(self, who: str, days: int, wrong: bool) -> None:
        model, starts_at = self.model, self.model.now + days * DAY
        form = self.fresh(wrong)
        allowed = model.may_notify(who, form, starts_at)
        if self.attempt(allowed, who, "notify", _digest("form", form), starts_at):
            model.notices.append(Notice(who, form, starts_at, model.now))
            model.used.add((who, form))

    @rule(wrong=seldom, days=st.sampled_from((0, 0, 0, 29, 30, 60)), data=st.data())
    def amend(self, wrong: bool, days: int, data: st.DataObject) -> None:
        number, notice = self.notice(wrong, data)
        form, who = self.fresh(wrong), self.rightful(notice.miner, wrong, data)
        starts_at = self.model.now + days * DAY if days else notice.starts_at
        allowed = self.model.may_amend(who, number, form, starts_at)
        if self.attempt(allowed, who, "amend", number, _digest("form", form), starts_at):
            self.model.used.add((who, form))
            notice.form, notice.starts_at = form, starts_at
            notice.acknowledged_at = notice.returned_at = 0
            notice.version += 1

    @precondition(lambda self: self.model.now % 3 == 0)
    @rule(wrong=seldom, ago=st.sampled_from((-1, 0, 1, 40)), data=st.data())
    def cease(self, wrong: bool, ago: int, data: st.DataObject) -> None:
        number, notice = self.notice(wrong, data)
        who, ended_at = self.rightful(notice.miner, wrong, data), self.model.now - ago * DAY
        allowed = self.model.may_cease(who, number, ended_at)
        if self.attempt(allowed, who, "cease", number, ended_at):
            notice.ended_at = ended_at

    @rule(wrong=seldom, acknowledged=st.booleans(), data=st.data())
    def decide(self, wrong: bool, acknowledged: bool, data: st.DataObject) -> None:
        number, notice = self.notice(wrong, data)
        form = self.forms if wrong else notice.form
        allowed = self.model.may_decide(number, form)
        if acknowledged:
            if self.decree(allowed, "acknowledge", number, _digest("form", form)):
                notice.acknowledged_at = self.model.now
            return
        args = (number, _digest("form", form), digest("reasons"))
        if self.decree(allowed and not notice.ended_at, "return_notification", *args):
            notice.returned_at = self.model.now

    @rule(wrong=seldom, back=st.integers(0, 2), data=st.data())
    def report(self, wrong: bool, back: int, data: st.DataObject) -> None:
        number, notice = self.notice(wrong, data)
        form, who = self.fresh(wrong), self.rightful(notice.miner, wrong, data)
        quarter = quarter_of(self.model.now - back * 91 * DAY)
        allowed = self.model.may_report(who, number, quarter, form)
        if self.attempt(allowed, who, "report", number, *quarter, _digest("form", form)):
            self.model.used.add((who, form))
            late = self.model.now >= bounds(quarter)[1] + 10 * DAY
            version, late = notice.reports.get(quarter, (0, late))
            notice.reports[quarter] = version + 1, late

    @rule(
        wrong=seldom,
        name=names,
        known=seldom,
        begin=st.sampled_from((0, 0, 0, -1, DAY)),
        seconds=st.sampled_from((1, DAY, -1, 10**9)),
        data=st.data(),
    )
    def declare(
        self, wrong: bool, name: str, known: bool, begin: int, seconds: int, data: Any
    ) -> None:
        number, notice = self.notice(wrong, data) if data else (1, self.model.notices[0])
        who = self.rightful(notice.miner, wrong, data)
        self.shown += not known
        mined_from = notice.starts_at + begin
        mined_until = mined_from + seconds
        allowed = self.model.may_declare(who, number, self.shown, mined_from, mined_until)
        args = (name, 5, mined_from, mined_until, _digest("evidence", self.shown))
        if self.attempt(allowed, who, "declare_mined", number, *args):
            notice.evidence.add(self.shown)
            self.model.assets.append(Asset(number, [who], name, self.shown))

    @rule(wrong=seldom, data=st.data())
    def retract(self, wrong: bool, data: st.DataObject) -> None:
        number, asset = self.asset(wrong, data)
        who = self.rightful(asset.owners[-1], wrong, data)
        if self.attempt(self.model.may_retract(who, number), who, "retract_mined", number):
            asset.retracted = True
            self.model.notices[asset.notice - 1].evidence.discard(asset.evidence)

    @rule(name=names, days=st.sampled_from((-1, 0, 30, 60, 400)))
    def exempt(self, name: str, days: int) -> None:
        until = self.model.now + days * DAY
        if self.decree(days >= 0, "exempt", name, until):
            self.model.exempt_until[name] = until

    @precondition(lambda self: self.model.now % 2 == 0)
    @rule(name=names)
    def end_exemption(self, name: str) -> None:
        if self.decree(self.model.is_exempt(name), "end_exemption", name):
            self.model.exempt_until[name] = 0

    @rule(wrong=seldom, to=st.sampled_from((*PEOPLE, "stranger")), data=st.data())
    def offer(self, wrong: bool, to: str, data: st.DataObject) -> None:
        number, asset = self.asset(wrong, data)
        who = self.rightful(asset.owners[-1], wrong, data)
        allowed = self.model.may_offer(who, number, to)
        if self.attempt(allowed, who, "offer_mined", number, PEOPLE.get(to, 99)):
            asset.offered_to = to

    @rule(wrong=seldom, data=st.data())
    def withdraw(self, wrong: bool, data: st.DataObject) -> None:
        number, asset = self.asset(wrong, data)
        who = self.rightful(asset.owners[-1], wrong, data)
        owned = self.model.owns(who, number)
        if self.attempt(owned and asset.offered_to != "", who, "withdraw_offer", number):
            asset.offered_to = ""

    @rule(wrong=seldom, data=st.data())
    def accept(self, wrong: bool, data: st.DataObject) -> None:
        offered = [n for n, each in enumerate(self.model.assets, 1) if each.offered_to]
        number, asset = self.asset(wrong, data, offered)
        who = self.rightful(asset.offered_to or "holder", wrong, data)
        if self.attempt(self.model.may_accept(who, number), who, "accept_mined", number):
            asset.owners.append(who)
            asset.offered_to = ""

    @rule(who=st.sampled_from(sorted(PEOPLE)), bar=seldom)
    def bar_one_or_let_all_in(self, who: str, bar: bool) -> None:
        for each in {who} & self.model.active if bar else PEOPLE.keys() - self.model.active:
            self.world.decree("participants", "suspend" if bar else "reinstate", self.key(each))
            self.model.active ^= {each}

    @rule(who=st.sampled_from(("miner", "second miner")), take=seldom)
    def take_the_role_or_give_it(self, who: str, take: bool) -> None:
        self.model.miners = self.model.miners - {who} if take else self.model.miners | {who}
        self.world.set_roles(self.keys[who], 0 if take else MINER)

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def lose_key(self, who: str) -> None:
        self.pass_on_key(who)

    @rule(days=st.sampled_from((1, 5, 30, 31)), seconds=st.integers(0, 5))
    def wait(self, days: int, seconds: int = 0) -> None:
        self.world.evm.wait(days * DAY + seconds)
        self.model.now = self.world.evm.now

    @invariant()
    def notifications_are_as_the_model_has_them(self) -> None:
        ask = self.world.mining_registry.ask
        assert ask("count") == len(self.model.notices)
        for number, notice in enumerate(self.model.notices, start=1):
            record = ask("notification_of", number)
            assert record["miner"] == PEOPLE[notice.miner]
            assert record["form"] == _digest("form", notice.form)
            told = ("starts_at", "version", "acknowledged_at", "returned_at", "ended_at")
            assert [record[name] for name in told] == [getattr(notice, name) for name in told]
            assert ask("owner_of", number) == self.key(notice.miner)
            assert ask("report_count", number) == len(notice.reports)
            for quarter, (version, late) in notice.reports.items():
                report = ask("report_of", number, *quarter)
                assert (report["version"], report["late"]) == (version, late)

    @invariant()
    def every_title_is_where_its_owner_put_it(self) -> None:
        ask = self.world.mining_registry.ask
        assert ask("mined_count") == len(self.model.assets)
        for number, asset in enumerate(self.model.assets, start=1):
            owner = "0x" + 40 * "0" if asset.retracted else self.key(asset.owners[-1])
            assert ask("owner_of_mined", number) == owner
            assert ask("owner_count", number) == len(asset.owners)
            last = ask("ownership_of", number, len(asset.owners))
            assert last["owner"] == PEOPLE[asset.owners[-1]]
            offered = ask("mined_asset_of", number)["offered_to"]
            assert offered == PEOPLE.get(asset.offered_to, 0)


TestMining = Mining.TestCase
TestMining.settings = settings(
    max_examples=8, stateful_step_count=40, deadline=None, derandomize=True
)


@pytest.mark.long
def test_ten_thousand_acts_are_each_as_foretold() -> None:
    Mining.steps = 0
    many = settings(max_examples=300, stateful_step_count=60, deadline=None)
    run_state_machine_as_test(Mining, settings=many)
    assert Mining.steps >= 10_000
