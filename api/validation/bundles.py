"""Proof bundles held against the installation's own trust, and how their records stand now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from api.validation.evidence import Evidence
from api.validation.model import Change, Proof, Validation
from api.validation.records import Records
from api.validation.subjects import RecordKind, RecordName
from api.validation.validator import sealed
from depository.proving import verify_proof
from depository.words import named
from ledger.addresses import checksummed
from ledger.assets.book import Wanted
from ledger.errors import NotFound, VerificationError
from ledger.proofs.form import read_bundle
from ledger.proofs.model import Demands
from ledger.proofs.trust import trust_of
from ledger.records import Recorded
from ledger.types import BatchId, ClassId, DepositId, NotificationId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.services import Services
    from depository.batches.register import Batch, BatchRecord
    from depository.model import Deposit
    from ledger.proofs.model import Proven, Section
    from ledger.proofs.trust import Trust

__all__ = ["Bundles"]

_DEPOSITED: Final = {"status": "1", "taken_out": "0"}
"""What holds of a deposit or record in the block of its statement and is not in the event."""


_ABOUT: Final = {
    "deposit": (RecordKind.DEPOSIT, "number"),
    "file": (RecordKind.DEPOSIT, "number"),
    "ownership": (RecordKind.DEPOSIT, "number"),
    "record": (RecordKind.BATCH, "batch"),
    "notification": (RecordKind.NOTIFICATION, "number"),
    "balance": (RecordKind.ASSET, "class"),
}
"""By the kind of bundle, the register and the field of the subject that is the number there."""


@dataclass(frozen=True)
class Bundles:
    """Verifies bundles; `now` in seconds since 1970 is passed in."""

    services: Services

    def validate(self, document: bytes, now: int) -> Validation:
        """A bundle's verdict, its record, and what of what it proves is another way by now.

        A bundle that does not hold is an answer too: nothing in it is believed then.
        """
        subject = "0x" + hashlib.sha256(document).hexdigest()
        evidence = Evidence(self.services)
        try:
            proven = verify_proof(document, self._trust(document, evidence), Demands(now))
        except VerificationError as refusal:
            return Validation(subject, proof=Proof(None, refusal))
        found = Records(self.services, evidence).find(self._names(proven))
        proof = Proof(proven, changes=self._changes(proven))
        return Validation(subject, sealed(found, evidence), len(found), proof=proof)

    def _trust(self, document: bytes, evidence: Evidence) -> Trust:
        """The installation's trust: of witnesses, whom a bundle may name, participants' keys."""
        named_ = {each.address for each in read_bundle(document).witnesses}
        known = {each for each in named_ if evidence.account(checksummed(each)).participant}
        return replace(trust_of(self.services.chain.deployment), witnesses=frozenset(known))

    def _names(self, proven: Proven) -> list[RecordName]:
        """The record that a bundle is about, and the deposit as which one of a batch goes on."""
        name = _name(proven)
        if name is None or name.kind is not RecordKind.BATCH:
            return [name] if name else []
        try:
            taken = self._record(proven).taken_out
        except NotFound:
            taken = None
        return [name] if taken is None else [name, RecordName(RecordKind.DEPOSIT, taken)]

    def _changes(self, proven: Proven) -> tuple[Change, ...] | None:
        section = proven.bundle.state or proven.bundle.statement
        head = self.services.index.head()
        unread = head is None or section is None or section.block.number > head.number
        if unread or section is None or _name(proven) is None:
            return None
        try:
            return self._compared(proven, section)
        except NotFound:
            return None

    def _compared(self, proven: Proven, section: Section) -> tuple[Change, ...]:
        subject, block = proven.bundle.subject, section.block.number
        now: Mapping[str, tuple[str, Recorded | None]] = {}
        match _name(proven):
            case RecordName(RecordKind.ASSET):
                now = self._balance(subject, block)
            case RecordName(RecordKind.BATCH):
                now = self._batched(proven, block)
            case RecordName(RecordKind.NOTIFICATION, number):
                now = self._notification(number, block)
            case RecordName(RecordKind.DEPOSIT, number):
                now = self._deposit(DepositId(number), block)
        before = named(_DEPOSITED | dict(section.says))
        return tuple(
            Change(field, before[field], word, place)
            for field, (word, place) in now.items()
            if before[field] != word
        )

    def _deposit(self, number: DepositId, block: int) -> dict[str, tuple[str, Recorded | None]]:
        deposit = self.services.depository.deposit(number)
        passed = self.services.depository.lives.passed_after(number, block)
        return {
            "possessor": (str(deposit.possessor), passed),
            "status": (deposit.status.value, _decided(deposit, block)),
        }

    def _batched(self, proven: Proven, block: int) -> dict[str, tuple[str, Recorded | None]]:
        """A record stands as its batch does, or as the deposit as which it goes on."""
        record = self._record(proven)
        if record.taken_out is None:
            batch = self.services.batches.store.batch(record.batch)
            return {
                "possessor": (str(batch.possessor), None),
                "status": (batch.status.value, _decided(batch, block)),
            }
        now = self._deposit(record.taken_out, block)
        recorded = self.services.depository.deposit(record.taken_out).recorded
        if recorded.block.number > block:
            now["taken_out"] = (str(record.taken_out), recorded)
        return now

    def _record(self, proven: Proven) -> BatchRecord:
        subject = proven.bundle.subject
        batch, index = BatchId(int(subject["batch"])), int(subject["index"])
        return self.services.batches.store.record(batch, index)

    def _notification(self, number: int, block: int) -> dict[str, tuple[str, Recorded | None]]:
        found = self.services.mining.notification(NotificationId(number))
        later = [each.recorded for each in found.versions if each.recorded.block.number > block]
        return {
            "miner": (str(found.miner), None),
            "form": ("0x" + found.digest.hex(), next(iter(later), None)),
        }

    def _balance(
        self, subject: Mapping[str, str], number: int
    ) -> dict[str, tuple[str, Recorded | None]]:
        account, asset = checksummed(subject["account"]), ClassId(int(subject["class"]))
        since = self.services.index.block(number).ref
        assets = self.services.assets
        moved = assets.book.movements(Wanted(asset, account, since), 1, None, oldest_first=True)
        place = next((Recorded(each.block, each.transaction) for each in moved.items), None)
        return {"balance": (str(assets.holding(asset, account).amount), place)}


def _decided(of: Deposit | Batch, block: int) -> Recorded | None:
    """Where its status first changed after a block."""
    decided = of.decision.recorded if of.decision else None
    if decided is None or decided.block.number <= block:
        return of.annulment.recorded if of.annulment else None
    return decided


def _name(proven: Proven) -> RecordName | None:
    """The record that a bundle is about, if it is one of a register with numbers."""
    kind, key = _ABOUT.get(proven.bundle.kind_name, (None, ""))
    return None if kind is None else RecordName(kind, int(proven.bundle.subject[key]))
