"""`qoima asset`: what the authorised body does about digital assets, each on a legal basis."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command
from cli.commands.options import Basis, Key
from cli.session import Session

__all__ = ["add"]

_Class = Annotated[int, typer.Argument(min=1, help="Number of the class.")]
_ClassOrAll = Annotated[int, typer.Argument(min=0, help="Number of the class; 0 for all.")]
_Issuer = Annotated[int, typer.Argument(min=1, help="Number of the issuer.")]
_Amount = Annotated[str, typer.Argument(help="Whole number of tokens.")]
_Holder = Annotated[str, typer.Argument(help="Address of the holder.")]


def add(assets: typer.Typer) -> None:
    """Put the commands under `asset`."""
    _add_systems(assets)
    _add_exemptions(assets)
    _add_pauses(assets)
    _add_force(assets)


def _add_systems(assets: typer.Typer) -> None:
    @command(assets, "attest-system")
    def attest_system(
        session: Session,
        issuer: _Issuer,
        system: Annotated[str, typer.Option(help="Description: a file, or its SHA-256.")],
        basis: Basis,
        key: Key,
    ) -> None:
        """Attest that an issuer's system meets the requirements (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import attest_system

        digests = document_digest(system), document_digest(basis)
        with session.agent(key) as agent:
            session.show(attest_system(agent, issuer, *digests).as_json())

    @command(assets, "revoke-system")
    def revoke_system(session: Session, issuer: _Issuer, basis: Basis, key: Key) -> None:
        """Revoke that attestation: nothing of the issuer is issued or moved (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import revoke_system

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(revoke_system(agent, issuer, digest).as_json())


def _add_exemptions(assets: typer.Typer) -> None:
    @command(assets, "exempt")
    def exempt(session: Session, number: _Class, basis: Basis, key: Key) -> None:
        """Let an unbacked class be issued and moved (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import exempt

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(exempt(agent, number, digest, exempt=True).as_json())

    @command(assets, "revoke-exemption")
    def revoke_exemption(session: Session, number: _Class, basis: Basis, key: Key) -> None:
        """Let an unbacked class be issued and moved no longer (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import exempt

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(exempt(agent, number, digest, exempt=False).as_json())


def _add_pauses(assets: typer.Typer) -> None:
    @command(assets, "pause")
    def pause(session: Session, number: _ClassOrAll, basis: Basis, key: Key) -> None:
        """Stop issue, transfer and redemption of a class, or of all (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import pause

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(pause(agent, number, digest, paused=True).as_json())

    @command(assets, "resume")
    def resume(session: Session, number: _ClassOrAll, basis: Basis, key: Key) -> None:
        """Lift a pause (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import pause

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(pause(agent, number, digest, paused=False).as_json())


def _add_force(assets: typer.Typer) -> None:
    @command(assets, "freeze")
    def freeze(
        session: Session,
        number: _Class,
        holder: _Holder,
        amount: Annotated[str, typer.Argument(help="How many are frozen from now on; 0 for none.")],
        basis: Basis,
        key: Key,
    ) -> None:
        """Freeze a holder's tokens in place of what was frozen before (authority)."""
        from cli.commands.values import whole_or_none
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import freeze

        tokens, digest = whole_or_none(amount), document_digest(basis)
        with session.agent(key) as agent:
            session.show(freeze(agent, number, holder, tokens, digest).as_json())

    @command(assets, "force")
    def force(
        session: Session,
        number: _Class,
        holder: _Holder,
        to: Annotated[str, typer.Argument(help="Address of the receiver.")],
        amount: _Amount,
        basis: Basis,
        key: Key,
    ) -> None:
        """Move tokens whether the holder wills or not (authority)."""
        from cli.commands.values import whole
        from qoima.client.digests import document_digest
        from qoima.client.enforcement import force

        tokens, digest = whole(amount), document_digest(basis)
        with session.agent(key) as agent:
            session.show(force(agent, number, (holder, to), tokens, digest).as_json())
