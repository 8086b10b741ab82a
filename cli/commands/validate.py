"""`qoima validate`: what is on record of anything, whose it is, and whether a proof still holds."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.command import command
from cli.session import Session

__all__ = ["add"]


def add(program: typer.Typer) -> None:
    """Put the command under `program`."""

    @command(program, "validate")
    def validate(
        session: Session,
        subject: Annotated[
            str,
            typer.Argument(
                help="A file, a proof, a SHA-256, a CID, a SWHID, the hash of a transaction, "
                "or a number: deposit:12, notification:3, asset:4, mined:5 …"
            ),
        ],
    ) -> None:
        """Ask an installation what is on record: whose, since when, sealed and witnessed by whom.

        4 if nothing is known or the proof does not hold. A file is hashed here and not sent; a
        proof is sent. To check a proof and ask nobody, use qoima verify.
        """
        from cli.validating import told, validated
        from ledger.errors import VerificationError

        answer = validated(session, subject)
        session.show(answer if session.as_json else told(answer))
        data = answer["data"]
        if data["proof"] is not None and not data["known"]:
            raise VerificationError("verify.proof-fails")
        if not data["known"]:
            raise VerificationError("verify.unknown", subject=data["subject"])
