"""`qoima deposit …`: what is signed about a deposit on record, and about the whole depository."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli.command import command
from cli.commands.options import At, Basis, Block, Key
from cli.session import Session

__all__ = ["add_acts"]


class Purpose(StrEnum):
    """What a copy is for (D-7)."""

    ARCHIVING = "archiving"
    REPLACEMENT = "replacement"


_Number = Annotated[int, typer.Argument(min=1, help="Number of the deposit.")]
_Level = Annotated[int, typer.Argument(min=1, max=5, help="Level of verification.")]
_Index = Annotated[int, typer.Argument(min=0, help="Serial number of the application, from 0.")]
_Agreement = Annotated[str, typer.Option(help="The agreement: a file, or its SHA-256.")]
_Reason = Annotated[str, typer.Option(help="The reasons: a file, or its SHA-256.")]


def add_acts(deposits: typer.Typer) -> None:
    """Put the commands under `deposits`."""
    _add_passing(deposits)
    _add_levels(deposits)
    _add_copies(deposits)
    _add_authority(deposits)


def _add_passing(deposits: typer.Typer) -> None:
    @command(deposits, "offer")
    def offer(
        session: Session,
        number: _Number,
        to: Annotated[int, typer.Option(min=1, help="Number of the participant.")],
        agreement: _Agreement,
        key: Key,
    ) -> None:
        """Offer the right in a deposit to another participant (possessor)."""
        from qoima.client.deposit_acts import offer
        from qoima.client.digests import document_digest

        digest = document_digest(agreement)
        with session.agent(key) as agent:
            session.show(offer(agent, number, to, digest).as_json())

    @command(deposits, "accept-offer")
    def accept_offer(session: Session, number: _Number, agreement: _Agreement, key: Key) -> None:
        """Accept the right that is offered: both sign the same agreement."""
        from qoima.client.deposit_acts import accept_offer
        from qoima.client.digests import document_digest

        digest = document_digest(agreement)
        with session.agent(key) as agent:
            session.show(accept_offer(agent, number, digest).as_json())

    @command(deposits, "refuse-offer")
    def refuse_offer(session: Session, number: _Number, key: Key) -> None:
        """Refuse the right that is offered."""
        from qoima.client.deposit_acts import refuse_offer

        with session.agent(key) as agent:
            session.show(refuse_offer(agent, number).as_json())

    @command(deposits, "withdraw-offer")
    def withdraw_offer(session: Session, number: _Number, key: Key) -> None:
        """Take back an offer that is not accepted yet (possessor)."""
        from qoima.client.deposit_acts import withdraw_offer

        with session.agent(key) as agent:
            session.show(withdraw_offer(agent, number).as_json())

    @command(deposits, "possessor")
    def possessor(session: Session, number: _Number, block: Block = None, at: At = None) -> None:
        """Show whose a deposit is, or was."""
        with session.client() as client:
            session.show(client.get(f"/v1/deposits/{number}/possessor", block=block, at=at))


def _add_levels(deposits: typer.Typer) -> None:
    @command(deposits, "attest")
    def attest(
        session: Session,
        number: _Number,
        level: _Level,
        evidence: Annotated[str, typer.Option(help="The evidence: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Attest the next level of verification (operator; the fifth: an independent attestor)."""
        from qoima.client.deposit_acts import attest_level
        from qoima.client.digests import document_digest

        digest = document_digest(evidence)
        with session.agent(key) as agent:
            session.show(attest_level(agent, number, level, digest).as_json())

    @command(deposits, "withdraw-level")
    def withdraw_level(
        session: Session,
        number: _Number,
        level: _Level,
        reason: _Reason,
        key: Key,
        basis: Annotated[
            str | None, typer.Option(help="For the authority: its decision, a file or SHA-256.")
        ] = None,
    ) -> None:
        """Withdraw a mistaken attestation and those above it (who gave it, or the authority)."""
        from qoima.client.deposit_acts import withdraw_level
        from qoima.client.digests import document_digest

        digest = document_digest(reason)
        decision = None if basis is None else document_digest(basis)
        with session.agent(key) as agent:
            session.show(withdraw_level(agent, number, level, digest, decision).as_json())


def _add_copies(deposits: typer.Typer) -> None:
    @command(deposits, "apply-copy")
    def apply_copy(
        session: Session,
        number: _Number,
        purpose: Annotated[Purpose, typer.Option(help="What the copy is for.")],
        application: Annotated[str, typer.Option(help="The application: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Apply for a copy of a deposit (possessor)."""
        from qoima.client.deposit_acts import apply_for_copy
        from qoima.client.digests import document_digest

        digest = document_digest(application)
        with session.agent(key) as agent:
            session.show(apply_for_copy(agent, number, purpose.value, digest).as_json())

    @command(deposits, "issue-copy")
    def issue_copy(
        session: Session,
        number: _Number,
        index: _Index,
        copy: Annotated[str, typer.Option(help="The copy handed out: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Record that a copy was handed out (operator)."""
        from qoima.client.deposit_acts import issue_copy
        from qoima.client.digests import document_digest

        digest = document_digest(copy)
        with session.agent(key) as agent:
            session.show(issue_copy(agent, number, index, digest).as_json())

    @command(deposits, "refuse-copy")
    def refuse_copy(
        session: Session, number: _Number, index: _Index, reason: _Reason, key: Key
    ) -> None:
        """Refuse a copy with reasons (operator)."""
        from qoima.client.deposit_acts import refuse_copy
        from qoima.client.digests import document_digest

        digest = document_digest(reason)
        with session.agent(key) as agent:
            session.show(refuse_copy(agent, number, index, digest).as_json())


def _add_authority(deposits: typer.Typer) -> None:
    @command(deposits, "annul")
    def annul(session: Session, number: _Number, basis: Basis, key: Key) -> None:
        """Annul the acceptance of a deposit (authority)."""
        from qoima.client.deposit_acts import annul
        from qoima.client.digests import document_digest

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(annul(agent, number, digest).as_json())

    @command(deposits, "record-verification")
    def record_verification(
        session: Session,
        checked: Annotated[int, typer.Option(min=0, help="Objects that were hashed again.")],
        faulty: Annotated[int, typer.Option(min=0, help="Of these, missing or different ones.")],
        report: Annotated[str, typer.Option(help="The signed report: a file, or its SHA-256.")],
        basis: Basis,
        key: Key,
        completed: Annotated[
            str | None,
            typer.Option(help="Day of completion, YYYY-MM-DD; the chain's time if left out."),
        ] = None,
    ) -> None:
        """Record a verification of the whole depository (authority, D-8)."""
        from cli.yearly import record

        session.show(record(session, key, (checked, faulty, report, completed), basis))
