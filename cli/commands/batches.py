"""`qoima deposit many` and the commands about batches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command
from cli.commands.options import DEFAULT_LIMIT, After, Basis, Key, Limit
from cli.session import Session

__all__ = ["add_batches"]

_Number = Annotated[int, typer.Argument(min=1, help="Number of the batch.")]
_Index = Annotated[int, typer.Argument(min=0, help="Place of the record in the list, from 0.")]


def add_batches(deposits: typer.Typer) -> None:
    """Put the commands under `deposits`."""
    _add_putting(deposits)
    _add_reading(deposits)
    _add_acts(deposits)


def _add_putting(deposits: typer.Typer) -> None:
    @command(deposits, "many")
    def many(
        session: Session,
        key: Key,
        paths: Annotated[
            list[Path] | None, typer.Argument(help="Folders and archives, a package each.")
        ] = None,
        listed: Annotated[
            Path | None, typer.Option("--from", help="A file with more of them, a path a line.")
        ] = None,
        title_kk: Annotated[str | None, typer.Option(help="Title in Kazakh.")] = None,
        title_ru: Annotated[str | None, typer.Option(help="Title in Russian.")] = None,
        title_en: Annotated[str | None, typer.Option(help="Title in English.")] = None,
        version: Annotated[str | None, typer.Option(help="Version of each.")] = None,
        license: Annotated[  # noqa: A002 - the option's name
            str | None, typer.Option(help="Licence of each as an SPDX expression.")
        ] = None,
        budget: Annotated[
            bool, typer.Option("--budget", help="Made or bought with budget money (D-4).")
        ] = False,
        state: Annotated[
            bool, typer.Option("--state", help="A state body's, got by another way than budget.")
        ] = False,
    ) -> None:
        """Deposit many packages by one transaction (depositor); each can be proven on its own.

        What the options do not say of a folder is read from the file `codemeta.json` in it. Every
        package is computed before anything is sent, and all that are not fit are named.
        """
        from cli.depositing_many import Many, named_paths, put_many
        from cli.described import Description
        from cli.origins import provenance

        titles = {"kk": title_kk, "ru": title_ru, "en": title_en}
        comes_from = provenance(budget=budget, state=state, conclusion=None)
        given = Description(titles=titles, version=version, license=license)
        found = named_paths(paths or [], listed)
        session.show(put_many(session, key, Many(found, given, comes_from)))


def _add_reading(deposits: typer.Typer) -> None:
    @command(deposits, "batches")
    def batches(session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None) -> None:
        """List the batches."""
        from qoima.client.batches import told

        with session.client() as client:
            answer = client.get("/v1/deposit-batches", limit=limit, after=after)
        session.show({**answer, "data": [told(each) for each in answer["data"]]})

    @command(deposits, "batch")
    def batch(session: Session, number: _Number) -> None:
        """Show one batch."""
        from qoima.client.batches import told

        with session.client() as client:
            answer = client.get(f"/v1/deposit-batches/{number}")
        session.show({**answer, "data": told(answer["data"])})

    @command(deposits, "records")
    def records(
        session: Session, number: _Number, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """List the records of a batch."""
        with session.client() as client:
            path = f"/v1/deposit-batches/{number}/records"
            session.show(client.get(path, limit=limit, after=after))

    @command(deposits, "record")
    def record(session: Session, number: _Number, index: _Index) -> None:
        """Show one record with the path that proves it."""
        with session.client() as client:
            session.show(client.get(f"/v1/deposit-batches/{number}/records/{index}"))


def _add_acts(deposits: typer.Typer) -> None:
    @command(deposits, "accept-batch")
    def accept_batch(session: Session, number: _Number, key: Key) -> None:
        """Accept a batch into storage, every record of it (operator)."""
        from qoima.client.batches import accept_batch

        with session.agent(key) as agent:
            session.show(accept_batch(agent, number).as_json())

    @command(deposits, "return-batch")
    def return_batch(
        session: Session,
        number: _Number,
        reason: Annotated[str, typer.Option(help="Why it is returned.")],
        key: Key,
    ) -> None:
        """Return a batch with a reason (operator)."""
        from qoima.client.batches import return_batch

        with session.agent(key) as agent:
            session.show(return_batch(agent, number, reason).as_json())

    @command(deposits, "annul-batch")
    def annul_batch(session: Session, number: _Number, basis: Basis, key: Key) -> None:
        """Annul the acceptance of a batch (authorised body)."""
        from qoima.client.batches import annul_batch
        from qoima.client.digests import document_digest

        with session.agent(key) as agent:
            session.show(annul_batch(agent, number, document_digest(basis)).as_json())

    @command(deposits, "take-out")
    def take_out(session: Session, number: _Number, index: _Index, key: Key) -> None:
        """Take a record out of a batch: it becomes a deposit like any other (possessor)."""
        from qoima.client.batches import take_out

        with session.agent(key) as agent:
            session.show(take_out(agent, number, index).as_json())
