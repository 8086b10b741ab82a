"""What restrains digital assets on a real chain: the index says what the contracts say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from ledger.assets.model import BackingKind, RedemptionStatus, Right
from ledger.assets.tables import RedemptionRow
from ledger.database import writing
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.types import ZERO_ADDRESS, ClassId, Digest, ParticipantId, RedemptionId
from tests.support.chain import address, dump
from tests.support.node import Role

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.assets.model import AssetClass, Holding
    from ledger.transactions import UnsignedTransaction
    from tests.support.chain import Ledger

FIRST, SECOND, BASIS = (Digest(bytes([n]) * 32) for n in (1, 2, 3))
FAR = 2**255


@dataclass
class Restrained:
    """A backed class of a new issuer whose holder has a hundred of two hundred backed."""

    ledger: Ledger
    issuer: LocalAccount
    holder: LocalAccount
    class_id: ClassId

    def number(self, account: LocalAccount) -> ParticipantId:
        number = self.ledger.chain.call("participants", "number_of", account.address)
        return ParticipantId(int(number))

    def act(self, account: LocalAccount, draft: UnsignedTransaction) -> None:
        self.ledger.act(account, draft)

    def decree(self, draft: Any, *args: Any, **flags: bool) -> None:
        """Have the authority do what `draft` drafts; the basis is the last argument."""
        authority = self.ledger.node.authority
        self.act(authority, draft(address(authority), *args, BASIS, **flags))

    def transfer(self, amount: int) -> None:
        draft = self.ledger.assets.draft_transfer
        self.act(
            self.holder, draft(address(self.holder), self.class_id, address(self.issuer), amount)
        )

    def request(self, amount: int) -> RedemptionId:
        draft = self.ledger.assets.draft_redemption
        self.act(self.holder, draft(address(self.holder), self.class_id, amount, FIRST))
        return RedemptionId(int(self.ledger.chain.call("digital_assets", "redemptions")))

    def shown(self) -> AssetClass:
        self.ledger.indexer().catch_up()
        return self.ledger.assets.asset(self.class_id)

    def held(self, account: LocalAccount) -> Holding:
        self.ledger.indexer().catch_up()
        page = self.ledger.assets.holders(self.class_id, 200)
        return next(each for each in page.items if each.account == address(account))


@pytest.fixture
def restrained(ledger: Ledger) -> Restrained:
    issuer, attestor, holder = (
        ledger.admit(Role.ISSUER),
        ledger.admit(Role.ATTESTOR),
        ledger.admit(),
    )
    assets = ledger.assets
    rights = (Right("delivery", FIRST), Right("storage", SECOND))
    draft = assets.draft_class(address(issuer), BackingKind.GOODS, FIRST, rights, "")
    receipt = ledger.act(issuer, draft)
    (number,) = (e.args["id"] for e in receipt.events if e.name == "ClassRegistered")
    made = Restrained(ledger, issuer, holder, ClassId(number))
    made.decree(assets.enforcement.draft_system, made.number(issuer), SECOND)
    access = assets.draft_access(address(issuer), made.class_id, made.number(holder), granted=True)
    made.act(issuer, access)
    attested = assets.draft_attestation(address(attestor), made.class_id, 200, FAR, FIRST)
    made.act(attestor, attested)
    made.act(issuer, assets.draft_issue(address(issuer), made.class_id, address(holder), 100))
    return made


def test_rights_and_every_version_of_a_document_are_kept_in_order(restrained: Restrained) -> None:
    draft = restrained.ledger.assets.draft_document
    for name, digest in (("tariff", FIRST), ("rules", FIRST), ("tariff", SECOND)):
        document = draft(address(restrained.issuer), restrained.class_id, name, digest)
        restrained.act(restrained.issuer, document)
    asset = restrained.shown()
    assert asset.rights == (Right("delivery", FIRST), Right("storage", SECOND))
    told = [(each.name, each.version, each.digest) for each in asset.documents]
    assert told == [("rules", 1, FIRST), ("tariff", 2, SECOND), ("tariff", 1, FIRST)]


def test_a_system_is_attested_replaced_and_revoked(restrained: Restrained) -> None:
    draft, issuer = restrained.ledger.assets.enforcement.draft_system, restrained.issuer
    assert restrained.shown().system == SECOND
    restrained.decree(draft, restrained.number(issuer), FIRST)
    assert restrained.shown().system == FIRST
    restrained.decree(draft, restrained.number(issuer), None)
    assert restrained.shown().system is None
    with pytest.raises(Rejected) as refused:
        restrained.transfer(1)
    assert refused.value.facts == {"contract": "asset_classes", "reason": "system not attested"}


def test_access_is_listed_while_it_stands(restrained: Restrained) -> None:
    ledger, number = restrained.ledger, restrained.number(restrained.holder)
    ledger.indexer().catch_up()
    (access,) = ledger.assets.access(restrained.class_id, 10).items
    assert access.participant == number
    draft = ledger.assets.draft_access
    revoked = draft(address(restrained.issuer), restrained.class_id, number, granted=False)
    restrained.act(restrained.issuer, revoked)
    ledger.indexer().catch_up()
    assert ledger.assets.access(restrained.class_id, 10).items == ()
    with pytest.raises(Rejected) as refused:
        restrained.transfer(1)
    assert refused.value.facts["reason"] == "sender has no access"


def test_a_pause_of_a_class_and_of_all_are_told_apart(restrained: Restrained) -> None:
    draft, class_id = restrained.ledger.assets.enforcement.draft_pause, restrained.class_id
    restrained.decree(draft, class_id, paused=True)
    assert restrained.shown().paused
    restrained.decree(draft, ClassId(0), paused=True)
    try:
        restrained.decree(draft, class_id, paused=False)
        assert restrained.shown().paused
        with pytest.raises(Rejected, match=r"contract\.refused") as refused:
            restrained.transfer(1)
        assert refused.value.facts["reason"] == "all classes are paused"
    finally:
        restrained.decree(draft, ClassId(0), paused=False)
    assert not restrained.shown().paused
    restrained.transfer(1)


def test_a_freeze_and_a_forced_transfer_are_what_the_contract_says(restrained: Restrained) -> None:
    assets, holder = restrained.ledger.assets.enforcement, restrained.holder
    restrained.decree(assets.draft_freeze, restrained.class_id, address(holder), 70)
    assert (restrained.held(holder).amount, restrained.held(holder).frozen) == (100, 70)
    with pytest.raises(Rejected) as refused:
        restrained.transfer(31)
    reason = "ERC7943InsufficientUnfrozenBalance"
    assert refused.value.facts == {"contract": "digital_assets", "reason": reason}
    ends = (address(holder), address(restrained.issuer))
    restrained.decree(assets.draft_forced_transfer, restrained.class_id, ends, 50)
    held = restrained.held(holder)
    asked = ("digital_assets", "getFrozenTokens", holder.address, restrained.class_id)
    assert (held.amount, held.frozen) == (50, 50)
    assert restrained.ledger.chain.call(*asked) == held.frozen
    restrained.decree(assets.draft_freeze, restrained.class_id, address(holder), 0)
    assert restrained.held(holder).frozen == 0


def test_a_freeze_goes_over_to_a_new_key(restrained: Restrained) -> None:
    ledger, old, new = restrained.ledger, restrained.holder, Account.create()
    freeze = ledger.assets.enforcement.draft_freeze
    restrained.decree(freeze, restrained.class_id, address(old), 60)
    replacement = ledger.participants.draft_replacement
    restrained.decree(replacement, address(old), address(new))
    claim = ledger.assets.draft_claim(address(new), restrained.class_id, address(old))
    restrained.act(new, claim)
    held = restrained.held(new)
    assert (held.amount, held.frozen) == (100, 60)
    assert ledger.assets.holdings(address(old), 10).items == ()
    assert ledger.assets.holding(restrained.class_id, address(old)).frozen == 0
    before = ledger.store.block(held.as_of.number - 1).ref
    then = ledger.assets.holding(restrained.class_id, address(old), before)
    assert (then.amount, then.frozen, then.as_of) == (100, 60, before)


def test_a_request_is_followed_to_its_end(restrained: Restrained) -> None:
    assets, issuer = restrained.ledger.assets, address(restrained.issuer)
    closed, refused, withdrawn = (restrained.request(amount) for amount in (30, 5, 6))
    restrained.act(restrained.issuer, assets.draft_closing(issuer, closed, SECOND))
    restrained.act(restrained.issuer, assets.draft_refusal(issuer, refused, FIRST))
    draft = assets.draft_withdrawal(address(restrained.holder), withdrawn)
    restrained.act(restrained.holder, draft)
    still_open = restrained.request(7)
    asset = restrained.shown()
    assert (asset.supply, asset.redeemed) == (70, 30)
    assert asset.backing is not None
    assert asset.backing.amount == 170
    told = {
        each.number: (each.status, each.outcome, each.amount, each.decided is None)
        for each in assets.redemptions(restrained.class_id, 10).items
    }
    assert told == {
        closed: (RedemptionStatus.CLOSED, SECOND, 30, False),
        refused: (RedemptionStatus.REFUSED, FIRST, 5, False),
        withdrawn: (RedemptionStatus.WITHDRAWN, None, 6, False),
        still_open: (RedemptionStatus.REQUESTED, None, 7, True),
    }
    one = assets.redemption(still_open)
    assert (one.holder, one.demand) == (restrained.number(restrained.holder), FIRST)
    burned = assets.movements(restrained.class_id, limit=1).items[0]
    assert (burned.recipient, burned.amount) == (ZERO_ADDRESS, 30)
    with pytest.raises(Rejected, match=r"contract\.refused"):
        assets.draft_closing(issuer, closed, SECOND)


def test_an_unbacked_class_has_no_shortfall_and_waits_for_its_exemption(
    restrained: Restrained,
) -> None:
    ledger, issuer = restrained.ledger, restrained.issuer
    rights = (Right("reward", FIRST),)
    draft = ledger.assets.draft_class(address(issuer), BackingKind.UNBACKED, FIRST, rights, "")
    receipt = ledger.act(issuer, draft)
    (number,) = (e.args["id"] for e in receipt.events if e.name == "ClassRegistered")
    class_id = ClassId(number)
    exempt = ledger.assets.enforcement.draft_exemption
    restrained.decree(exempt, class_id, exempt=True)
    issue = ledger.assets.draft_issue(address(issuer), class_id, address(issuer), 5)
    restrained.act(issuer, issue)
    ledger.indexer().catch_up()
    asset = ledger.assets.asset(class_id)
    assert (asset.exempt, asset.supply, asset.shortfall) == (True, 5, 0)
    restrained.decree(exempt, class_id, exempt=False)
    ledger.indexer().catch_up()
    assert not ledger.assets.asset(class_id).exempt


def test_an_index_rebuilt_is_the_same(restrained: Restrained) -> None:
    assets = restrained.ledger.assets
    freeze = assets.enforcement.draft_freeze
    restrained.decree(freeze, restrained.class_id, address(restrained.holder), 1)
    number = restrained.request(3)
    draft = assets.draft_closing(address(restrained.issuer), number, SECOND)
    restrained.act(restrained.issuer, draft)
    indexer = restrained.ledger.indexer()
    indexer.catch_up()
    before = dump(restrained.ledger.index)
    indexer.rebuild()
    assert dump(restrained.ledger.index) == before


@pytest.mark.parametrize("wanted", [0, -1, 10**9, 2**200])
def test_a_request_that_is_not_there_is_not_found(ledger: Ledger, wanted: int) -> None:
    ledger.indexer().catch_up()
    with pytest.raises(NotFound, match=r"redemption\.unknown"):
        ledger.assets.redemption(RedemptionId(wanted))
    for ask in (ledger.assets.access, ledger.assets.redemptions):
        with pytest.raises(NotFound, match=r"asset\.unknown"):
            ask(ClassId(wanted), 10)


def test_an_end_without_a_request_stops_the_indexer(restrained: Restrained) -> None:
    number = restrained.request(3)
    restrained.ledger.indexer().catch_up()
    with writing(restrained.ledger.index) as session:
        session.delete(session.get(RedemptionRow, number))
    draft = restrained.ledger.assets.draft_withdrawal(address(restrained.holder), number)
    restrained.act(restrained.holder, draft)
    with pytest.raises(VerificationError, match=r"index\.out-of-order"):
        restrained.ledger.indexer().catch_up()
    restrained.ledger.indexer().rebuild()
    assert restrained.ledger.assets.redemption(number).status is RedemptionStatus.WITHDRAWN
