"""`qoima asset`: classes of tokens, their backing and redemption, who holds them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli.command import command, group
from cli.commands import asset_authority
from cli.commands.options import DEFAULT_LIMIT, After, At, Block, Key, Limit
from cli.commands.proofs import add_balance_proof
from cli.session import Session

__all__ = ["Backing", "add"]


class Backing(StrEnum):
    """What a class may certify rights to (A-4); an unbacked one needs an exemption (A-3)."""

    GOODS = "goods"
    SERVICES = "services"
    OTHER_PROPERTY_RIGHTS = "other-property-rights"
    UNBACKED = "unbacked"


_Class = Annotated[int, typer.Argument(min=1, help="Number of the class.")]
_To = Annotated[str, typer.Argument(help="Address of the receiver.")]
_Amount = Annotated[str, typer.Argument(help="Whole number of tokens.")]
_Participant = Annotated[int, typer.Argument(min=1, help="Number of the participant.")]
_Holder = Annotated[str, typer.Argument(help="Address of the holder.")]
_From = Annotated[
    str | None, typer.Option("--from", help="First moment: 2026-11-01T00:00:00+05:00.")
]
_To_ = Annotated[str | None, typer.Option("--to", help="First moment after the period.")]
_Request = Annotated[int, typer.Argument(min=1, help="Number of the request.")]
_RIGHTS_HELP = (
    "A certified right: CODE=FILE, or a file; the digest instead of a file will do. "
    "Repeat it for each right."
)


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    assets = group("asset", "Digital assets: register, attest, issue, transfer, redeem, show.")
    _add_classes(assets)
    _add_access(assets)
    _add_movements(assets)
    _add_redemption(assets)
    _add_reading(assets)
    _add_lists(assets)
    add_balance_proof(assets)
    asset_authority.add(assets)
    program.add_typer(assets)


def _add_classes(assets: typer.Typer) -> None:
    @command(assets, "register")
    def register(
        session: Session,
        key: Key,
        backing: Annotated[Backing, typer.Option(help="What stands behind the tokens.")],
        decision: Annotated[str, typer.Option(help="Decision on issue: a file, or its SHA-256.")],
        rights: Annotated[list[str], typer.Option(help=_RIGHTS_HELP)],
        uri: Annotated[str, typer.Option(help="Where the description is published.")] = "",
    ) -> None:
        """Register a class (issuer)."""
        from qoima.client.assets import register_class
        from qoima.client.digests import document_digest, listed_digests

        digest, listed = document_digest(decision), listed_digests(rights)
        with session.agent(key) as agent:
            session.show(register_class(agent, backing.value, digest, listed, uri).as_json())

    @command(assets, "document")
    def document(
        session: Session,
        number: _Class,
        name: Annotated[str, typer.Argument(help="Name of the document, kept by its versions.")],
        file: Annotated[str, typer.Argument(help="The document: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Record a document of a class, or a new version of it (issuer)."""
        from qoima.client.assets import record_document
        from qoima.client.digests import document_digest

        digest = document_digest(file)
        with session.agent(key) as agent:
            session.show(record_document(agent, number, name, digest).as_json())

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
        from cli.commands.values import end_of_day, whole
        from qoima.client.assets import attest
        from qoima.client.digests import document_digest

        tokens, until, digest = whole(amount), end_of_day(valid_until), document_digest(evidence)
        with session.agent(key) as agent:
            session.show(attest(agent, number, tokens, until, digest).as_json())


def _add_access(assets: typer.Typer) -> None:
    @command(assets, "allow")
    def allow(session: Session, number: _Class, participant: _Participant, key: Key) -> None:
        """Give a participant access to a class (issuer)."""
        from qoima.client.assets import change_access

        with session.agent(key) as agent:
            session.show(change_access(agent, number, participant, granted=True).as_json())

    @command(assets, "disallow")
    def disallow(session: Session, number: _Class, participant: _Participant, key: Key) -> None:
        """Take a participant's access to a class (issuer); what it holds it keeps."""
        from qoima.client.assets import change_access

        with session.agent(key) as agent:
            session.show(change_access(agent, number, participant, granted=False).as_json())


def _add_movements(assets: typer.Typer) -> None:
    @command(assets, "issue")
    def issue(session: Session, number: _Class, to: _To, amount: _Amount, key: Key) -> None:
        """Issue tokens up to the attested backing (issuer)."""
        from cli.commands.values import whole
        from qoima.client.assets import issue

        tokens = whole(amount)
        with session.agent(key) as agent:
            session.show(issue(agent, number, to, tokens).as_json())

    @command(assets, "transfer")
    def transfer(session: Session, number: _Class, to: _To, amount: _Amount, key: Key) -> None:
        """Transfer tokens to another participant (holder)."""
        from cli.commands.values import whole
        from qoima.client.assets import transfer

        tokens = whole(amount)
        with session.agent(key) as agent:
            session.show(transfer(agent, number, to, tokens).as_json())


def _add_redemption(assets: typer.Typer) -> None:
    @command(assets, "redeem")
    def redeem(
        session: Session,
        number: _Class,
        amount: _Amount,
        demand: Annotated[str, typer.Option(help="What you demand: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Ask the issuer for what tokens certify; they are locked meanwhile (holder)."""
        from cli.commands.values import whole
        from qoima.client.assets import redeem
        from qoima.client.digests import document_digest

        tokens, digest = whole(amount), document_digest(demand)
        with session.agent(key) as agent:
            session.show(redeem(agent, number, tokens, digest).as_json())

    @command(assets, "close")
    def close(
        session: Session,
        request: _Request,
        evidence: Annotated[str, typer.Option(help="Evidence: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Close a request that is fulfilled: its tokens are burned (issuer)."""
        from qoima.client.assets import close
        from qoima.client.digests import document_digest

        digest = document_digest(evidence)
        with session.agent(key) as agent:
            session.show(close(agent, request, digest).as_json())

    @command(assets, "refuse")
    def refuse(
        session: Session,
        request: _Request,
        reason: Annotated[str, typer.Option(help="Reason: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Refuse a request with a reason: its tokens are free again (issuer)."""
        from qoima.client.assets import refuse
        from qoima.client.digests import document_digest

        digest = document_digest(reason)
        with session.agent(key) as agent:
            session.show(refuse(agent, request, digest).as_json())

    @command(assets, "withdraw")
    def withdraw(session: Session, request: _Request, key: Key) -> None:
        """Withdraw a request: its tokens are free again (holder)."""
        from qoima.client.assets import withdraw

        with session.agent(key) as agent:
            session.show(withdraw(agent, request).as_json())


def _add_reading(assets: typer.Typer) -> None:
    @command(assets, "list")
    def list_assets(session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None) -> None:
        """List the classes."""
        with session.client() as client:
            session.show(client.get("/v1/assets", limit=limit, after=after))

    @command(assets, "show")
    def show(session: Session, number: _Class) -> None:
        """Show a class: issuer, rights, backing, supply."""
        with session.client() as client:
            session.show(client.get(f"/v1/assets/{number}"))

    @command(assets, "request")
    def request(session: Session, number: _Request) -> None:
        """Show a request for redemption."""
        with session.client() as client:
            session.show(client.get(f"/v1/redemptions/{number}"))


def _add_lists(assets: typer.Typer) -> None:
    @command(assets, "holders")
    def holders(
        session: Session,
        number: _Class,
        block: Block = None,
        at: At = None,
        limit: Limit = DEFAULT_LIMIT,
        after: After = None,
    ) -> None:
        """Show who holds a class, or held it."""
        asked = {"block": block, "at": at, "limit": limit, "after": after}
        with session.client() as client:
            session.show(client.get(f"/v1/assets/{number}/holders", **asked))

    @command(assets, "holder")
    def holder(
        session: Session, number: _Class, account: _Holder, block: Block = None, at: At = None
    ) -> None:
        """Show what an account holds of a class, or held, and the rights that go with it."""
        with session.client() as client:
            path = f"/v1/assets/{number}/holders/{account}"
            session.show(client.get(path, block=block, at=at))

    @command(assets, "holdings")
    def holdings(
        session: Session,
        account: _Holder,
        block: Block = None,
        at: At = None,
        limit: Limit = DEFAULT_LIMIT,
        after: After = None,
    ) -> None:
        """Show what an account holds, or held."""
        asked = {"block": block, "at": at, "limit": limit, "after": after}
        with session.client() as client:
            session.show(client.get(f"/v1/accounts/{account}/holdings", **asked))

    @command(assets, "statement")
    def statement(
        session: Session,
        account: _Holder,
        from_: _From = None,
        to: _To_ = None,
        asset: Annotated[int | None, typer.Option(min=1, help="Only this class.")] = None,
        limit: Limit = DEFAULT_LIMIT,
        after: After = None,
    ) -> None:
        """Show what an account had, what moved, and what it had then."""
        asked = {"from": from_, "to": to, "asset": asset, "limit": limit, "after": after}
        with session.client() as client:
            session.show(client.get(f"/v1/accounts/{account}/statement", **asked))

    @command(assets, "access")
    def access(
        session: Session, number: _Class, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """Show who has access to a class besides its issuer."""
        with session.client() as client:
            session.show(client.get(f"/v1/assets/{number}/access", limit=limit, after=after))

    @command(assets, "requests")
    def requests(
        session: Session, number: _Class, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """List the requests for redemption of a class."""
        with session.client() as client:
            session.show(client.get(f"/v1/assets/{number}/redemptions", limit=limit, after=after))
