"""`qoima deposit`: software into the depository, and out of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.command import command, group
from cli.commands.batches import add_batches
from cli.commands.deposit_acts import add_acts
from cli.commands.options import DEFAULT_LIMIT, After, Key, Limit
from cli.commands.proofs import add_deposit_proof, add_record_proof
from cli.session import Session

__all__ = ["Kind", "add"]


class _PutByDefault(TyperGroup):
    """Takes what is no command's name for the path of a deposit."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = not args or args[0] in self.commands
        return super().resolve_command(ctx, args if known else ["put", *args])


class Kind(StrEnum):
    """What is deposited (D-1, D-9, D-10)."""

    INFORMATION_SYSTEM = "information-system"
    PROGRAM_PRODUCT = "program-product"
    PROGRAM_CODE = "program-code"
    DOCUMENTATION = "documentation"
    CONCEPT = "concept"


class Form(StrEnum):
    """In what form a deposit is fetched as one file."""

    ZIP = "zip"
    TAR = "tar"
    BAG = "bag"


_Number = Annotated[int, typer.Argument(min=1, help="Number of the deposit.")]
_Path = Annotated[Path, typer.Argument(help="Folder, zip, tar (plain, gz, xz, zst) or git bundle.")]


def add(program: typer.Typer) -> None:
    """Put the commands under `program`."""
    about = "The depository. `qoima deposit PATH …` is short for `qoima deposit put PATH …`."
    deposits = group("deposit", about, cls=_PutByDefault)
    _add_putting(deposits)
    _add_deciding(deposits)
    add_batches(deposits)
    add_acts(deposits)
    _add_reading(deposits)
    _add_getting(deposits)
    _add_handing(deposits)
    add_deposit_proof(deposits)
    add_record_proof(deposits)
    program.add_typer(deposits)


def _add_putting(deposits: typer.Typer) -> None:
    @command(deposits, "put")
    def put(
        session: Session,
        path: _Path,
        key: Key,
        title_kk: Annotated[str | None, typer.Option(help="Title in Kazakh.")] = None,
        title_ru: Annotated[str | None, typer.Option(help="Title in Russian.")] = None,
        title_en: Annotated[str | None, typer.Option(help="Title in English.")] = None,
        version: Annotated[str | None, typer.Option(help="Version of what is deposited.")] = None,
        license: Annotated[  # noqa: A002 - the option's name
            str | None, typer.Option(help="Licence as an SPDX expression.")
        ] = None,
        codemeta: Annotated[
            Path | None,
            typer.Option(help="CodeMeta document (JSON) that says what the options do not."),
        ] = None,
        kind: Annotated[
            Kind | None, typer.Option(help="What it is; program-code where nothing says so.")
        ] = None,
        part: Annotated[
            list[str] | None,
            typer.Option(help="NAME=PATH: where a part of the set lies (D-9); may be repeated."),
        ] = None,
        without: Annotated[
            list[str] | None,
            typer.Option(help="NAME=REASON: why a part is left out (D-9); may be repeated."),
        ] = None,
        limited: Annotated[
            bool, typer.Option("--limited", help="Not for the public: encrypted before it is sent.")
        ] = False,
        recipient: Annotated[
            list[str] | None,
            typer.Option(
                help="Who can open what is limited: age1…, an SSH public key, or a file of these; "
                "may be repeated."
            ),
        ] = None,
        budget: Annotated[
            bool, typer.Option("--budget", help="Made or bought with budget money (D-4).")
        ] = False,
        state: Annotated[
            bool, typer.Option("--state", help="A state body's, got by another way than budget.")
        ] = False,
        conclusion: Annotated[
            str | None,
            typer.Option(
                help="Expert conclusion (D-10): a file that is deposited, or its SHA-256."
            ),
        ] = None,
        author: Annotated[list[str] | None, typer.Option(help="Author; may be repeated.")] = None,
        previous: Annotated[
            int | None, typer.Option(min=1, help="Number of the deposit that this one replaces.")
        ] = None,
        exclude: Annotated[
            list[str] | None, typer.Option(help="Name to leave out of a folder; may be repeated.")
        ] = None,
        tracked: Annotated[
            bool, typer.Option("--tracked", help="Of a checkout, only what git tracks.")
        ] = False,
        as_file: Annotated[
            bool, typer.Option("--as-file", help="Take a file as it is: a document, an installer.")
        ] = False,
    ) -> None:
        """Deposit a folder or an archive (depositor): its CID is computed here and then signed.

        An information system is deposited whole: of each part of its set is said where it lies or
        why it is left out. The parts are source, installation, additional-software, annotation,
        certification, description, test-programme, operation and, at wish, other.
        """
        from cli.bounds import limits
        from cli.depositing import put, what_to_leave_out
        from cli.described import Description, declaration, described
        from cli.origins import provenance
        from qoima.client.packages import Delivery

        titles = {"kk": title_kk, "ru": title_ru, "en": title_en}
        parts = declaration(part or [], without or [])
        given = Description(
            titles=titles,
            version=version,
            license=license,
            kind=None if kind is None else kind.value,
            limited=limited,
            authors=tuple(author or ()),
            parts=parts,
        )
        said = described(given, codemeta)
        leave_out = what_to_leave_out(path, exclude or [], tracked=tracked)
        comes_from = provenance(budget=budget, state=state, conclusion=conclusion)
        delivery = Delivery(
            path,
            said.metadata(),
            comes_from,
            conclusion=None if conclusion is None else Path(conclusion),
            recipients=tuple(recipient or ()),
            previous=previous,
            exclude=leave_out,
            as_file=as_file,
            limits=limits(session.settings),
        )
        session.show(put(session, key, delivery))


def _add_deciding(deposits: typer.Typer) -> None:
    @command(deposits, "accept")
    def accept(session: Session, number: _Number, key: Key) -> None:
        """Accept a deposit into storage (operator)."""
        from qoima.client.acts import accept

        with session.agent(key) as agent:
            session.show(accept(agent, number).as_json())

    @command(deposits, "return")
    def return_(
        session: Session,
        number: _Number,
        reason: Annotated[str, typer.Option(help="Why it is returned.")],
        key: Key,
    ) -> None:
        """Return a deposit with a reason (operator)."""
        from qoima.client.acts import return_deposit

        with session.agent(key) as agent:
            session.show(return_deposit(agent, number, reason).as_json())


def _add_reading(deposits: typer.Typer) -> None:
    @command(deposits, "list")
    def list_deposits(session: Session, limit: Limit = DEFAULT_LIMIT, after: After = None) -> None:
        """List the deposits."""
        with session.client() as client:
            session.show(client.get("/v1/deposits", limit=limit, after=after))

    @command(deposits, "show")
    def show(session: Session, number: _Number) -> None:
        """Show one deposit."""
        with session.client() as client:
            session.show(client.get(f"/v1/deposits/{number}"))

    @command(deposits, "yearly")
    def yearly(session: Session) -> None:
        """Show when the whole depository was last verified, and when the year is over (D-8)."""
        with session.client() as client:
            session.show(client.get("/v1/depository"))

    @command(deposits, "files")
    def files(
        session: Session, number: _Number, limit: Limit = DEFAULT_LIMIT, after: After = None
    ) -> None:
        """List the files of a deposit."""
        with session.client() as client:
            path = f"/v1/deposits/{number}/files"
            session.show(client.get(path, limit=limit, after=after))


def _add_getting(deposits: typer.Typer) -> None:
    @command(deposits, "get")
    def get(
        session: Session,
        number: _Number,
        folder: Annotated[Path, typer.Argument(help="New folder for the files.")],
    ) -> None:
        """Fetch the files of a deposit and check that they are what the record says."""
        from cli.progress import watch
        from qoima.client.fetching import fetch

        with session.client() as client:
            got = fetch(client, number, folder, watch(session))
        session.show({"number": number, "cid": got.cid, "files": got.files, "size": got.size})

    @command(deposits, "fetch")
    def fetch_(
        session: Session,
        number: _Number,
        output: Annotated[Path, typer.Option(help="New file for the deposit.")],
        form: Annotated[Form, typer.Option(help="The payload as zip or tar, or the bag.")] = (
            Form.TAR
        ),
    ) -> None:
        """Fetch a deposit as one file; begun again after a break, it fetches the rest only."""
        from cli.bounds import limits
        from cli.progress import watch
        from depository.giving import Form as Forms
        from qoima.client.fetching import fetch_whole

        given = (output, Forms(form.value), limits(session.settings), watch(session))
        with session.client() as client:
            got = fetch_whole(client, number, *given)
        told = {"number": number, "cid": got.cid, "files": got.files, "size": got.size}
        session.show({**told, "file": str(got.path)})


def _add_handing(deposits: typer.Typer) -> None:
    @command(deposits, "hand-out")
    def hand_out_(
        session: Session,
        number: _Number,
        output: Annotated[Path, typer.Option(help="New file for the copy.")],
        form: Annotated[Form, typer.Option(help="The payload as zip or tar, or the bag.")] = (
            Form.BAG
        ),
    ) -> None:
        """Write a copy from this host's own store, limited or not; the reading is logged (D-7)."""
        from cli.handing_out import hand_out
        from depository.giving import Form as Forms

        session.show(hand_out(session, number, Forms(form.value), output))

    @command(deposits, "open")
    def open_(
        session: Session,
        file: Annotated[Path, typer.Argument(help="The encrypted file of a limited deposit.")],
        folder: Annotated[Path, typer.Argument(help="New folder for the files.")],
        identity: Annotated[
            str, typer.Option(help="Name of your identity, or a file of age's or an SSH key.")
        ],
    ) -> None:
        """Decrypt a copy of a limited deposit into a folder; nothing is sent anywhere."""
        from cli.bounds import limits
        from cli.identities import open_identities
        from cli.progress import watch
        from qoima.client.fetching import open_sealed

        identities = open_identities(session.settings, identity)
        bounds = limits(session.settings)
        files, size = open_sealed(file, folder, identities, bounds, watch(session))
        session.show({"folder": str(folder), "files": files, "size": size})
