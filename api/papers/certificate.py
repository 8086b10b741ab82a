"""The certificate of a deposit: what the chain records of it, for a person to keep and to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.formats import moment_text
from api.papers.paper import Paper
from depository.model import Status
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.languages import Messages
    from depository.model import Deposit
    from ledger.deployment import Deployment
    from ledger.participants.model import Participant
    from ledger.records import BlockRef, Recorded

__all__ = ["Subject", "certificate"]


@dataclass(frozen=True)
class Subject:
    """What is certified: a deposit and its possessor, on which chain, as of which block.

    `address` is that of the public page where the record can be checked.
    """

    deposit: Deposit
    possessor: Participant
    deployment: Deployment
    head: BlockRef
    address: str


def certificate(subject: Subject, messages: Messages) -> bytes:
    """Write the certificate as PDF; the same bytes for the same record, block and language.

    Raises Rejected("certificate.not-accepted", number=…) for what is not accepted for storage.
    """
    deposit, head = subject.deposit, subject.head
    if deposit.status is not Status.ACCEPTED:
        raise Rejected("certificate.not-accepted", number=deposit.number)
    number = messages("page-deposit-title", number=str(deposit.number))
    paper = Paper(f"{messages('paper-certificate')} · {number}", messages.language, head.timestamp)
    paper.head(messages("paper-depository"), messages("paper-certificate"), number)
    paper.facts(_of_the_work(subject, messages))
    paper.facts(_of_the_record(subject, messages))
    paper.code(subject.address, messages("paper-check"))
    time = moment_text(head.timestamp, messages.language)
    paper.words(messages("paper-as-of", block=str(head.number), time=time))
    if deposit.successor is not None:
        paper.words(messages("paper-superseded", number=str(deposit.successor)))
    if deposit.rivals:
        paper.words(messages("page-deposit-claimed-words"))
    paper.words(messages("page-title-rule"))
    return paper.bytes()


def _of_the_work(subject: Subject, messages: Messages) -> Iterator[tuple[str, str]]:
    deposit = subject.deposit
    if deposit.described is not None:
        title = deposit.described.title.in_language(messages.language)
        yield messages("page-deposit-name"), title
        yield messages("page-deposit-version"), deposit.described.version
        yield messages("page-deposit-license"), deposit.described.license
        if deposit.described.authors:
            yield messages("page-deposit-authors"), ", ".join(deposit.described.authors)
    yield messages("page-deposit-kind"), messages(f"page-deposit-kind-{deposit.kind.value}")
    yield messages("paper-access"), messages(f"page-deposit-access-{deposit.access.value}")
    yield messages("page-deposit-possessor"), _named(subject, messages)


def _of_the_record(subject: Subject, messages: Messages) -> Iterator[tuple[str, str]]:
    deposit, deployment = subject.deposit, subject.deployment
    yield messages("page-deposit-recorded"), _recorded(deposit.recorded, messages)
    if deposit.decision is not None:
        yield messages("page-deposit-accepted"), _recorded(deposit.decision.recorded, messages)
    yield messages("page-deposit-size"), messages("paper-bytes", size=deposit.size)
    yield messages("page-deposit-cid"), str(deposit.cid)
    yield messages("page-deposit-root"), "0x" + deposit.root.hex()
    if deposit.described is not None:
        yield messages("page-deposit-swhid"), deposit.described.swhid
    yield messages("page-deposit-level"), str(deposit.level)
    yield messages("page-evidence"), deposit.recorded.transaction
    yield messages("paper-contract"), str(deployment.contracts["depository"].address)
    chain = {"chain": str(deployment.chain_id), "genesis": str(deployment.genesis_hash)}
    yield messages("paper-chain"), messages("paper-chain-value", **chain)


def _recorded(recorded: Recorded, messages: Messages) -> str:
    time = moment_text(recorded.block.timestamp, messages.language)
    return messages("paper-recorded", time=time, block=str(recorded.block.number))


def _named(subject: Subject, messages: Messages) -> str:
    """The possessor by name and number; where no name is public (P-4), by number."""
    possessor = subject.possessor
    number = messages("page-participant-title", number=str(possessor.number))
    name = possessor.name.in_language(messages.language) if possessor.name else ""
    return f"{name} · {number}" if name else number
