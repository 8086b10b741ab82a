"""`qoima mining`: quarterly reports and mined assets (A-8, A-9)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command
from cli.commands.options import DEFAULT_LIMIT, After, At, Basis, Block, Key, Limit
from cli.session import Session

__all__ = ["add_assets", "add_reports"]

_Notification = Annotated[int, typer.Argument(min=1, help="Number of the notification.")]
_Mined = Annotated[int, typer.Argument(min=1, help="Number of the mined asset.")]
_Asset = Annotated[str, typer.Argument(help="Chain and asset by CAIP-19.")]


def add_reports(mining: typer.Typer) -> None:
    """Put the commands about quarterly reports under `qoima mining`."""

    @command(mining, "report")
    def report(
        session: Session,
        number: _Notification,
        form: Annotated[Path, typer.Argument(help="The report; see `qoima mining form --report`.")],
        key: Key,
    ) -> None:
        """Report on a quarter, or correct the report (miner)."""
        from cli.forms import read_form
        from qoima.client.mining import report

        filled = read_form(form)
        with session.agent(key) as agent:
            session.show(report(agent, number, filled).as_json())


def add_assets(mining: typer.Typer) -> None:
    """Put the commands about mined assets under `qoima mining`."""
    _add_declaring(mining)
    _add_passing(mining)
    _add_exempting(mining)
    _add_reading(mining)


def _add_declaring(mining: typer.Typer) -> None:
    @command(mining, "declare")
    def declare(
        session: Session,
        number: _Notification,
        asset: Annotated[str, typer.Option(help="Chain and asset by CAIP-19.")],
        amount: Annotated[str, typer.Option(help="How much, in the asset's smallest unit.")],
        mined_from: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")],
        mined_until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD.")],
        evidence: Annotated[str, typer.Option(help="What shows it: a file, or its SHA-256.")],
        key: Key,
    ) -> None:
        """Declare what was mined under one's own notification (miner)."""
        from cli.commands.values import day, whole
        from qoima.client.digests import document_digest
        from qoima.client.mining import Mined, declare

        days = day(mined_from), day(mined_until)
        mined = Mined(asset, whole(amount), *days, document_digest(evidence))
        with session.agent(key) as agent:
            session.show(declare(agent, number, mined).as_json())

    @command(mining, "retract")
    def retract(session: Session, number: _Mined, key: Key) -> None:
        """Retract a declaration made in error (miner)."""
        from qoima.client.mining import retract_mined

        with session.agent(key) as agent:
            session.show(retract_mined(agent, number).as_json())


def _add_passing(mining: typer.Typer) -> None:
    @command(mining, "offer")
    def offer(
        session: Session,
        number: _Mined,
        to: Annotated[int, typer.Argument(min=1, help="Number of the participant.")],
        key: Key,
    ) -> None:
        """Offer a mined asset, whole, to a participant (owner)."""
        from qoima.client.mining import offer_mined

        with session.agent(key) as agent:
            session.show(offer_mined(agent, number, to).as_json())

    @command(mining, "withdraw")
    def withdraw(session: Session, number: _Mined, key: Key) -> None:
        """Withdraw an offer that is not accepted yet (owner)."""
        from qoima.client.mining import withdraw_offer

        with session.agent(key) as agent:
            session.show(withdraw_offer(agent, number).as_json())

    @command(mining, "accept")
    def accept(session: Session, number: _Mined, key: Key) -> None:
        """Accept a mined asset that is offered to one."""
        from qoima.client.mining import accept_mined

        with session.agent(key) as agent:
            session.show(accept_mined(agent, number).as_json())


def _add_exempting(mining: typer.Typer) -> None:
    @command(mining, "exempt")
    def exempt(
        session: Session,
        asset: _Asset,
        until: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")],
        basis: Basis,
        key: Key,
    ) -> None:
        """Let an unbacked asset pass from owner to owner (authority)."""
        from cli.commands.values import day
        from qoima.client.digests import document_digest
        from qoima.client.mining import exempt

        last, digest = day(until), document_digest(basis)
        with session.agent(key) as agent:
            session.show(exempt(agent, asset, last, digest).as_json())

    @command(mining, "end-exemption")
    def end_exemption(session: Session, asset: _Asset, basis: Basis, key: Key) -> None:
        """End an asset's exemption at once (authority)."""
        from qoima.client.digests import document_digest
        from qoima.client.mining import end_exemption

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(end_exemption(agent, asset, digest).as_json())


def _add_reading(mining: typer.Typer) -> None:
    @command(mining, "asset")
    def asset(session: Session, number: _Mined) -> None:
        """Show a mined asset, its owner and those it had."""
        with session.client() as client:
            session.show(client.get(f"/v1/mined-assets/{number}"))

    @command(mining, "owner")
    def owner(session: Session, number: _Mined, block: Block = None, at: At = None) -> None:
        """Show whose a mined asset is, or was."""
        with session.client() as client:
            session.show(client.get(f"/v1/mined-assets/{number}/owner", block=block, at=at))

    @command(mining, "assets")
    def assets(
        session: Session,
        notification: Annotated[
            int | None, typer.Option(min=1, help="Only under this one.")
        ] = None,
        owner: Annotated[int | None, typer.Option(min=1, help="Only this participant's.")] = None,
        limit: Limit = DEFAULT_LIMIT,
        after: After = None,
    ) -> None:
        """List mined assets."""
        asked = {"notification": notification, "owner": owner, "limit": limit, "after": after}
        with session.client() as client:
            session.show(client.get("/v1/mined-assets", **asked))
