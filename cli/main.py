"""The program `qoima`."""

from __future__ import annotations

import typer

from cli.commands import ADDERS

__all__ = ["app", "run"]


def app() -> typer.Typer:
    """The program with all its commands; its help is plain text, which costs half the time."""
    program = typer.Typer(
        name="qoima",
        help=(
            "A blockchain-backed depository and digital asset ledger.\n\n"
            "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 a part does not answer, "
            "4 verification failed."
        ),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for add in ADDERS:
        add(program)
    return program


def run() -> None:
    """Entry point of the console script."""
    app()()


if __name__ == "__main__":
    run()
