"""`qoima verify`: is this file on record?"""

from __future__ import annotations

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
        what: Annotated[str, typer.Argument(help="A file, a SHA-256, or a CID.")],
    ) -> None:
        """Ask whether bytes are on record. A file is hashed here and not sent; 4 if unknown."""
        from cli.verifying import subject_of
        from ledger.errors import VerificationError

        subject = subject_of(session, what)
        with session.client() as client:
            answer = client.get(f"/v1/verifications/{subject}")
        session.show(answer)
        if not answer["data"]["known"]:
            raise VerificationError("verify.unknown", subject=subject)
