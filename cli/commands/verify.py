"""`qoima verify`: is this file on record, and does this proof hold?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import command
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the command under `program`."""

    @command(program, "verify")
    def verify(
        session: Session,
        what: Annotated[str, typer.Argument(help="A proof, a file, a SHA-256, or a CID.")],
        file: Annotated[
            Path | None,
            typer.Argument(help="The file that a proof is about; of a whole deposit its CAR."),
        ] = None,
        trust: Annotated[
            Path | None,
            typer.Option(help="What a proof is held against; else your deployment file."),
        ] = None,
        not_before: Annotated[
            int, typer.Option(min=0, help="Refuse a state of a block before this one.")
        ] = 0,
    ) -> None:
        """Check a proof here, asking nobody; or ask whether bytes are on record.

        4 if the proof does not hold or the bytes are unknown. A file is hashed here and not sent.
        """
        from cli.proving import is_bundle, verified

        if trust is not None or file is not None or is_bundle(what):
            session.show(verified(session, Path(what), file, trust, not_before))
            return
        from cli.validating import told
        from cli.verifying import subject_of
        from ledger.errors import VerificationError
        from qoima.client.validation import asked

        subject = subject_of(session, what)
        with session.client() as client:
            answer = asked(client, subject)
        session.show(answer if session.as_json else told(answer))
        if not answer["data"]["known"]:
            raise VerificationError("verify.unknown", subject=subject)
