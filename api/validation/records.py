"""Records by their numbers, each as a finding that still lacks who sealed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.validation.model import Finding, Seal, Tenancy
from api.validation.subjects import RecordKind, RecordName
from depository.model import Match
from ledger.errors import NotFound
from ledger.types import (
    BatchId,
    ClassId,
    DepositId,
    MinedAssetId,
    NotificationId,
    ParticipantId,
    RedemptionId,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from api.services import Services
    from api.validation.evidence import Evidence
    from ledger.chain.model import Event
    from ledger.participants.model import Participant

__all__ = ["ADDRESSES", "Records", "names_in"]

ADDRESSES: Final = {
    RecordKind.DEPOSIT: "/v1/deposits",
    RecordKind.BATCH: "/v1/deposit-batches",
    RecordKind.NOTIFICATION: "/v1/notifications",
    RecordKind.ASSET: "/v1/assets",
    RecordKind.MINED: "/v1/mined-assets",
    RecordKind.REDEMPTION: "/v1/redemptions",
    RecordKind.PARTICIPANT: "/v1/participants",
}
"""Where the HTTP interface has the records of each register."""

_NAMED_BY: Final = {
    ("depository", "number"): RecordKind.DEPOSIT,
    ("depository", "batch"): RecordKind.BATCH,
    ("mining_registry", "number"): RecordKind.NOTIFICATION,
    ("mining_registry", "id"): RecordKind.MINED,
    ("asset_classes", "id"): RecordKind.ASSET,
    ("digital_assets", "id"): RecordKind.ASSET,
    ("digital_assets", "tokenId"): RecordKind.ASSET,
    ("digital_assets", "_id"): RecordKind.ASSET,
    ("digital_assets", "_ids"): RecordKind.ASSET,
    ("digital_assets", "number"): RecordKind.REDEMPTION,
    ("participants", "number"): RecordKind.PARTICIPANT,
}
"""Which argument of a contract's events names a record of which register."""

_UNSEALED: Final = Seal(None, None)


def names_in(events: Iterable[Event]) -> tuple[RecordName, ...]:
    """The records that events name, in their order, each once."""
    found: dict[RecordName, None] = {}
    for event in events:
        for argument, value in event.args.items():
            kind = _NAMED_BY.get((event.contract, argument))
            numbers = value if isinstance(value, list | tuple) else [value]
            found |= {RecordName(kind, each): None for each in numbers if kind and each}
    return tuple(found)


@dataclass(frozen=True)
class Records:
    """Reads the registers."""

    services: Services
    evidence: Evidence

    def deposits(self, matches: Sequence[Match]) -> list[Finding]:
        """Deposits, with who deposited them and whose they are."""
        depository, checks = self.services.depository, self.services.checks
        tenants = depository.lives.tenants({match.deposit.number for match in matches})
        found = []
        for match in matches:
            deposit = match.deposit
            first, last = tenants[deposit.number]
            found.append(
                Finding(
                    name=RecordName(RecordKind.DEPOSIT, deposit.number),
                    title=deposit.title,
                    status=deposit.status.value,
                    by=self.evidence.numbered(first.possessor, first.account),
                    recorded=deposit.recorded,
                    seal=_UNSEALED,
                    possessor=Tenancy(
                        self.evidence.numbered(last.possessor, last.account), last.recorded
                    ),
                    check=checks.check(deposit.number),
                    proof=f"/v1/deposits/{deposit.number}/proof",
                    match=match,
                )
            )
        return found

    def find(self, names: Iterable[RecordName]) -> list[Finding]:
        """The records of these names that there are."""
        found = []
        for name in names:
            try:
                found.append(self._find(name))
            except NotFound:
                continue
        return found

    def _find(self, name: RecordName) -> Finding:
        readers: dict[RecordKind, Callable[[RecordName], Finding]] = {
            RecordKind.DEPOSIT: self._deposit,
            RecordKind.BATCH: self._batch,
            RecordKind.NOTIFICATION: self._notification,
            RecordKind.ASSET: self._asset,
            RecordKind.MINED: self._mined,
            RecordKind.REDEMPTION: self._redemption,
            RecordKind.PARTICIPANT: self._participant,
        }
        return readers[name.kind](name)

    def _deposit(self, name: RecordName) -> Finding:
        deposit = self.services.depository.deposit(DepositId(name.number))
        return self.deposits([Match(deposit, is_package=True, path=None)])[0]

    def _batch(self, name: RecordName) -> Finding:
        found = self.services.batches.store.batch(BatchId(name.number))
        whose = self.evidence.numbered(found.possessor, found.account)
        return Finding(
            name=name,
            title=None,
            status=found.status.value,
            by=whose,
            recorded=found.recorded,
            seal=_UNSEALED,
            possessor=Tenancy(whose, found.recorded),
        )

    def _notification(self, name: RecordName) -> Finding:
        found = self.services.mining.notification(NotificationId(name.number))
        return Finding(
            name=name,
            title=found.name,
            status=found.status.value,
            by=self.evidence.numbered(found.miner, found.versions[0].account),
            recorded=found.submitted,
            seal=_UNSEALED,
            proof=f"/v1/notifications/{name.number}/proof",
        )

    def _asset(self, name: RecordName) -> Finding:
        found = self.services.assets.asset(ClassId(name.number))
        return Finding(
            name=name,
            title=None,
            status="paused" if found.paused else "active",
            by=self.evidence.numbered(found.issuer, found.issuer_account),
            recorded=found.registered,
            seal=_UNSEALED,
        )

    def _mined(self, name: RecordName) -> Finding:
        found = self.services.mining.mined.asset(MinedAssetId(name.number))
        first, last = found.ownerships[0], found.ownerships[-1]
        holder = self.evidence.numbered(last.owner, last.account)
        offered = "owned" if found.offered_to is None else "offered"
        return Finding(
            name=name,
            title=None,
            status=offered if found.retracted is None else "retracted",
            by=self.evidence.numbered(first.owner, first.account),
            recorded=found.declared,
            seal=_UNSEALED,
            possessor=None if found.owner is None else Tenancy(holder, last.recorded),
        )

    def _redemption(self, name: RecordName) -> Finding:
        found = self.services.assets.redemption(RedemptionId(name.number))
        return Finding(
            name=name,
            title=None,
            status=found.status.value,
            by=self.evidence.numbered(found.holder, found.account),
            recorded=found.requested,
            seal=_UNSEALED,
        )

    def _participant(self, name: RecordName) -> Finding:
        found: Participant = self.services.participants.participant(ParticipantId(name.number))
        return Finding(
            name=name,
            title=found.name,
            status=found.status.value,
            by=None,
            recorded=found.admitted_at,
            seal=_UNSEALED,
        )
