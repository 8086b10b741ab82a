"""The answer of the validation query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.problems import describe
from api.schemas.batches import RecordMatchOut, record_match_out
from api.schemas.chain import TransactionState, state_out
from api.schemas.deposits import DepositOut, deposit_out
from api.schemas.fixity import DepositCheckOut, deposit_check_out
from api.schemas.records import Place, place
from api.schemas.types import Moment, Response, Texts, moment
from api.validation.model import Outcome
from api.validation.records import ADDRESSES
from api.validation.subjects import RecordKind
from depository.words import named

if TYPE_CHECKING:
    from api.languages import Messages
    from api.validation.model import Change, Finding, Party, Proof, Seal, Tenancy, Validation
    from ledger.proofs.model import Proven, Section

__all__ = ["VerdictOut", "verdict_out"]


class PartyOut(Response):
    """An account and whose it is: a participant's number, its name where that is public."""

    account: str
    participant: int | None
    name: Texts | None


class SealOut(Response):
    """Who sealed a block, recovered from its seal, and the witnesses whose signatures hold.

    `witnesses` is null where the node keeps no statements of witnesses or does not answer now.
    """

    sealer: PartyOut | None
    witnesses: tuple[PartyOut, ...] | None


class TenancyOut(Response):
    """Whose a record is, and where that was recorded."""

    party: PartyOut
    since: Place


class MatchOut(Response):
    """A record that answers: what it is, by whom, when, sealed by whom, whose it is now.

    `record` and `proof` are addresses. `fixity` is the last check of a deposit's blocks, null
    before any. Of a deposit `is_package` and `path` tell how it holds what was asked for: `path` is
    null for a whole package and for limited access.
    """

    kind: RecordKind
    number: int
    record: str
    title: Texts | None
    status: str
    by: PartyOut | None
    recorded: Place
    sealed: SealOut
    possessor: TenancyOut | None
    fixity: DepositCheckOut | None
    proof: str | None
    deposit: DepositOut | None
    is_package: bool | None
    path: str | None


class ActOut(Response):
    """A transaction that was asked for; `sealed` is null until it is in the index."""

    state: TransactionState
    sender: PartyOut | None
    sealed: SealOut | None


class SectionOut(Response):
    """What a bundle proves of a block; numbers of kinds, access, origin and status by name."""

    block: int
    time: Moment
    says: dict[str, str]


class ChangeOut(Response):
    """What was proven and is another way now, and where it first changed after the proven block."""

    field: str
    then: str
    now: str
    recorded: Place | None


class ProofOut(Response):
    """A bundle's verdict. `code`, `check` and `refusal` tell why it does not hold.

    `record` is what the list of a batch says of the record. `changes` tells how it stands at
    `as_of`, null while the index has not come to the proven block. `checks` are those that were
    made, by their numbers in the description of proofs.
    """

    holds: bool
    code: str | None
    check: int | None
    refusal: str | None
    kind: str | None
    subject: dict[str, str] | None
    checks: tuple[int, ...]
    statement: SectionOut | None
    state: SectionOut | None
    content: dict[str, str] | None
    record: dict[str, str] | None
    changes: tuple[ChangeOut, ...] | None


class VerdictOut(Response):
    """Whether what was asked for is on record, what it is, and what is known of it.

    `outcome` is the answer in a word, `answer` and `detail` say it in the caller's language. Of
    `total` records the first hundred stand in `matches`: accepted deposits first, then those under
    review, then those that stand no more; of a transaction the records that it names. `records`
    are those of batches that hold the content, the first hundred of `records_total`, in the same
    order; one that was taken out is a deposit. `accepted` tells whether an accepted deposit or
    record is among them.
    """

    subject: str
    known: bool
    accepted: bool
    outcome: Outcome
    answer: str
    detail: str
    matches: tuple[MatchOut, ...]
    total: int
    records: tuple[RecordMatchOut, ...]
    records_total: int
    transaction: ActOut | None
    proof: ProofOut | None


def verdict_out(found: Validation, messages: Messages) -> VerdictOut:
    """A validation as it is answered."""
    outcome = found.outcome
    return VerdictOut(
        subject=found.subject,
        known=found.known,
        accepted=found.accepted,
        outcome=outcome,
        answer=messages(f"page-verify-{outcome}"),
        detail=messages(f"page-verify-{outcome}-words"),
        matches=tuple(_match_out(each) for each in found.findings),
        total=found.total,
        records=tuple(map(record_match_out, found.records)),
        records_total=found.records_total,
        transaction=_act_out(found, messages),
        proof=None if found.proof is None else _proof_out(found.proof, messages),
    )


def _party_out(party: Party) -> PartyOut:
    return PartyOut(
        account=party.account,
        participant=party.participant,
        name=None if party.name is None else Texts(**party.name.as_json()),
    )


def _seal_out(seal: Seal) -> SealOut:
    witnesses = seal.witnesses
    return SealOut(
        sealer=None if seal.sealer is None else _party_out(seal.sealer),
        witnesses=None if witnesses is None else tuple(map(_party_out, witnesses)),
    )


def _tenancy_out(tenancy: Tenancy) -> TenancyOut:
    return TenancyOut(party=_party_out(tenancy.party), since=place(tenancy.since))


def _match_out(found: Finding) -> MatchOut:
    match = found.match
    return MatchOut(
        kind=found.name.kind,
        number=found.name.number,
        record=f"{ADDRESSES[found.name.kind]}/{found.name.number}",
        title=None if found.title is None else Texts(**found.title.as_json()),
        status=found.status,
        by=None if found.by is None else _party_out(found.by),
        recorded=place(found.recorded),
        sealed=_seal_out(found.seal),
        possessor=None if found.possessor is None else _tenancy_out(found.possessor),
        fixity=None if found.check is None else deposit_check_out(found.check),
        proof=found.proof,
        deposit=None if match is None else deposit_out(match.deposit),
        is_package=None if match is None else match.is_package,
        path=None if match is None else match.path,
    )


def _act_out(found: Validation, messages: Messages) -> ActOut | None:
    if found.transaction is None:
        return None
    return ActOut(
        state=state_out(found.transaction, messages),
        sender=None if found.sender is None else _party_out(found.sender),
        sealed=None if found.seal is None else _seal_out(found.seal),
    )


def _proof_out(proof: Proof, messages: Messages) -> ProofOut:
    proven, refusal = proof.proven, proof.refusal
    bundle = None if proven is None else proven.bundle
    problem = None if refusal is None else describe(refusal, messages)
    check = None if refusal is None else refusal.facts.get("check")
    return ProofOut(
        holds=proven is not None,
        code=None if problem is None else problem.code,
        check=None if check is None else int(str(check)),
        refusal=None if problem is None else problem.detail,
        kind=None if bundle is None else bundle.kind_name,
        subject=None if bundle is None else dict(bundle.subject),
        checks=() if proven is None else tuple(int(each) for each in proven.checks),
        statement=None if bundle is None else _section_out(bundle.statement),
        state=None if bundle is None else _section_out(bundle.state),
        content=None if proven is None else _content_out(proven),
        record=None if bundle is None or bundle.record is None else named(bundle.record.says),
        changes=None if proof.changes is None else tuple(map(_change_out, proof.changes)),
    )


def _section_out(section: Section | None) -> SectionOut | None:
    if section is None:
        return None
    block = section.block
    return SectionOut(block=block.number, time=moment(block.time), says=named(section.says))


def _content_out(proven: Proven) -> dict[str, str] | None:
    content = proven.bundle.content
    if content is None:
        return None
    given = {
        "cid": content.cid,
        "path": content.path,
        "file": content.file,
        "sha256": content.sha256,
    }
    return {name: value for name, value in given.items() if value is not None}


def _change_out(change: Change) -> ChangeOut:
    where = change.recorded
    return ChangeOut(
        field=change.field,
        then=change.then,
        now=change.now,
        recorded=None if where is None else place(where),
    )
