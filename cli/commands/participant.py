"""`qoima participant`: who takes part, and in which roles."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command, group
from cli.commands.options import DEFAULT_LIMIT, After, At, Basis, Block, Key, Limit
from cli.session import Session

__all__ = ["add"]

_Account = Annotated[str, typer.Argument(help="Address of the participant.")]
_Who = Annotated[str, typer.Argument(help="Address or number.")]
_Roles = Annotated[
    str,
    typer.Option(
        help="Comma-separated: authority, operator, attestor, issuer, depositor, miner; "
        "empty for one who only holds tokens."
    ),
]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    participants = group("participant", "Participants: admit, change roles, suspend, show.")
    _add_admission(participants)
    _add_changes(participants)
    _add_reading(participants)
    program.add_typer(participants)


def _add_admission(participants: typer.Typer) -> None:
    @command(participants, "admit")
    def admit(
        session: Session,
        account: _Account,
        basis: Basis,
        key: Key,
        bin_or_iin: Annotated[str, typer.Option(help="BIN of an entity, IIN of a person.")],
        name_kk: Annotated[str, typer.Option(help="Name in Kazakh.")],
        name_ru: Annotated[str, typer.Option(help="Name in Russian.")],
        name_en: Annotated[str, typer.Option(help="Name in English.")],
        roles: _Roles = "",
        individual: Annotated[
            bool, typer.Option("--individual", help="A person, not an entity.")
        ] = False,
    ) -> None:
        """Admit a participant (authority). A person's name never becomes public."""
        from cli.commands.values import role_names
        from qoima.client.acts import admit
        from qoima.client.digests import document_digest

        subject = {
            "kind": "individual" if individual else "legal",
            "names": {"kk": name_kk, "ru": name_ru, "en": name_en},
            "bin_or_iin": bin_or_iin,
        }
        names, digest = role_names(roles), document_digest(basis)
        with session.agent(key) as agent:
            session.show(admit(agent, account, names, subject, digest).as_json())

    @command(participants, "admit-bound")
    def admit_bound(
        session: Session,
        account: _Account,
        identity: Annotated[str, typer.Argument(help="Id of its binding (qoima identity).")],
        basis: Basis,
        key: Key,
        roles: _Roles = "",
    ) -> None:
        """Admit a participant as the organisation that it has shown itself to be (authority)."""
        from cli.commands.values import role_names
        from qoima.client.digests import document_digest
        from qoima.client.identities import admit_bound

        names, digest = role_names(roles), document_digest(basis)
        with session.agent(key) as agent:
            session.show(admit_bound(agent, account, names, identity, digest).as_json())


def _add_changes(participants: typer.Typer) -> None:
    @command(participants, "roles")
    def roles(session: Session, account: _Account, roles: _Roles, basis: Basis, key: Key) -> None:
        """Set the roles of a participant (authority)."""
        from cli.commands.values import role_names
        from qoima.client.acts import set_roles
        from qoima.client.digests import document_digest

        names, digest = role_names(roles), document_digest(basis)
        with session.agent(key) as agent:
            session.show(set_roles(agent, account, names, digest).as_json())

    @command(participants, "suspend")
    def suspend(session: Session, account: _Account, basis: Basis, key: Key) -> None:
        """Suspend a participant (authority)."""
        from qoima.client.acts import suspend
        from qoima.client.digests import document_digest

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(suspend(agent, account, digest).as_json())

    @command(participants, "reinstate")
    def reinstate(session: Session, account: _Account, basis: Basis, key: Key) -> None:
        """Reinstate a suspended participant (authority)."""
        from qoima.client.acts import reinstate
        from qoima.client.digests import document_digest

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(reinstate(agent, account, digest).as_json())

    @command(participants, "replace-key")
    def replace_key(
        session: Session,
        old: Annotated[str, typer.Argument(help="Address of the lost key.")],
        new: Annotated[str, typer.Argument(help="Address of the new key.")],
        basis: Basis,
        key: Key,
    ) -> None:
        """Give a participant a new key (authority)."""
        from qoima.client.acts import replace_key
        from qoima.client.digests import document_digest

        digest = document_digest(basis)
        with session.agent(key) as agent:
            session.show(replace_key(agent, old, new, digest).as_json())


def _add_reading(participants: typer.Typer) -> None:
    @command(participants, "show")
    def show(
        session: Session,
        who: _Who,
        block: Block = None,
        at: At = None,
    ) -> None:
        """Show one participant, as it is or was."""
        with session.client() as client:
            session.show(client.get(f"/v1/participants/{who}", block=block, at=at))

    @command(participants, "history")
    def history(
        session: Session, who: _Who, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """Show since when, and until when, a participant had its roles and keys."""
        with session.client() as client:
            session.show(client.get(f"/v1/participants/{who}/states", limit=limit, after=after))

    @command(participants, "list")
    def list_participants(
        session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """List participants."""
        with session.client() as client:
            session.show(client.get("/v1/participants", limit=limit, after=after))
