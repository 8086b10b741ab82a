"""`qoima asset`: classes of tokens, their backing, who holds them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import DEFAULT_LIMIT, After, Key, Limit
from cli.session import Session

__all__ = ["Backing", "add"]


class Backing(StrEnum):
    """What a class may certify rights to (A-4)."""

    GOODS = "goods"
    SERVICES = "services"
    OTHER_PROPERTY_RIGHTS = "other-property-rights"


_Class = Annotated[int, typer.Argument(min=1, help="Number of the class.")]
_To = Annotated[str, typer.Argument(help="Address of the receiver.")]
_Amount = Annotated[str, typer.Argument(help="Whole number of tokens.")]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    assets = group("asset", "Digital assets: register, attest, issue, transfer, show.")
    _add_classes(assets)
    _add_movements(assets)
    _add_reading(assets)
    program.add_typer(assets)


def _add_classes(assets: typer.Typer) -> None:
    @command(assets, "register")
    def register(
        session: Session,
        key: Key,
        backing: Annotated[Backing, typer.Option(help="What stands behind the tokens.")],
        decision: Annotated[str, typer.Option(help="Decision on issue: a file, or its SHA-256.")],
        rights: Annotated[str, typer.Option(help="Certified rights: a file, or its SHA-256.")],
        uri: Annotated[str, typer.Option(help="Where the description is published.")] = "",
    ) -> None:
        """Register a class (issuer)."""
        from cli.client.acts import register_class
        from cli.digests import document_digest

        digests = document_digest(decision), document_digest(rights)
        with session.agent(key) as agent:
            session.show(register_class(agent, backing.value, *digests, uri).as_json())

    @command(assets, "attest")
    def attest(
        session: Session,
        number: _Class,
        amount: _Amount,
        valid_until: Annotated[str, typer.Option(help="Last day of validity, YYYY-MM-DD.")],
        evidence: Annotated[str, typer.Option(help="Evidence: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Attest the backing of a class (attestor, not the issuer)."""
        from cli.client.acts import attest
        from cli.commands.values import end_of_day, whole
        from cli.digests import document_digest

        tokens, until, digest = whole(amount), end_of_day(valid_until), document_digest(evidence)
        with session.agent(key) as agent:
            session.show(attest(agent, number, tokens, until, digest).as_json())


def _add_movements(assets: typer.Typer) -> None:
    @command(assets, "issue")
    def issue(session: Session, number: _Class, to: _To, amount: _Amount, key: Key) -> None:
        """Issue tokens up to the attested backing (issuer)."""
        from cli.client.acts import issue
        from cli.commands.values import whole

        tokens = whole(amount)
        with session.agent(key) as agent:
            session.show(issue(agent, number, to, tokens).as_json())

    @command(assets, "transfer")
    def transfer(session: Session, number: _Class, to: _To, amount: _Amount, key: Key) -> None:
        """Transfer tokens to another participant (holder)."""
        from cli.client.acts import transfer
        from cli.commands.values import whole

        tokens = whole(amount)
        with session.agent(key) as agent:
            session.show(transfer(agent, number, to, tokens).as_json())


def _add_reading(assets: typer.Typer) -> None:
    @command(assets, "list")
    def list_assets(session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None) -> None:
        """List the classes."""
        with session.client() as client:
            session.show(client.get("/v1/assets", limit=limit, after=after))

    @command(assets, "show")
    def show(session: Session, number: _Class) -> None:
        """Show a class: issuer, backing, supply."""
        with session.client() as client:
            session.show(client.get(f"/v1/assets/{number}"))

    @command(assets, "holders")
    def holders(
        session: Session, number: _Class, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """Show who holds a class."""
        with session.client() as client:
            session.show(client.get(f"/v1/assets/{number}/holders", limit=limit, after=after))

    @command(assets, "holdings")
    def holdings(
        session: Session,
        account: Annotated[str, typer.Argument(help="Address of the holder.")],
        limit: Limit = DEFAULT_LIMIT,
        after: After = None,
    ) -> None:
        """Show what an account holds."""
        with session.client() as client:
            path = f"/v1/accounts/{account}/holdings"
            session.show(client.get(path, limit=limit, after=after))
