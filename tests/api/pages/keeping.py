"""What happens to deposits after they were made: rivals, an annulment, a sale, levels, copies."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from depository.fixity.events import DAMAGED, MISSING, Events
from depository.fixity.model import Concerned
from depository.history import Findings, Purpose
from depository.metadata import Metadata, Origin, PackageKind, Provenance
from ledger.journal.model import ACCESS, FIXITY
from ledger.localized import Localized
from ledger.types import BatchId, DepositId, Digest, ParticipantId, Timestamp

if TYPE_CHECKING:
    from tests.api.pages.populated import Populated

__all__ = ["CONTESTED", "SOLD", "STOLEN", "keep"]

STOLEN, SOLD, CONTESTED = DepositId(6), DepositId(7), DepositId(8)
"""One content deposited by a thief and by its possessor, who sells it; and a third claim to it."""

_CONCLUSION = b"The expert conclusion of the authorised body.\n"


def _digest(text: str) -> Digest:
    return Digest(hashlib.sha256(text.encode()).digest())


def keep(world: Populated) -> None:
    """Let one content be claimed thrice, decided, verified, copied, sold; verify everything."""
    for who in ("hostile", "depositor"):
        _claim(world, who)
    acts, operator = world.services.depository.acts, world.address("operator")
    world.act("operator", acts.draft_acceptance(operator, STOLEN))
    authority, basis = world.address("authority"), _digest("a judgment")
    world.act("authority", acts.draft_annulment(authority, STOLEN, basis), "annulment")
    world.act("operator", acts.draft_acceptance(operator, SOLD))
    _claim(world, "issuer")
    _levels(world)
    _copies(world)
    _sale(world)
    _batch(world)
    _log(world)
    now = Timestamp(world.services.chain.head().timestamp)
    found = Findings(31, 1, _digest("report"), now)
    world.act("authority", acts.draft_verification(authority, found, basis), "verification")


def _log(world: Populated) -> None:
    """Open both logs and a third, read and check what is kept, record heads between."""
    services, operator = world.services, world.address("operator")
    journal = services.journal
    for name in (ACCESS, FIXITY, "third"):
        world.act("operator", journal.draft_opening(operator, name, _digest(name)))
    for number in range(1, 4):
        services.accesses.note(f"reading {number}")
    events = Events("0" * 16, "2026-03-01T12:00:00Z")
    lost = [_digest(f"block {number}") for number in range(2)]
    log = journal.log(FIXITY)
    log.append(
        events.found(lost[0], DAMAGED, Concerned([SOLD, CONTESTED], ["1/1", "1/-1"])),
        events.aside(lost[0]),
        events.recovered(lost[0]),
        events.found(lost[1], MISSING, Concerned()),
    )
    for name in (ACCESS, FIXITY):
        size = journal.log(name).size()
        world.act("operator", journal.draft_head(operator, name, size), "head")
    log.append(events.ended(1, {"checked": 12_345, "bytes": 9, "damaged": 1, "missing": 1}))


def _claim(world: Populated, who: str) -> None:
    source = world.world.folder / "claimed"
    source.mkdir(exist_ok=True)
    (source / "concept.txt").write_bytes(b"Cadastre of wells\n")
    (source / "conclusion.txt").write_bytes(_CONCLUSION)
    metadata = Metadata(
        titles=Localized(kk="Құдықтар кадастры", ru="Кадастр колодцев", en="Cadastre of wells"),
        version="1",
        license="Apache-2.0",
        kind=PackageKind.CONCEPT,
    )
    conclusion = Digest(hashlib.sha256(_CONCLUSION).digest())
    draft = world.services.depository.draft(
        world.address(who),
        source,
        None,
        metadata,
        provenance=Provenance(Origin.BUDGET, conclusion),
    )
    world.act(who, draft.transaction)


def _batch(world: Populated) -> None:
    """Three records, of which one is taken out."""
    who, batches = world.address("depositor"), world.services.batches
    drafts = []
    for number in range(3):
        source = world.world.folder / f"record-{number}"
        source.mkdir()
        (source / "data.txt").write_text(f"Well {number}\n")
        metadata = Metadata(
            titles=Localized(kk=f"{number}-құдық", ru=f"Колодец {number}", en=f"Well {number}"),
            version="1",
            license="Apache-2.0",
            kind=PackageKind.PROGRAM_CODE,
        )
        drafts.append(world.services.depository.draft(who, source, None, metadata).id)
    world.act("depositor", batches.draft(who, drafts).transaction, "batch")
    world.act("operator", batches.acts.draft_acceptance(world.address("operator"), BatchId(1)))
    world.act("depositor", batches.acts.draft_taking_out(who, BatchId(1), 2), "taking-out")


def _levels(world: Populated) -> None:
    acts, operator = world.services.depository.acts, world.address("operator")
    for level in (1, 2):
        attested = acts.draft_attestation(operator, SOLD, level, _digest("evidence"))
        world.act("operator", attested, "attestation-of-level")
    withdrawn = acts.draft_level_withdrawal(operator, SOLD, 2, _digest("mistaken"))
    world.act("operator", withdrawn)


def _copies(world: Populated) -> None:
    acts, who = world.services.depository.acts, world.address("depositor")
    operator = world.address("operator")
    for index, purpose in enumerate(Purpose):
        applied = acts.draft_copy_application(who, SOLD, purpose, _digest("application"))
        world.act("depositor", applied)
        if index == 0:
            issued = acts.draft_copy_issue(operator, SOLD, index, _digest("copy"))
            world.act("operator", issued, "copy")


def _sale(world: Populated) -> None:
    """From the depositor to the holder, who offers it to the attestor: that offer stays open."""
    acts, agreement = world.services.depository.acts, _digest("agreement")
    seller, buyer = world.address("depositor"), world.address("holder")
    offered = acts.draft_offer(seller, SOLD, _number(world, "holder"), agreement)
    world.act("depositor", offered)
    world.act("holder", acts.draft_offer_acceptance(buyer, SOLD, agreement), "sale")
    world.act("holder", acts.draft_offer(buyer, SOLD, _number(world, "attestor"), agreement))


def _number(world: Populated, who: str) -> ParticipantId:
    call = world.services.chain.call
    return ParticipantId(call("participants", "number_of", world.address(who)))
